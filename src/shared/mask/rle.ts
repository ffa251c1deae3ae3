// The mask codec: 'RB', version byte, width and height, then (run, label) pairs row-major over the whole map, CRC-32 little endian.
// Numbers are LEB128 varints. Equal maps always encode to equal bytes.
import { refuse } from '../result';
import { crc32 } from './crc32';
import { type LabelMap } from './labelMap';

const MAGIC_0 = 0x52; // R
const MAGIC_1 = 0x42; // B
export const RLE_VERSION = 1;
const SMALLEST = 2 + 1 + 1 + 1 + 2 + 4;
const CHECKSUM = 4;

/** No map larger than this is read: a damaged or hostile header must not take the machine's memory (128 megapixels, 16 frames of 4K). */
export const MAX_PIXELS = 2 ** 27;

const HINT = 'Restore an earlier version of this mask, or import it again.';

const damaged = (what: string): never => refuse('damaged', `The stored mask is damaged: ${what}.`, HINT);

export function encodeRle(map: LabelMap): Uint8Array {
  const { width, height, data } = map;
  const end = width * height;
  if (data.length !== end) throw new RangeError(`A ${width} x ${height} label map cannot hold ${data.length} labels.`);
  if (end < 1 || end > MAX_PIXELS) throw new RangeError(`A mask of ${width} x ${height} pixels cannot be stored.`);
  let out = new Uint8Array(4096);
  let at = 0;
  const varint = (value: number): void => {
    while (value > 0x7f) {
      out[at++] = (value & 0x7f) | 0x80;
      value >>>= 7;
    }
    out[at++] = value;
  };
  out[at++] = MAGIC_0;
  out[at++] = MAGIC_1;
  out[at++] = RLE_VERSION;
  varint(width);
  varint(height);
  for (let i = 0; i < end;) {
    const label = data[i]!;
    const start = i++;
    while (i < end && data[i] === label) i++;
    // A pair needs at most 6 bytes, the checksum 4.
    if (at + 10 > out.length) {
      const larger = new Uint8Array(out.length * 2);
      larger.set(out);
      out = larger;
    }
    varint(i - start);
    out[at++] = label;
  }
  new DataView(out.buffer).setUint32(at, crc32(out, at), true);
  return out.slice(0, at + CHECKSUM);
}

/** Throws ExpectedFailure 'damaged' where the bytes are not as they were written: mark, version and checksum. */
export function assertWhole(bytes: Uint8Array): void {
  if (bytes.length < SMALLEST) damaged(`${bytes.length} bytes are too few`);
  if (bytes[0] !== MAGIC_0 || bytes[1] !== MAGIC_1) damaged('it does not begin with its mark');
  if (bytes[2] !== RLE_VERSION)
    refuse(
      'damaged',
      `The stored mask has codec version ${bytes[2]}, which this program does not know.`,
      'Open it with a newer Roadbrush.',
    );
  const end = bytes.length - CHECKSUM;
  const stored = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(end, true);
  if (stored !== crc32(bytes, end)) damaged('its checksum does not fit');
}

/** The map back. Throws ExpectedFailure 'damaged' for anything that `encodeRle` cannot have written, before it allocates the map. */
export function decodeRle(bytes: Uint8Array): LabelMap {
  assertWhole(bytes);
  const end = bytes.length - CHECKSUM;

  let at = 3;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift <= 21; shift += 7) {
      if (at >= end) damaged('it ends too early');
      const byte = bytes[at++]!;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return damaged('a number in it is too large');
  };
  const width = varint();
  const height = varint();
  const pixels = width * height;
  if (pixels < 1 || pixels > MAX_PIXELS) damaged(`it claims ${width} x ${height} pixels`);

  const body = at;
  let total = 0;
  while (at < end) {
    const run = varint();
    if (at >= end || run < 1) damaged('a run in it is not whole');
    at++;
    total += run;
  }
  if (total !== pixels) damaged(`its runs cover ${total} of ${width} x ${height} pixels`);

  const data = new Uint8Array(pixels);
  at = body;
  for (let i = 0; i < pixels;) {
    const run = varint();
    const label = bytes[at++]!;
    if (label !== 0) data.fill(label, i, i + run);
    i += run;
  }
  return { width, height, data };
}
