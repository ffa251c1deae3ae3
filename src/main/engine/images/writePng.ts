// Small PNGs of few values: 8-bit or 16-bit grey, 8-bit palette, or RGB, rows unfiltered (which packs flat areas best).
// After the PNG specification, third edition (W3C 2025).
import { deflateSync } from 'node:zlib';
import { crc32 } from '../../../shared/mask/crc32';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const GREY = 0;
const RGB = 2;
const PALETTE = 3;

/** `samples` [height*width] grey values, of 16 bits as Uint16Array, palette indexes with `palette` (RGB triples for every index used), or [height*width*3] RGB. */
export function writePng(width: number, height: number, samples: Uint8Array | Uint16Array, palette?: Uint8Array): Uint8Array {
  const channels = samples.length / (width * height);
  const wide = samples instanceof Uint16Array;
  const bytes = wide ? bigEndian(samples) : samples;
  const colour = palette ? PALETTE : channels === 3 ? RGB : GREY;
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header[8] = wide ? 16 : 8;
  header[9] = colour;
  const row = bytes.length / height;
  const raw = new Uint8Array(height * (row + 1));
  for (let y = 0; y < height; y++) raw.set(bytes.subarray(y * row, (y + 1) * row), y * (row + 1) + 1);
  const parts = [SIGNATURE, chunk('IHDR', header)];
  if (palette) parts.push(chunk('PLTE', palette));
  parts.push(chunk('IDAT', deflateSync(raw)), chunk('IEND', new Uint8Array(0)));
  return Buffer.concat(parts);
}

function bigEndian(samples: Uint16Array): Uint8Array {
  const bytes = new Uint8Array(2 * samples.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < samples.length; i++) view.setUint16(2 * i, samples[i]!);
  return bytes;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const made = new Uint8Array(12 + data.length);
  const view = new DataView(made.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) made[4 + i] = type.charCodeAt(i);
  made.set(data, 8);
  view.setUint32(8 + data.length, crc32(made.subarray(4, 8 + data.length)));
  return made;
}
