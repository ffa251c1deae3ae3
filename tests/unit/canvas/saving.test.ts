// Autosave: every stroke reaches the database once and in order, whatever fails on the way; 'saved' is said only then.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FrameId, FrameSummary, VersionId } from '../../../src/shared/domain';
import { ROAD } from '../../../src/shared/domain';
import { paintSegment } from '../../../src/shared/mask/brush';
import { emptyLabelMap } from '../../../src/shared/mask/labelMap';
import { decodeRle, encodeRle } from '../../../src/shared/mask/rle';
import { fail, ok, type Result } from '../../../src/shared/result';
import type { SavedMask } from '../../../src/shared/contract/masks';
import type { MaskDocument } from '../../../src/renderer/canvas/maskDocument';
import { Encoder, type EncodeRequest } from '../../../src/renderer/state/encoder';
import { MaskSession, type SessionState } from '../../../src/renderer/state/maskSession';

const WIDTH = 120;
const HEIGHT = 80;
const frameId = (id: number) => id as FrameId;
const rle = (bytes: Uint8Array) => bytes as Uint8Array<ArrayBuffer>;

interface Version {
  readonly id: number;
  readonly frame: FrameId;
  readonly key: string;
  readonly rle: Uint8Array;
}

/** Main's side, by the contract: append-only versions, stale bases refused, a key known already answered as the first time. */
class Database {
  readonly versions: Version[] = [];
  /** What happens to the next calls: 'refuse' before anything is stored, 'forget' after it was stored but before the answer arrives. */
  readonly weather: ('fine' | 'refuse' | 'forget' | 'throw')[] = [];
  saves = 0;

  current(frame: FrameId): Version | undefined {
    return this.versions.filter((version) => version.frame === frame).at(-1);
  }

  append(frame: FrameId, key: string, bytes: Uint8Array): Version {
    const version = { id: this.versions.length + 1, frame, key, rle: bytes };
    this.versions.push(version);
    return version;
  }

  save(input: { frame: FrameId; base: number | null; rle: Uint8Array; key: string }): Result<SavedMask> {
    this.saves++;
    const weather = this.weather.shift() ?? 'fine';
    if (weather === 'refuse') return fail('busy', 'The disk is busy.');
    if (weather === 'throw') throw new Error('channel closed');
    const known = this.versions.find((version) => version.key === input.key);
    const answer = (version: Version): Result<SavedMask> =>
      weather === 'forget'
        ? fail('no-answer', 'Nothing came back.')
        : ok({ frame: input.frame, version: version.id as VersionId, createdAt: 0 });
    if (known) return answer(known);
    if ((this.current(input.frame)?.id ?? null) !== input.base) return fail('stale-base', 'Another version came in between.');
    return answer(this.append(input.frame, input.key, input.rle));
  }
}

class Bench {
  readonly database = new Database();
  readonly states: SessionState[] = [];
  private timers: { at: number; run: () => void }[] = [];
  private now = 0;
  private keys = 0;
  slowEncoding = false;

  readonly session = new MaskSession({
    load: async ({ frame }) => {
      const current = this.database.current(frame);
      const loaded = {
        frame,
        version: (current?.id ?? null) as VersionId | null,
        rle: current ? rle(current.rle) : null,
        width: WIDTH,
        height: HEIGHT,
      };
      return ok(loaded);
    },
    undoSteps: async () => ok({ version: null, steps: [], more: false }),
    version: async () => fail('not-found', 'There is no such version.'),
    save: async (input) => this.database.save({ ...input, frame: frameId(input.frame), base: input.base as VersionId | null }),
    encode: (document) => {
      const bytes = encodeRle({ width: document.width, height: document.height, data: document.data.slice() });
      return this.slowEncoding ? new Promise((resolve) => this.timers.push({ at: this.now + 5, run: () => resolve(bytes) })) : bytes;
    },
    after: (ms, run) => void this.timers.push({ at: this.now + ms, run }),
    key: () => `key-${String(++this.keys).padStart(8, '0')}`,
    changed: (state) => this.states.push(state),
  });

  get state(): SessionState {
    return this.states.at(-1)!;
  }

  async open(frame: number): Promise<MaskDocument> {
    const answer = await this.session.open(frameId(frame), WIDTH, HEIGHT);
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.value;
  }

  /** Lets promises settle, and time pass up to `ms`. */
  async pass(ms = 0): Promise<void> {
    const end = this.now + ms;
    for (;;) {
      for (let i = 0; i < 300; i++) await Promise.resolve();
      const next = this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.timers.splice(this.timers.indexOf(next), 1);
      this.now = Math.max(this.now, next.at);
      next.run();
    }
    this.now = end;
  }
}

function dab(document: MaskDocument, x: number, y: number, radius = 6, value = ROAD): void {
  document.begin();
  document.paint(value, (map, onSpan) => paintSegment(map, { x, y }, { x, y }, radius, value, onSpan));
  document.commit('stroke');
}

const stored = (bench: Bench, frame: number) => decodeRle(bench.database.current(frameId(frame))!.rle).data;

describe('autosave', () => {
  it('saves each stroke, undo and redo as its own version, in order', async () => {
    const bench = new Bench();
    const document = await bench.open(1);
    const states: Uint8Array[] = [];
    for (const x of [20, 50, 80]) {
      dab(document, x, 40);
      states.push(document.data.slice());
    }
    document.undo();
    states.push(document.data.slice());
    await bench.pass();
    expect(bench.database.versions.map((version) => decodeRle(version.rle).data)).toEqual(states);
    expect(bench.state).toMatchObject({ waiting: 0, failure: null, undoBytes: document.undoSize });
    expect(document.undoSize).toBeGreaterThan(0);
  });

  it("says 'saved' (nothing waiting) only after the database has acknowledged", async () => {
    const bench = new Bench();
    const document = await bench.open(1);
    bench.database.weather.push('refuse', 'refuse');
    dab(document, 20, 40);
    expect(bench.state.waiting).toBe(1);
    await bench.pass();
    expect(bench.database.versions).toHaveLength(0);
    expect(bench.state).toMatchObject({ waiting: 1, failure: { message: 'The disk is busy.' } });
    await bench.pass(10_000);
    expect(bench.database.versions).toHaveLength(1);
    expect(bench.state).toMatchObject({ waiting: 0, failure: null });
  });

  it('whatever the weather, every stroke becomes exactly one version, in order, on every frame', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('fine', 'refuse', 'forget', 'throw'), { maxLength: 25 }),
        fc.array(
          fc.record({ frame: fc.constantFrom(1, 2, 3), x: fc.integer({ min: 0, max: WIDTH }), wait: fc.constantFrom(0, 0, 100, 1000) }),
          { minLength: 1, maxLength: 12 },
        ),
        fc.boolean(),
        async (weather, strokes, slow) => {
          const bench = new Bench();
          bench.slowEncoding = slow;
          bench.database.weather.push(...(weather as Database['weather']));
          const expected = new Map<number, Uint8Array[]>();
          for (const { frame, x, wait } of strokes) {
            const document = await bench.open(frame);
            const before = document.data.slice();
            dab(document, x, 40, 8);
            if (document.data.some((label, i) => label !== before[i]))
              expected.set(frame, [...(expected.get(frame) ?? []), document.data.slice()]);
            await bench.pass(wait);
          }
          await bench.pass(2_000_000);
          for (const [frame, maps] of expected) {
            const versions = bench.database.versions.filter((version) => version.frame === frame);
            expect(versions.map((version) => decodeRle(version.rle).data)).toEqual(maps);
          }
          expect(bench.state.waiting).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('painting goes on while a large mask is still being encoded, and each version holds its own stroke', async () => {
    const bench = new Bench();
    bench.slowEncoding = true;
    const document = await bench.open(1);
    dab(document, 20, 40);
    const first = document.data.slice();
    dab(document, 90, 40);
    await bench.pass(100);
    expect(bench.database.versions.map((version) => decodeRle(version.rle).data)).toEqual([first, document.data]);
  });

  it("a version that came in between is merged under ours: nobody's pixels are lost", async () => {
    const bench = new Bench();
    const document = await bench.open(1);
    dab(document, 20, 40);
    await bench.pass();
    const theirs = decodeRle(bench.database.current(frameId(1))!.rle);
    paintSegment(theirs, { x: 100, y: 20 }, { x: 100, y: 20 }, 10, ROAD);
    bench.database.append(frameId(1), 'theirs-00', encodeRle(theirs));
    dab(document, 50, 60);
    dab(document, 60, 60);
    await bench.pass();
    const expected = emptyLabelMap(WIDTH, HEIGHT);
    for (const [x, y, r] of [
      [20, 40, 6],
      [100, 20, 10],
      [50, 60, 6],
      [60, 60, 6],
    ] as const)
      paintSegment(expected, { x, y }, { x, y }, r, ROAD);
    expect(stored(bench, 1)).toEqual(expected.data);
    expect(document.data).toEqual(expected.data);
    expect(bench.database.versions).toHaveLength(4);
    expect(bench.state).toMatchObject({ waiting: 0, failure: null });
    document.undo();
    document.undo();
    document.undo();
    expect(document.data[20 * WIDTH + 100]).toBe(ROAD);
    expect(document.data[40 * WIDTH + 20]).toBe(0);
  });

  it('what they take back again between two of our attempts stays taken back', async () => {
    const bench = new Bench();
    const document = await bench.open(1);
    dab(document, 20, 40);
    await bench.pass();
    const [theirs, again] = [decodeRle(bench.database.current(frameId(1))!.rle), decodeRle(bench.database.current(frameId(1))!.rle)];
    paintSegment(theirs, { x: 100, y: 20 }, { x: 100, y: 20 }, 10, ROAD);
    bench.database.append(frameId(1), 'theirs-00', encodeRle(theirs));
    // The first attempt finds the base stale, the second one fails; then they have changed their mind.
    bench.database.weather.push('fine', 'refuse');
    dab(document, 50, 60);
    await bench.pass();
    expect(document.data[20 * WIDTH + 100]).toBe(ROAD);
    bench.database.append(frameId(1), 'theirs-01', encodeRle(again));
    await bench.pass(10_000);
    expect(stored(bench, 1)[20 * WIDTH + 100]).toBe(0);
    expect(stored(bench, 1)[60 * WIDTH + 50]).toBe(ROAD);
    expect(document.data).toEqual(stored(bench, 1));
  });

  it("somebody else's newer version appears in an idle document, and is not saved back", async () => {
    const bench = new Bench();
    const document = await bench.open(1);
    dab(document, 20, 40);
    await bench.pass();
    const theirs = emptyLabelMap(WIDTH, HEIGHT);
    paintSegment(theirs, { x: 100, y: 20 }, { x: 100, y: 20 }, 10, ROAD);
    const version = bench.database.append(frameId(1), 'theirs-00', encodeRle(theirs));
    bench.session.heard({ id: 1, mask: version.id } as unknown as FrameSummary);
    await bench.pass();
    expect(document.data).toEqual(theirs.data);
    expect(bench.database.versions).toHaveLength(2);
    dab(document, 50, 60);
    await bench.pass();
    expect(bench.database.versions).toHaveLength(3);
  });

  it('news of our own save is no reason to read it again', async () => {
    const bench = new Bench();
    const document = await bench.open(1);
    dab(document, 20, 40);
    await bench.pass();
    document.begin();
    document.paint(ROAD, (map, onSpan) => paintSegment(map, { x: 90, y: 40 }, { x: 90, y: 40 }, 6, ROAD, onSpan));
    bench.session.heard({ id: 1, mask: 1 } as unknown as FrameSummary);
    await bench.pass();
    expect(document.data[40 * WIDTH + 90]).toBe(ROAD);
    document.commit('stroke');
    await bench.pass();
    expect(bench.database.versions).toHaveLength(2);
  });

  it('undo goes on after a change of frame', async () => {
    const bench = new Bench();
    const first = await bench.open(1);
    dab(first, 20, 40);
    const second = await bench.open(2);
    dab(second, 20, 40);
    await bench.pass();
    const again = await bench.open(1);
    expect(again).toBe(first);
    expect(again.undo()).toBe(true);
    await bench.pass();
    expect(stored(bench, 1).every((label) => label === 0)).toBe(true);
    expect(stored(bench, 2)[40 * WIDTH + 20]).toBe(ROAD);
  });

  it('a document with an unacknowledged stroke never leaves memory, however little room there is', async () => {
    const bench = new Bench();
    const session = new MaskSession(
      {
        load: async ({ frame }) => ok({ frame, version: null, rle: null, width: WIDTH, height: HEIGHT }),
        undoSteps: async () => ok({ version: null, steps: [], more: false }),
        version: async () => fail('not-found', 'There is no such version.'),
        save: async () => fail('busy', 'The disk is busy.'),
        encode: (document) => encodeRle(document),
        after: () => {},
        key: () => crypto.randomUUID(),
        changed: (state) => bench.states.push(state),
      },
      3 * WIDTH * HEIGHT,
    );
    const document = (await session.open(frameId(1), WIDTH, HEIGHT)) as { ok: true; value: MaskDocument };
    dab(document.value, 20, 40);
    for (let frame = 2; frame < 40; frame++) await session.open(frameId(frame), WIDTH, HEIGHT);
    expect(session.peek(frameId(1))).toBe(document.value);
    expect(session.frames().length).toBeLessThan(6);
    expect(bench.state.waiting).toBe(1);
  });

  it('flush ends a stroke in progress, tries at once what failed, and answers true when all is acknowledged', async () => {
    const bench = new Bench();
    const document = await bench.open(1);
    bench.database.weather.push('refuse', 'refuse', 'refuse', 'refuse', 'refuse', 'refuse');
    dab(document, 20, 40);
    await bench.pass(4_000);
    bench.database.weather.length = 0;
    document.begin();
    document.paint(ROAD, (map, onSpan) => paintSegment(map, { x: 90, y: 40 }, { x: 90, y: 40 }, 6, ROAD, onSpan));
    let flushed: boolean | null = null;
    void bench.session.flush().then((saved) => (flushed = saved));
    await bench.pass(1);
    expect(flushed).toBe(true);
    expect(stored(bench, 1)).toEqual(document.data);
  });

  it('flush answers false when the strokes cannot be saved, and they are kept', async () => {
    const bench = new Bench();
    const document = await bench.open(1);
    bench.database.weather.push(...new Array<'refuse'>(200).fill('refuse'));
    dab(document, 20, 40);
    let flushed: boolean | null = null;
    void bench.session.flush(3_000).then((saved) => (flushed = saved));
    await bench.pass(5_000);
    expect(flushed).toBe(false);
    bench.database.weather.length = 0;
    await bench.pass(60_000);
    expect(bench.database.versions).toHaveLength(1);
  });

  it("another project gets nothing of the old one's strokes", async () => {
    const bench = new Bench();
    const document = await bench.open(1);
    bench.database.weather.push('refuse');
    dab(document, 20, 40);
    await bench.pass();
    expect(bench.session.reset()).toBe(1);
    await bench.pass(60_000);
    expect(bench.database.versions).toHaveLength(0);
    expect(bench.state).toMatchObject({ waiting: 0, failure: null });
    const fresh = await bench.open(1);
    expect(fresh).not.toBe(document);
    expect(fresh.data.every((label) => label === 0)).toBe(true);
  });

  it('a mask of another size than its frame is refused in a sentence', async () => {
    const bench = new Bench();
    bench.database.append(frameId(1), 'import-01', encodeRle(emptyLabelMap(40, 30)));
    const answer = await bench.session.open(frameId(1), WIDTH, HEIGHT);
    expect(answer).toMatchObject({ ok: false, error: { code: 'damaged' } });
    if (!answer.ok) expect(answer.error.message).toContain('40 x 30');
  });

  it('a damaged mask is refused in a sentence, not painted over', async () => {
    const bench = new Bench();
    bench.database.append(frameId(1), 'import-01', encodeRle(emptyLabelMap(WIDTH, HEIGHT)).slice(0, -1));
    expect(await bench.session.open(frameId(1), WIDTH, HEIGHT)).toMatchObject({ ok: false, error: { code: 'damaged' } });
  });
});

describe('encoding', () => {
  const large = emptyLabelMap(2000, 1000);
  paintSegment(large, { x: 300, y: 300 }, { x: 1500, y: 700 }, 80, ROAD);

  /** A worker that never answers until told to. */
  function fakeWorker() {
    const sent: EncodeRequest[] = [];
    const worker = {
      onmessage: null,
      onerror: null,
      terminated: false,
      postMessage: (request: EncodeRequest) => sent.push(request),
      terminate: () => (worker.terminated = true),
    } as unknown as Worker & {
      terminated: boolean;
    };
    return { worker, sent };
  }

  it('a usual frame is encoded when there is time, a large one by the worker; either from a copy that painting cannot change', async () => {
    const { worker, sent } = fakeWorker();
    const late: (() => void)[] = [];
    const encoder = new Encoder(
      () => worker,
      (run) => void late.push(run),
    );
    const small = emptyLabelMap(1242, 375);
    const soon = encoder.encode(small);
    small.data.fill(ROAD);
    late.shift()!();
    expect(await soon).toEqual(encodeRle(emptyLabelMap(1242, 375)));
    const map = { ...large, data: large.data.slice() };
    const rle = encoder.encode(map);
    map.data.fill(ROAD);
    const request = sent[0]!;
    worker.onmessage!({ data: { id: request.id, rle: encodeRle(request.map) } } as MessageEvent);
    expect(await rle).toEqual(encodeRle(large));
  });

  it('a worker that dies costs no stroke', async () => {
    const { worker } = fakeWorker();
    const encoder = new Encoder(
      () => worker,
      () => {},
    );
    const [first, second] = [encoder.encode(large), encoder.encode(large)];
    worker.onerror!({} as ErrorEvent);
    expect(await first).toEqual(encodeRle(large));
    expect(await second).toEqual(encodeRle(large));
    expect(worker.terminated).toBe(true);
  });
});
