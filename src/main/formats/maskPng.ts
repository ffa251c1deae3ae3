// A binary mask as the small PNG that labelme keeps inside its JSON: one bit a pixel written; greyscale of 1 or 8 bits read. Source: the PNG specification, W3C.
// Not for pictures: those are the engine's.
import { inflateSync } from 'node:zlib';
import { zlibSync } from 'fflate';
import { crc32 } from '../../shared/mask/crc32';
import { Unusable } from './reading';

/** What a mask may unpack to; 8192 x 8192. */
const MAX_PIXELS = 1 << 26;
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** `pixels` [height*width], 0 or 1. */
export function maskToPng(pixels: Uint8Array, width: number, height: number): Uint8Array {
  const stride = 1 + Math.ceil(width / 8); // a filter byte, then the row
  const rows = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) if (pixels[y * width + x] !== 0) rows[y * stride + 1 + (x >> 3)]! |= 0x80 >> (x & 7);
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header[8] = 1; // one bit, greyscale
  return Buffer.concat([
    Uint8Array.from(SIGNATURE),
    chunk('IHDR', header),
    chunk('IDAT', zlibSync(rows)),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(data.length + 12);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, data.length + 8)) >>> 0, data.length + 8);
  return bytes;
}

/** [height*width], 0 or 1: which pixels are not black. */
export function maskFromPng(png: Buffer, width: number, height: number, what: string): Uint8Array {
  const bad = (why: string): Unusable => new Unusable(`${what} has a mask that ${why}.`);
  if (png.length < 33 || !SIGNATURE.every((byte, i) => png[i] === byte)) throw bad('is no PNG');
  if (png.readUInt32BE(16) !== width || png.readUInt32BE(20) !== height) throw bad('is not as large as its corners say');
  if (width * height > MAX_PIXELS) throw bad(`is too large (${width} x ${height})`);
  const [bits, colour, interlace] = [png[24]!, png[25], png[28]];
  if (colour !== 0 || interlace !== 0 || (bits !== 1 && bits !== 8)) throw bad('is no greyscale PNG of 1 or 8 bits');
  const data: Buffer[] = [];
  for (let at = 8; at + 12 <= png.length;) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const stride = 1 + Math.ceil((width * bits) / 8);
  let rows: Buffer;
  try {
    rows = inflateSync(Buffer.concat(data), { maxOutputLength: stride * height });
  } catch {
    throw bad('is damaged');
  }
  if (rows.length < stride * height) throw bad('is cut short');
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    if (!unfilter(rows, y * stride, stride)) throw bad('is damaged');
    const row = y * stride + 1;
    for (let x = 0; x < width; x++) {
      const on = bits === 8 ? rows[row + x]! : rows[row + (x >> 3)]! & (0x80 >> (x & 7));
      if (on !== 0) pixels[y * width + x] = 1;
    }
  }
  return pixels;
}

/** Undoes a row's filter in place, with one byte a pixel (or eight pixels): 0 none, 1 left, 2 above, 3 their mean, 4 Paeth's. False for any other. */
function unfilter(rows: Buffer, at: number, stride: number): boolean {
  const filter = rows[at]!;
  if (filter > 4) return false;
  for (let i = at + 1; i < at + stride && filter > 0; i++) {
    const left = i > at + 1 ? rows[i - 1]! : 0;
    const above = at > 0 ? rows[i - stride]! : 0;
    const corner = at > 0 && i > at + 1 ? rows[i - stride - 1]! : 0;
    const guess = filter === 1 ? left : filter === 2 ? above : filter === 3 ? (left + above) >> 1 : paeth(left, above, corner);
    rows[i] = (rows[i]! + guess) & 0xff;
  }
  return true;
}

function paeth(left: number, above: number, corner: number): number {
  const p = left + above - corner;
  const [a, b, c] = [Math.abs(p - left), Math.abs(p - above), Math.abs(p - corner)];
  return a <= b && a <= c ? left : b <= c ? above : corner;
}
