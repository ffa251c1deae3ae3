// The stored samples of a PNG, untouched: image libraries expand palettes and may apply gamma or profiles, which would change label ids and label colours.
// After the PNG specification, third edition (W3C 2025).
import { inflateSync } from 'node:zlib';
import { crc32 } from '../../../shared/mask/crc32';
import { MAX_PIXELS } from '../../../shared/mask/rle';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
export const GREY = 0;
export const PALETTE = 3;
const COLOUR_TYPES: Record<number, { readonly name: string; readonly channels: number }> = {
  0: { name: 'grey', channels: 1 },
  2: { name: 'RGB', channels: 3 },
  3: { name: 'palette', channels: 1 },
  4: { name: 'grey and alpha', channels: 2 },
  6: { name: 'RGB and alpha', channels: 4 },
};

/** Adam7: first column and row of each pass, and the steps to the next. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits a sample. */
  readonly bits: number;
  /** GREY, PALETTE, or one of the spec's other colour types. */
  readonly colour: number;
  readonly channels: number;
  /** '8-bit palette' */
  readonly kind: string;
  readonly interlaced: boolean;
}
export interface RawPng extends PngHeader {
  /** One byte a sample, [height*width*channels]; grey of fewer than 8 bits is not scaled. */
  readonly samples: Uint8Array;
  /** RGB triples, [entries*3]; null without a palette. */
  readonly palette: Uint8Array | null;
}

/**
 * `accept` looks at the header before anything is unpacked and throws what it does not like. Samples of 16 bits are always refused. Throws an Error
 * whose message is a clause ('it is cut short').
 */
export function readPng(file: Uint8Array, accept: (header: PngHeader) => void): RawPng {
  if (SIGNATURE.some((byte, i) => file[i] !== byte)) throw new Error('it is not a PNG; label ids survive only in one');
  let header: PngHeader | null = null;
  let palette: Uint8Array | null = null;
  const packed: Uint8Array[] = [];
  for (const { type, data } of chunks(file)) {
    if (type === 'IHDR') accept((header = readHeader(data)));
    else if (type === 'PLTE') palette = data;
    else if (type === 'IDAT') packed.push(data);
  }
  if (header === null) throw new Error('it is damaged (it has no header)');
  if (header.bits > 8) throw new Error(`its pixels are ${header.kind}; masks have at most 8 bits a channel`);
  return { ...header, palette, samples: pixels(header, inflated(packed, header)) };
}

function* chunks(file: Uint8Array): Generator<{ type: string; data: Uint8Array }> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (let at = SIGNATURE.length; ;) {
    if (at + 12 > file.length) throw new Error('it is cut short');
    const length = view.getUint32(at);
    if (at + 12 + length > file.length) throw new Error('it is cut short');
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    const data = file.subarray(at + 8, at + 8 + length);
    if (crc32(file.subarray(at + 4, at + 8 + length)) !== view.getUint32(at + 8 + length))
      throw new Error(`it is damaged (checksum of ${type})`);
    yield { type, data };
    if (type === 'IEND') return;
    at += 12 + length;
  }
}

function readHeader(data: Uint8Array): PngHeader {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const [width, height, bits, colour, interlace] = [view.getUint32(0), view.getUint32(4), data[8]!, data[9]!, data[12]!];
  const type = COLOUR_TYPES[colour];
  if (type === undefined || ![1, 2, 4, 8, 16].includes(bits)) throw new Error('it is damaged (unknown colour type)');
  if (width < 1 || height < 1 || width * height > MAX_PIXELS) throw new Error(`it cannot be ${width} x ${height} pixels`);
  const { name, channels } = type;
  return { width, height, bits, colour, channels, kind: `${bits}-bit ${name}`, interlaced: interlace === 1 };
}

/** Bytes of one row of `width` pixels, without its filter byte. */
const rowBytes = (width: number, { bits, channels }: PngHeader): number => Math.ceil((width * channels * bits) / 8);

const passesOf = ({ interlaced }: PngHeader): readonly (readonly [number, number, number, number])[] =>
  interlaced ? PASSES : [[0, 0, 1, 1]];

function inflated(packed: Uint8Array[], header: PngHeader): Uint8Array {
  let expected = 0;
  for (const [x, y, dx, dy] of passesOf(header)) {
    const columns = Math.ceil((header.width - x) / dx);
    if (columns > 0) expected += Math.max(0, Math.ceil((header.height - y) / dy)) * (1 + rowBytes(columns, header));
  }
  let raw: Uint8Array;
  try {
    raw = inflateSync(Buffer.concat(packed), { maxOutputLength: expected + 1 });
  } catch {
    throw new Error('it is damaged (its pixels cannot be unpacked)');
  }
  if (raw.length !== expected) throw new Error('it is damaged (it holds another number of pixels than it says)');
  return raw;
}

function pixels(header: PngHeader, raw: Uint8Array): Uint8Array {
  const { width, height, bits, channels } = header;
  const out = new Uint8Array(width * height * channels);
  const mask = (1 << bits) - 1;
  let at = 0;
  for (const [x0, y0, dx, dy] of passesOf(header)) {
    const columns = Math.ceil((width - x0) / dx);
    if (columns <= 0) continue;
    const bytes = rowBytes(columns, header);
    let above = new Uint8Array(bytes);
    for (let y = y0; y < height; y += dy) {
      const row = raw.subarray(at + 1, at + 1 + bytes);
      // A pixel of less than a byte counts as one: 'left' is the byte before.
      unfilter(raw[at]!, row, above, bits === 8 ? channels : 1);
      if (bits === 8 && dx === 1) out.set(row, y * width * channels);
      else {
        for (let i = 0; i < columns; i++) {
          for (let c = 0; c < channels; c++) {
            const bit = (i * channels + c) * bits;
            out[(y * width + x0 + i * dx) * channels + c] = (row[bit >> 3]! >> (8 - bits - (bit & 7))) & mask;
          }
        }
      }
      above = row as Uint8Array<ArrayBuffer>;
      at += 1 + bytes;
    }
  }
  return out;
}

/** Undoes one row's filter in place; `step` bytes lie between a sample and the same one of the pixel before. */
function unfilter(filter: number, row: Uint8Array, above: Uint8Array, step: number): void {
  if (filter === 0) return;
  if (filter > 4) throw new Error('it is damaged (unknown filter)');
  for (let i = 0; i < row.length; i++) {
    const left = i >= step ? row[i - step]! : 0;
    const up = above[i]!;
    if (filter === 1) row[i]! += left;
    else if (filter === 2) row[i]! += up;
    else if (filter === 3) row[i]! += (left + up) >> 1;
    else row[i]! += paeth(left, up, i >= step ? above[i - step]! : 0);
  }
}

function paeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft;
  const a = Math.abs(estimate - left);
  const b = Math.abs(estimate - up);
  const c = Math.abs(estimate - upLeft);
  if (a <= b && a <= c) return left;
  return b <= c ? up : upLeft;
}
