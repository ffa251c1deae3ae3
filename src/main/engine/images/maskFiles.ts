// Mask files as label maps and back, for every way in which pixels stand for label ids. Nothing is interpolated; what a format cannot say is counted.
import { IGNORE, OTHER, ROAD } from '../../../shared/domain';
import { CITYSCAPES, OUT_OF_ROI } from '../../../shared/labels/cityscapes';
import type { MaskKind, WrittenKind } from '../../../shared/labels/formats';
import type { LabelMap } from '../../../shared/mask/labelMap';
import { pngIndexes } from './pngIndexes';
import { GREY, PALETTE, readPng, type RawPng } from './readPng';
import { writePng } from './writePng';

export interface ReadMaskFile {
  readonly map: LabelMap;
  /** What was not as the format has it, one clause without a full stop; empty when all was. */
  readonly note: string;
}

/** Throws an Error whose message is a clause ('it is cut short'). */
export function readMaskFile(file: Uint8Array, as: MaskKind): ReadMaskFile {
  switch (as) {
    case 'label-ids':
      return { map: pngIndexes(file), note: '' };
    case 'indexed':
      return indexed(file);
    case 'cityscapes-ids': {
      const map = pngIndexes(file);
      for (let i = 0; i < map.data.length; i++) if (map.data[i] === OUT_OF_ROI) map.data[i] = IGNORE;
      return { map, note: '' };
    }
    case 'cityscapes-colours':
      return fromColours(file, (colour) => CITYSCAPES_IDS.get(colour));
    case 'kitti-road':
      return fromColours(file, (colour) => KITTI_ROAD.get(colour), kittiRoadAnyway);
    case 'binary':
      return fromColours(file, (colour) => (colour === 0xffffff ? ROAD : colour === 0 ? OTHER : undefined));
  }
}

/** '#35c9f0' as 0x35c9f0. */
const number = (colour: string): number => parseInt(colour.slice(1), 16);

/** Where several labels share a colour (black, pole and polegroup), the first one counts. */
const CITYSCAPES_IDS = new Map(
  [...CITYSCAPES]
    .reverse()
    .filter(({ id }) => id !== OUT_OF_ROI)
    .map(({ id, colour }) => [number(colour), id]),
);

const MAGENTA = 0xff00ff;
const RED = 0xff0000;
const KITTI_ROAD = new Map([
  [MAGENTA, ROAD],
  [RED, OTHER],
  [0, IGNORE],
]);
/** The development kit's rule for any colour: red says that a pixel counts, blue that it is road. */
const kittiRoadAnyway = (colour: number): number => ((colour & 0xff0000) === 0 ? IGNORE : (colour & 0xff) === 0 ? OTHER : ROAD);

function indexed(file: Uint8Array): ReadMaskFile {
  const map = pngIndexes(file);
  let [ignored, other] = [0, 0];
  for (const label of map.data) {
    if (label === IGNORE) ignored++;
    else if (label !== OTHER) other++;
  }
  const palette = ignored > 0 && other === 0 && readPng(file, () => undefined).colour === PALETTE;
  const note = ignored > 0 && other === 0 && !palette ? 'it holds only 0 and 255: if 255 is road, import it as Binary PNG' : '';
  return { map, note };
}

function fromColours(
  file: Uint8Array,
  idOf: (colour: number) => number | undefined,
  anyway = (_colour: number): number => IGNORE,
): ReadMaskFile {
  const png = readPng(file, () => undefined);
  const { width, height } = png;
  const data = new Uint8Array(width * height);
  const unknown = new Map<number, number>();
  // Masks have few colours in long runs: the last one looked up is mostly the next one.
  let [last, label] = [-1, 0];
  const colourAt = colours(png);
  for (let i = 0; i < data.length; i++) {
    const colour = colourAt(i);
    if (colour !== last || unknown.has(colour)) {
      last = colour;
      const id = idOf(colour);
      if (id === undefined) unknown.set(colour, (unknown.get(colour) ?? 0) + 1);
      label = id ?? anyway(colour);
    }
    data[i] = label;
  }
  return { map: { width, height, data }, note: strangers(unknown) };
}

function colours({ samples, palette, colour, channels, bits }: RawPng): (i: number) => number {
  if (colour === PALETTE) {
    if (palette === null) throw new Error('it is damaged (it has no palette)');
    return (i) => {
      const at = 3 * samples[i]!;
      return ((palette[at] ?? 0) << 16) | ((palette[at + 1] ?? 0) << 8) | (palette[at + 2] ?? 0);
    };
  }
  // Fewer bits are stretched to 8; masks of 0 and 1 are meant as black and white.
  const scale = colour === GREY && bits === 8 && samples.every((value) => value <= 1) ? 255 : 255 / (2 ** bits - 1);
  if (channels <= 2) return (i) => samples[i * channels]! * scale * 0x010101;
  return (i) => (samples[i * channels]! << 16) | (samples[i * channels + 1]! << 8) | samples[i * channels + 2]!;
}

function strangers(unknown: ReadonlyMap<number, number>): string {
  if (unknown.size === 0) return '';
  const most = [...unknown].sort((a, b) => b[1] - a[1]);
  const named = most.slice(0, 3).map(([colour, pixels]) => `${pixels} of colour #${colour.toString(16).padStart(6, '0')}`);
  const more = most.slice(3).reduce((sum, [, pixels]) => sum + pixels, 0);
  return `pixels that the format does not know: ${named.join(', ')}${more > 0 ? `, ${more} of others` : ''}`;
}

export interface WrittenMask {
  readonly png: Uint8Array;
  /** Pixels whose class the format cannot say. */
  readonly lost: number;
}

/** `palette`: label id -> '#rrggbb' of the project's classes, for 'indexed'. */
export function writeMaskFile(
  { width, height, data }: LabelMap,
  as: WrittenKind,
  palette: readonly (readonly [number, string])[],
): WrittenMask {
  if (as === 'label-ids') return { png: writePng(width, height, data), lost: 0 };
  if (as === 'indexed') return { png: writePng(width, height, data, paletteBytes(palette)), lost: 0 };
  if (as === 'kitti-instances')
    return {
      png: writePng(
        width,
        height,
        Uint16Array.from(data, (label) => label << 8),
      ),
      lost: 0,
    };
  const table = tableFor(as);
  const wide = as === 'kitti-road' || as === 'cityscapes-colours';
  const out = new Uint8Array(data.length * (wide ? 3 : 1));
  let lost = 0;
  for (let i = 0; i < data.length; i++) {
    const { value, exact } = table[data[i]!]!;
    if (!exact) lost++;
    if (!wide) out[i] = value;
    else {
      out[3 * i] = value >> 16;
      out[3 * i + 1] = value >> 8;
      out[3 * i + 2] = value;
    }
  }
  return { png: writePng(width, height, as === 'cityscapes-instances' ? Uint16Array.from(out) : out), lost };
}

type Entry = { readonly value: number; readonly exact: boolean };

/** What each of the 256 labels is written as. */
function tableFor(as: 'cityscapes-ids' | 'cityscapes-instances' | 'cityscapes-colours' | 'kitti-road' | 'binary'): Entry[] {
  return Array.from({ length: 256 }, (_, label): Entry => {
    const known = label === ROAD || label === OTHER;
    if (as === 'binary') return { value: label === ROAD ? 255 : 0, exact: known };
    if (as === 'kitti-road') return { value: label === ROAD ? MAGENTA : label === IGNORE ? 0 : RED, exact: known || label === IGNORE };
    const id = label === IGNORE ? OUT_OF_ROI : label < CITYSCAPES.length ? label : OTHER;
    const exact = label === IGNORE || (label < CITYSCAPES.length && label !== OUT_OF_ROI);
    return { value: as === 'cityscapes-colours' ? number(CITYSCAPES[id]!.colour) : id, exact };
  });
}

/** All 256 entries: classes in their colours, unnamed labels in greys, so that a viewer tells them apart. */
function paletteBytes(palette: readonly (readonly [number, string])[]): Uint8Array {
  const bytes = new Uint8Array(3 * 256);
  for (let label = 0; label < 256; label++) bytes.fill(label, 3 * label, 3 * label + 3);
  for (const [label, colour] of palette) {
    const value = number(colour);
    bytes.set([value >> 16, (value >> 8) & 255, value & 255], 3 * label);
  }
  return bytes;
}
