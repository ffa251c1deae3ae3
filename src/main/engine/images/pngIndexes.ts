// The stored 8-bit values of a grey or palette PNG, untouched: image libraries expand palettes and may apply gamma or profiles, which would change label ids.
// After the PNG specification, third edition (W3C 2025).
import { inflateSync } from 'node:zlib';
import type { LabelMap } from '../../../shared/mask/labelMap';
import { crc32 } from '../../../shared/mask/crc32';
import { MAX_PIXELS } from '../../../shared/mask/rle';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const GREY = 0;
const PALETTE = 3;
const COLOUR_TYPES: Record<number, string> = { 0: 'grey', 2: 'RGB', 3: 'palette', 4: 'grey and alpha', 6: 'RGB and alpha' };

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

interface Header {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly interlaced: boolean;
}

/** Grey values or palette indexes as labels. Throws an Error whose message is a clause ('its pixels are 16-bit grey ...') for anything else. */
export function pngIndexes(file: Uint8Array): LabelMap {
  if (SIGNATURE.some((byte, i) => file[i] !== byte)) throw new Error('it is not a PNG; label ids survive only in one');
  let header: Header | null = null;
  const packed: Uint8Array[] = [];
  for (const { type, data } of chunks(file)) {
    if (type === 'IHDR') header = readHeader(data);
    else if (type === 'IDAT') packed.push(data);
  }
  if (header === null) throw new Error('it is damaged (it has no header)');
  return { width: header.width, height: header.height, data: pixels(header, inflated(packed, header)) };
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

function readHeader(data: Uint8Array): Header {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const [width, height, bits, colour, interlace] = [view.getUint32(0), view.getUint32(4), data[8]!, data[9]!, data[12]!];
  const kind = COLOUR_TYPES[colour];
  if (kind === undefined) throw new Error('it is damaged (unknown colour type)');
  if (!(colour === GREY && bits === 8) && !(colour === PALETTE && [1, 2, 4, 8].includes(bits))) {
    throw new Error(`its pixels are ${bits}-bit ${kind}; label ids need an 8-bit grey or a palette PNG`);
  }
  if (width < 1 || height < 1 || width * height > MAX_PIXELS) throw new Error(`it cannot be ${width} x ${height} pixels`);
  return { width, height, bits, interlaced: interlace === 1 };
}

/** Bytes of one row of `width` pixels, without its filter byte. */
const rowBytes = (width: number, bits: number): number => Math.ceil((width * bits) / 8);

const passesOf = ({ interlaced }: Header): readonly (readonly [number, number, number, number])[] => (interlaced ? PASSES : [[0, 0, 1, 1]]);

function inflated(packed: Uint8Array[], header: Header): Uint8Array {
  let expected = 0;
  for (const [x, y, dx, dy] of passesOf(header)) {
    const columns = Math.ceil((header.width - x) / dx);
    if (columns > 0) expected += Math.max(0, Math.ceil((header.height - y) / dy)) * (1 + rowBytes(columns, header.bits));
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

function pixels(header: Header, raw: Uint8Array): Uint8Array {
  const { width, height, bits } = header;
  const out = new Uint8Array(width * height);
  const mask = (1 << bits) - 1;
  let at = 0;
  for (const [x0, y0, dx, dy] of passesOf(header)) {
    const columns = Math.ceil((width - x0) / dx);
    if (columns <= 0) continue;
    const bytes = rowBytes(columns, bits);
    let above = new Uint8Array(bytes);
    for (let y = y0; y < height; y += dy) {
      const row = raw.subarray(at + 1, at + 1 + bytes);
      unfilter(raw[at]!, row, above);
      for (let i = 0; i < columns; i++) {
        const bit = i * bits;
        out[y * width + x0 + i * dx] = (row[bit >> 3]! >> (8 - bits - (bit & 7))) & mask;
      }
      above = row as Uint8Array<ArrayBuffer>;
      at += 1 + bytes;
    }
  }
  return out;
}

/** Undoes one row's filter in place. A pixel is at most one byte here: 'left' is the byte before. */
function unfilter(filter: number, row: Uint8Array, above: Uint8Array): void {
  if (filter === 0) return;
  if (filter > 4) throw new Error('it is damaged (unknown filter)');
  for (let i = 0; i < row.length; i++) {
    const left = i > 0 ? row[i - 1]! : 0;
    const up = above[i]!;
    if (filter === 1) row[i]! += left;
    else if (filter === 2) row[i]! += up;
    else if (filter === 3) row[i]! += (left + up) >> 1;
    else row[i]! += paeth(left, up, i > 0 ? above[i - 1]! : 0);
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
