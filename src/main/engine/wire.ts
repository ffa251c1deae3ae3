// How messages travel between main and the engine: frames of [u32 header length][u32 body length][JSON header][bytes], little-endian.
// Our own framing, because the two sides are different Nodes (Electron's and 22) whose structured-clone formats need not agree.

/** Above this a length is taken for rubbish on the pipe rather than a message. */
const MAX_HEADER = 512 * 2 ** 20;
const MAX_BODY = 2 ** 32 - 1;
const PREFIX = 8;

/** Keys that stand for what JSON cannot say; an object of the sender's that has one of them is wrapped in PLAIN. */
const BYTES = '$bytes';
const NUMBER = '$number';
const PLAIN = '$plain';
const ESCAPED = new Set([BYTES, NUMBER, PLAIN]);

/**
 * The message as one frame, in pieces to be written in order. It may hold plain objects, arrays, strings, booleans, null, any number (NaN and the
 * infinities too) and Uint8Arrays at any depth; undefined properties are dropped. Throws a TypeError for anything else: that is a bug.
 */
export function encodeFrame(message: unknown): Uint8Array[] {
  const arrays: Uint8Array[] = [];
  const header = new TextEncoder().encode(JSON.stringify(plain(message, arrays)));
  const body = arrays.reduce((sum, array) => sum + array.byteLength, 0);
  if (header.byteLength > MAX_HEADER || body > MAX_BODY) {
    throw new TypeError(`A message of ${header.byteLength} + ${body} bytes is too large to send: send it in parts.`);
  }
  const prefix = new DataView(new ArrayBuffer(PREFIX));
  prefix.setUint32(0, header.byteLength, true);
  prefix.setUint32(4, body, true);
  return [new Uint8Array(prefix.buffer), header, ...arrays.filter((array) => array.byteLength > 0)];
}

function plain(value: unknown, arrays: Uint8Array[]): unknown {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0) ? value : { [NUMBER]: numberName(value) };
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (value instanceof Uint8Array) {
    arrays.push(value);
    return { [BYTES]: value.byteLength };
  }
  if (Array.isArray(value)) return value.map((item) => plain(item, arrays));
  if (typeof value === 'object' && isPlainObject(value)) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    const copy = Object.fromEntries(entries.map(([key, item]) => [key, plain(item, arrays)]));
    return entries.some(([key]) => ESCAPED.has(key)) ? { [PLAIN]: copy } : copy;
  }
  throw new TypeError(
    `A message cannot carry ${typeof value === 'object' ? `a ${value.constructor.name}` : `a value of type ${typeof value}`}.`,
  );
}

const numberName = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  // Objects of another realm (vitest, vm) have another Object.prototype, whose own prototype is null.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Puts frames together again from pieces cut anywhere. After an error the stream cannot be read on. */
export class FrameReader {
  private pieces: Uint8Array[] = [];
  private held = 0;

  /** The messages that this piece completes, in order. Uint8Arrays in them own their memory. Throws when the stream is not of frames. */
  push(piece: Uint8Array): unknown[] {
    if (piece.byteLength > 0) this.pieces.push(piece);
    this.held += piece.byteLength;
    const messages: unknown[] = [];
    for (;;) {
      const lengths = this.lengths();
      if (lengths === null || this.held < PREFIX + lengths.header + lengths.body) return messages;
      this.take(PREFIX);
      const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(this.take(lengths.header)));
      messages.push(restored(header, new Body(this.take(lengths.body))));
    }
  }

  private lengths(): { header: number; body: number } | null {
    if (this.held < PREFIX) return null;
    const prefix = this.peek(PREFIX);
    const view = new DataView(prefix.buffer, prefix.byteOffset);
    const header = view.getUint32(0, true);
    if (header === 0 || header > MAX_HEADER) throw new Error(`This is no message: its header would be ${header} bytes long.`);
    return { header, body: view.getUint32(4, true) };
  }

  private peek(count: number): Uint8Array {
    const first = this.pieces[0];
    if (first !== undefined && first.byteLength >= count) return first;
    const taken = this.take(count);
    this.pieces.unshift(taken);
    this.held += count;
    return taken;
  }

  /** The next `count` bytes; `held` must reach. Joined once, so that a long message in many pieces costs one copy. */
  private take(count: number): Uint8Array {
    this.held -= count;
    const first = this.pieces[0];
    if (first !== undefined && first.byteLength > count) {
      this.pieces[0] = first.subarray(count);
      return first.subarray(0, count);
    }
    const joined = new Uint8Array(count);
    let filled = 0;
    let used = 0;
    while (filled < count) {
      const piece = this.pieces[used]!;
      const part = piece.subarray(0, count - filled);
      joined.set(part, filled);
      filled += part.byteLength;
      if (part.byteLength < piece.byteLength) this.pieces[used] = piece.subarray(part.byteLength);
      else used += 1;
    }
    this.pieces.splice(0, used);
    return joined;
  }
}

/** The binary part of one frame, handed out from its start. */
class Body {
  private offset = 0;
  constructor(private readonly bytes: Uint8Array) {}

  next(length: number): Uint8Array {
    const end = this.offset + length;
    if (!Number.isInteger(length) || length < 0 || end > this.bytes.byteLength)
      throw new Error('This is no message: its bytes do not add up.');
    // Not `slice`: a Buffer's would share the memory.
    const copy = new Uint8Array(length);
    copy.set(this.bytes.subarray(this.offset, end));
    this.offset = end;
    return copy;
  }
}

/** Depth first in the order of encodeFrame's walk: that order is what gives each array its bytes. Changes `value` in place. */
function restored(value: unknown, body: Body): unknown {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = restored(value[i], body);
    return value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const record = value as Record<string, unknown>;
  if (Object.hasOwn(record, PLAIN)) return restoredEntries(record[PLAIN] as Record<string, unknown>, body);
  if (Object.hasOwn(record, BYTES)) return body.next(Number(record[BYTES]));
  if (Object.hasOwn(record, NUMBER)) return Number(record[NUMBER]);
  return restoredEntries(record, body);
}

function restoredEntries(record: Record<string, unknown>, body: Body): Record<string, unknown> {
  for (const key of Object.keys(record)) {
    const item = record[key];
    if (typeof item === 'object' && item !== null) record[key] = restored(item, body);
  }
  return record;
}
