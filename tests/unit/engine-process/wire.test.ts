// The framing between main and the engine: whatever is sent comes back, wherever the pipe cuts it.
import { deepStrictEqual } from 'node:assert';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeFrame, FrameReader } from '../../../src/main/engine/wire';

const joined = (messages: readonly unknown[]): Uint8Array => Buffer.concat(messages.flatMap((message) => encodeFrame(message)));

/** Everything a message may hold, with keys that collide with the codec's own and with Object.prototype's. */
const key = fc.oneof(fc.string(), fc.constantFrom('$bytes', '$number', '$plain', '__proto__', 'constructor', '0', '12'));
const message = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(null, true, false, NaN, Infinity, -Infinity, -0),
    fc.double(),
    fc.string({ unit: 'binary' }),
    fc.uint8Array({ maxLength: 40 }),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
  ),
})).value;

describe('a message', () => {
  test('comes back as it was sent, bytes and odd numbers included', () => {
    fc.assert(
      fc.property(message, (sent) => {
        // Not toStrictEqual: it asks an object's own `constructor` key for its type.
        deepStrictEqual(new FrameReader().push(joined([sent])), [sent]);
      }),
      { numRuns: 500 },
    );
  });

  test('comes back when the pipe cuts the stream at any bytes', () => {
    fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 4 }), fc.infiniteStream(fc.integer({ min: 1, max: 30 })), (sent, sizes) => {
        const reader = new FrameReader();
        const stream = joined(sent);
        const received: unknown[] = [];
        for (let at = 0; at < stream.byteLength;) {
          const size = sizes.next().value ?? 1;
          received.push(...reader.push(stream.subarray(at, at + size)));
          at += size;
        }
        deepStrictEqual(received, sent);
      }),
      { numRuns: 300 },
    );
  });

  test('is complete exactly at its last byte, at every cut in two', () => {
    const sent = { name: 'x', mask: new Uint8Array([1, 2, 3]), none: new Uint8Array(0) };
    const stream = joined([sent]);
    for (let cut = 0; cut < stream.byteLength; cut++) {
      const reader = new FrameReader();
      expect(reader.push(stream.subarray(0, cut))).toEqual([]);
      expect(reader.push(stream.subarray(cut))).toStrictEqual([sent]);
    }
  });

  test('brings its arrays back in memory of their own, whatever kind of bytes went in', () => {
    const pool = new Uint8Array([9, 1, 2, 3, 9]);
    const stream = joined([{ view: pool.subarray(1, 4), buffer: Buffer.from([4, 5]) }]);
    const [received] = new FrameReader().push(Buffer.from(stream)) as [{ view: Uint8Array; buffer: Uint8Array }];
    stream.fill(0);
    expect(received.view).toStrictEqual(new Uint8Array([1, 2, 3]));
    expect(received.view.buffer.byteLength).toBe(3);
    expect(Object.getPrototypeOf(received.buffer)).toBe(Uint8Array.prototype);
  });

  test('of 64 MiB in pipe-sized pieces is put together without copying again and again', () => {
    const sent = { bytes: new Uint8Array(64 * 2 ** 20).fill(7) };
    const stream = joined([sent]);
    const reader = new FrameReader();
    const begun = performance.now();
    const received: unknown[] = [];
    for (let at = 0; at < stream.byteLength; at += 65_536) received.push(...reader.push(stream.subarray(at, at + 65_536)));
    expect((received[0] as typeof sent).bytes.byteLength).toBe(64 * 2 ** 20);
    // 1,024 pieces joined at each arrival would copy 32 GiB.
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  test('drops undefined properties, as JSON does', () => {
    expect(new FrameReader().push(joined([{ a: 1, b: undefined }]))).toStrictEqual([{ a: 1 }]);
  });

  test.each([
    ['a Map', { map: new Map() }],
    ['a Date', { date: new Date(0) }],
    ['a Float32Array', { values: new Float32Array(1) }],
    ['a function', { call: () => 0 }],
    ['undefined in a list', [undefined]],
  ])('cannot hold %s, and says so where it is sent', (_what, bad) => {
    expect(() => encodeFrame(bad)).toThrow(TypeError);
  });
});

describe('a stream that is not of frames', () => {
  test.each([
    ['an empty header', new Uint8Array(8)],
    ['an absurd length', new Uint8Array(8).fill(255)],
    ['bytes that were never sent', Buffer.concat(encodeFrame({ a: 1 }).slice(0, 1).concat(Buffer.from('{"$bytes":99}')))],
  ])('is refused: %s', (_what, stream) => {
    const frame = Buffer.from(stream);
    if (frame.byteLength > 8) frame.writeUInt32LE(frame.byteLength - 8, 0);
    expect(() => new FrameReader().push(frame)).toThrow();
  });
});
