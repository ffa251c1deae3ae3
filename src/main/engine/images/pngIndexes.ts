// The grey values or palette indexes of a PNG as label ids.
import type { LabelMap } from '../../../shared/mask/labelMap';
import { GREY, PALETTE, readPng, type PngHeader } from './readPng';

/** Throws an Error whose message is a clause ('its pixels are 16-bit grey ...') for anything that cannot hold label ids. */
export function pngIndexes(file: Uint8Array): LabelMap {
  const { width, height, samples } = readPng(file, holdsIds);
  return { width, height, data: samples };
}

function holdsIds({ colour, bits, kind }: PngHeader): void {
  if (colour === PALETTE && bits <= 8) return;
  if (colour === GREY && bits === 8) return;
  throw new Error(`its pixels are ${kind}; label ids need an 8-bit grey or a palette PNG`);
}
