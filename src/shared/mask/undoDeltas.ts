// An undo step as bytes: 64x64 tiles of a label map, each packed by its runs. The window keeps steps packed, the database stores them as they are.
import { refuse } from '../result';
import { crc32 } from './crc32';

/** Undo history kept of one frame, and of all frames of a project; the oldest goes first. A stroke on a KITTI frame takes 1 to 8 kB. */
export const UNDO_FRAME_BYTES = 16 * 2 ** 20;
export const UNDO_PROJECT_BYTES = 256 * 2 ** 20;

export interface TileDeltas {
  /** Tile numbers, row-major over the frame's grid, ascending or not. */
  readonly tiles: readonly number[];
  /** Their packed labels (see packTile), in the same order. */
  readonly packed: readonly Uint8Array[];
}

const VERSION = 1;
const CHECKSUM = 4;

/** Version byte, tile count, then tile number, length and bytes of each (LEB128 varints), CRC-32 little endian. */
export function encodeDeltas({ tiles, packed }: TileDeltas): Uint8Array<ArrayBuffer> {
  const most = packed.reduce((sum, bytes) => sum + bytes.length + 10, 1 + 5 + CHECKSUM);
  const out = new Uint8Array(most);
  let at = 0;
  const varint = (value: number): void => {
    for (; value > 0x7f; value >>>= 7) out[at++] = (value & 0x7f) | 0x80;
    out[at++] = value;
  };
  out[at++] = VERSION;
  varint(tiles.length);
  tiles.forEach((tile, i) => {
    const bytes = packed[i]!;
    varint(tile);
    varint(bytes.length);
    out.set(bytes, at);
    at += bytes.length;
  });
  new DataView(out.buffer).setUint32(at, crc32(out, at), true);
  return out.slice(0, at + CHECKSUM);
}

/** Throws ExpectedFailure 'damaged' for what `encodeDeltas` cannot have written. */
export function decodeDeltas(bytes: Uint8Array): TileDeltas {
  const damaged = (): never => refuse('damaged', 'A stored undo step is damaged.');
  const end = bytes.length - CHECKSUM;
  if (end < 2 || bytes[0] !== VERSION) damaged();
  if (new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(end, true) !== crc32(bytes, end)) damaged();
  let at = 1;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift <= 28; shift += 7) {
      if (at >= end) damaged();
      const byte = bytes[at++]!;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return damaged();
  };
  const tiles: number[] = [];
  const packed: Uint8Array[] = [];
  for (let left = varint(); left > 0; left--) {
    tiles.push(varint());
    const length = varint();
    if (at + length > end) damaged();
    packed.push(bytes.slice(at, at + length));
    at += length;
  }
  if (at !== end) damaged();
  return { tiles, packed };
}
