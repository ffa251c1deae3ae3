// The protobuf wire format, write-only: just enough to write TensorFlow's GraphDef and SavedModel without any schema compiler.

/** Base-128 varint of a non-negative or two's-complement negative 64-bit integer. */
export function varint(value: number | bigint): Buffer {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

/** A varint field (int, bool, enum). */
export const int = (field: number, value: number | bigint): Buffer => Buffer.concat([varint(field << 3), varint(value)]);

/** A length-delimited field (string, bytes, message, packed list). */
export function bytes(field: number, value: Buffer | string): Buffer {
  const body = typeof value === 'string' ? Buffer.from(value) : value;
  return Buffer.concat([varint((field << 3) | 2), varint(body.length), body]);
}

export function float32(value: number): Buffer {
  const body = Buffer.alloc(4);
  body.writeFloatLE(value);
  return body;
}

/** A 32-bit float field. */
export const float = (field: number, value: number): Buffer => Buffer.concat([varint((field << 3) | 5), float32(value)]);

export const message = (parts: readonly Buffer[]): Buffer => Buffer.concat(parts);

/** One entry of a map<string, message> field. */
export const mapEntry = (field: number, key: string, value: Buffer): Buffer => bytes(field, message([bytes(1, key), bytes(2, value)]));
