// Pictures and predictions: the newest wish wins, neighbours come ahead, memory stays within bytes.
import { describe, expect, it } from 'vitest';
import type { FrameId, RunId } from '../../../src/shared/domain';
import type { Prediction } from '../../../src/shared/contract/runs';
import { upsampleProbabilities } from '../../../src/shared/prediction/probabilities';
import { fail, ok, type Result } from '../../../src/shared/result';
import { ByteLru } from '../../../src/renderer/state/byteLru';
import { isAbort, Pictures, type Picture } from '../../../src/renderer/state/pictures';
import { Predictions, SUPERSEDED, type Ahead, type PredictionWish } from '../../../src/renderer/state/predictions';

const id = (frame: number) => frame as FrameId;
const settle = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

describe('byte-capped cache', () => {
  it('drops what was unused for longest, never what was just put in, and tells who leaves', () => {
    const gone: string[] = [];
    const cache = new ByteLru<string, string>(10, (value) => gone.push(value));
    cache.set('a', 'A', 4);
    cache.set('b', 'B', 4);
    expect(cache.get('a')).toBe('A');
    cache.set('c', 'C', 4);
    expect(gone).toEqual(['B']);
    cache.set('d', 'D', 50);
    expect(gone).toEqual(['B', 'A', 'C']);
    expect(cache.get('d')).toBe('D');
    expect(cache.bytes).toBe(50);
  });

  it('follows a value that grows', () => {
    const cache = new ByteLru<string, object>(100);
    const value = {};
    cache.set('a', value, 10);
    cache.set('a', value, 60);
    expect(cache.bytes).toBe(60);
    expect(cache.size).toBe(1);
  });

  it('keeps what is pinned, whatever the cap', () => {
    const pinned = new Set(['a']);
    const cache = new ByteLru<string, string>(10, undefined, (_, key) => pinned.has(key));
    cache.set('a', 'A', 8);
    cache.set('b', 'B', 8);
    cache.set('c', 'C', 8);
    expect([...cache.keys()]).toEqual(['a', 'c']);
    pinned.clear();
    cache.set('d', 'D', 2);
    expect([...cache.keys()]).toEqual(['c', 'd']);
  });
});

class FakePicture implements Picture {
  readonly width = 100;
  readonly height = 50;
  closed = false;
  constructor(readonly frame: number) {}
  close(): void {
    this.closed = true;
  }
}

function studio(cap?: number) {
  const asked: number[] = [];
  const open = new Map<number, { resolve: (picture: FakePicture) => void; reject: (error: unknown) => void; signal: AbortSignal }>();
  const pictures = new Pictures<FakePicture>((frame, signal) => {
    asked.push(frame);
    return new Promise((resolve, reject) => {
      open.set(frame, { resolve, reject, signal });
      signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
    });
  }, cap);
  const arrive = async (frame: number): Promise<FakePicture> => {
    const picture = new FakePicture(frame);
    open.get(frame)!.resolve(picture);
    await settle();
    return picture;
  };
  return { pictures, asked, open, arrive };
}

describe('pictures', () => {
  it('fetches the frame alone first, then its neighbours, two at a time', async () => {
    const { pictures, asked, arrive } = studio();
    void pictures.want(id(5), [id(6), id(7), id(4)]);
    expect(asked).toEqual([5]);
    await arrive(5);
    expect(asked).toEqual([5, 6, 7]);
    await arrive(6);
    expect(asked).toEqual([5, 6, 7, 4]);
  });

  it('a newer wish abandons the fetches that it does not want, and they never show', async () => {
    const { pictures, open } = studio();
    const first = pictures.want(id(5), [id(6)]).catch((error: unknown) => error);
    void pictures.want(id(80), [id(81)]);
    expect(open.get(5)!.signal.aborted).toBe(true);
    expect(isAbort(await first)).toBe(true);
  });

  it('a neighbour that was fetched ahead is there at once', async () => {
    const { pictures, asked, arrive } = studio();
    void pictures.want(id(5), [id(6)]);
    await arrive(5);
    const six = await arrive(6);
    expect(await pictures.want(id(6), [id(7)])).toBe(six);
    expect(asked).toEqual([5, 6, 7]);
  });

  it('going on to a frame that is being fetched ahead waits for that fetch', async () => {
    const { pictures, asked, arrive } = studio();
    void pictures.want(id(5), [id(6)]);
    await arrive(5);
    const six = pictures.want(id(6));
    await arrive(6);
    expect((await six).frame).toBe(6);
    expect(asked).toEqual([5, 6]);
  });

  it('closes pictures that leave the cache, but never the one on the canvas', async () => {
    const { pictures, arrive } = studio(100 * 50 * 4 * 2);
    void pictures.want(id(1));
    const one = await arrive(1);
    pictures.hold(id(1));
    void pictures.want(id(2));
    const two = await arrive(2);
    void pictures.want(id(3));
    await arrive(3);
    expect(one.closed).toBe(false);
    expect(two.closed).toBe(true);
    pictures.hold(id(3));
    void pictures.want(id(4));
    await arrive(4);
    expect(one.closed).toBe(true);
    expect(pictures.bytes).toBeLessThanOrEqual(100 * 50 * 4 * 2);
  });

  it('a picture that cannot be read is a sentence for who asked, is not fetched ahead again, and is tried anew when asked', async () => {
    const { pictures, asked, open, arrive } = studio();
    void pictures.want(id(1), [id(2)]);
    await arrive(1);
    open.get(2)!.reject(new Error('The file is damaged.'));
    await settle();
    void pictures.want(id(1), [id(2)]);
    expect(asked).toEqual([1, 2]);
    const two = pictures.want(id(2)).catch((error: Error) => error.message);
    open.get(2)!.reject(new Error('The file is damaged.'));
    expect(await two).toBe('The file is damaged.');
    const again = pictures.want(id(2));
    await arrive(2);
    expect((await again).frame).toBe(2);
  });

  it('a picture that arrives after all was cleared is closed, not kept', async () => {
    let resolve: (picture: FakePicture) => void = () => {};
    const pictures = new Pictures<FakePicture>(() => new Promise((done) => (resolve = done)));
    const wish = pictures.want(id(1)).catch((error: unknown) => error);
    pictures.clear();
    const late = new FakePicture(1);
    resolve(late);
    expect(isAbort(await wish)).toBe(true);
    expect(late.closed).toBe(true);
    expect(pictures.bytes).toBe(0);
  });
});

const wish = (frame: number, epoch: PredictionWish['epoch'] = 'best'): PredictionWish => ({
  run: 1 as RunId,
  epoch,
  frame: id(frame),
  width: 8,
  height: 6,
});

const playing = (...frames: number[]): Ahead => ({ wishes: frames.map((frame) => wish(frame)), compute: frames.length, when: 'now' });

function oracle(cap?: number) {
  const asked: string[] = [];
  const open = new Map<string, (result: Result<Prediction>) => void>();
  const timers: (() => void)[] = [];
  const predictions = new Predictions(
    {
      ask: ({ frame, epoch }, stored) => {
        const what = `${frame}@${epoch}`;
        asked.push(stored ? `${what}?` : what);
        return new Promise((resolve) => open.set(what, resolve));
      },
      inflate: async (bytes) => bytes,
      after: (_, run) => timers.push(run),
    },
    cap,
  );
  const answer = async (what: string): Promise<void> => {
    const [frame, epoch] = what.split('@');
    const q = Uint8Array.from({ length: 12 }, (_, i) => i * 20);
    open.get(what)!(
      ok({ run: 1 as RunId, epoch: epoch === 'best' ? 34 : Number(epoch), frame: id(Number(frame)), width: 4, height: 3, deflated: q }),
    );
    await settle();
  };
  const rest = async (): Promise<void> => {
    for (const run of timers.splice(0)) run();
    await settle();
  };
  return { predictions, asked, open, answer, rest };
}

describe('predictions', () => {
  it("come at the frame's own size, exactly as the scores have them, under their real epoch", async () => {
    const { predictions, answer } = oracle();
    const got = predictions.want(wish(1));
    await answer('1@best');
    const q = Uint8Array.from({ length: 12 }, (_, i) => i * 20);
    expect(await got).toEqual(ok({ run: 1, epoch: 34, frame: 1, probabilities: upsampleProbabilities(q, 4, 3, 8, 6) }));
    expect(predictions.cached(wish(1))?.epoch).toBe(34);
  });

  it('a scrub over a hundred frames asks for the ones it can, and for the last one for sure', async () => {
    const { predictions, asked, answer } = oracle();
    const results: Promise<Result<unknown>>[] = [];
    for (let frame = 1; frame <= 100; frame++) results.push(predictions.want(wish(frame)));
    expect(asked).toEqual(['1@best', '2@best']);
    await answer('1@best');
    expect(asked).toEqual(['1@best', '2@best', '100@best']);
    await answer('100@best');
    expect(await results[99]).toMatchObject({ ok: true });
    expect(await results[50]).toMatchObject({ ok: false, error: { code: SUPERSEDED } });
  });

  it('what waits is given up when another project is opened, in both lanes, and never sent', async () => {
    const { predictions, asked, answer } = oracle();
    for (const frame of [1, 2]) void predictions.want(wish(frame));
    void predictions.also(wish(1, 7));
    const waiting = [predictions.want(wish(3)), predictions.also(wish(1, 8))];
    predictions.clear();
    for (const one of waiting) expect(await one).toMatchObject({ ok: false, error: { code: SUPERSEDED } });
    for (const what of ['1@best', '2@best', '1@7']) await answer(what);
    expect(asked).toEqual(['1@best', '2@best', '1@7']);
    expect(predictions.bytes).toBe(0);
  });

  it('one beside another supersedes its like alone, and neither waits for the other', async () => {
    const { predictions, asked, answer } = oracle();
    const first = predictions.want(wish(1));
    const beside = [predictions.also(wish(1, 7)), predictions.also(wish(1, 8)), predictions.also(wish(1, 9))];
    expect(asked).toEqual(['1@best', '1@7']);
    const second = predictions.want(wish(2), playing(3));
    expect(asked).toEqual(['1@best', '1@7', '2@best']);
    await answer('1@7');
    expect(asked.at(-1)).toBe('1@9');
    expect(await beside[0]).toMatchObject({ ok: true, value: { epoch: 7 } });
    expect(await beside[1]).toMatchObject({ ok: false, error: { code: SUPERSEDED } });
    await answer('1@best');
    await answer('2@best');
    expect([await first, await second]).toMatchObject([{ ok: true }, { ok: true }]);
    // Ahead of the first only once nothing is wished for in either.
    expect(asked.at(-1)).toBe('1@9');
    await answer('1@9');
    expect(await beside[2]).toMatchObject({ ok: true, value: { epoch: 9 } });
    expect(asked.at(-1)).toBe('3@best');
  });

  it('asks once for what is on its way', async () => {
    const { predictions, asked, answer } = oracle();
    const first = predictions.want(wish(1));
    const second = predictions.want(wish(1));
    await answer('1@best');
    expect(await first).toEqual(await second);
    expect(asked).toEqual(['1@best']);
  });

  it('fetches ahead one at a time, and only while nothing is wished for', async () => {
    const { predictions, asked, answer } = oracle();
    void predictions.want(wish(1), playing(2, 3));
    expect(asked).toEqual(['1@best']);
    await answer('1@best');
    expect(asked).toEqual(['1@best', '2@best']);
    await answer('2@best');
    expect(asked).toEqual(['1@best', '2@best', '3@best']);
  });

  it('while one scrubs, the stored neighbours come first, and others are computed once one rests', async () => {
    const { predictions, asked, open, answer, rest } = oracle();
    const ahead: Ahead = { wishes: [wish(1, 5), wish(1, 6), wish(1, 7)], compute: 2, when: 'rest' };
    void predictions.want(wish(1, 4), ahead);
    await answer('1@4');
    expect(asked).toEqual(['1@4', '1@5?']);
    open.get('1@5')!(fail('not-stored', 'It is not stored.'));
    await settle();
    await answer('1@6');
    open.get('1@7')!(fail('not-stored', 'It is not stored.'));
    await settle();
    expect(asked).toEqual(['1@4', '1@5?', '1@6?', '1@7?']);
    // Another step of the scrub: nothing is computed, and what is known not to be stored is not looked for again.
    void predictions.want(wish(1, 6), ahead);
    await settle();
    expect(asked).toHaveLength(4);
    await rest();
    expect(asked.slice(4)).toEqual(['1@5']);
    await answer('1@5');
    // The third is further than what may be computed.
    expect(asked).toHaveLength(5);
  });

  it('smooths over neighbours at the size of the net, and says so', async () => {
    const { predictions, asked, open } = oracle();
    const smoothing = {
      key: 'window 1',
      words: 'smoothed over 3 frames',
      parts: [1, 2, 3].map((frame) => ({ frame: id(frame), weight: 1 })),
    };
    const got = predictions.want({ ...wish(2), smoothing });
    for (const frame of [1, 2, 3]) {
      const deflated = new Uint8Array(12).fill(frame === 2 ? 200 : 50);
      open.get(`${frame}@best`)!(ok({ run: 1 as RunId, epoch: 34, frame: id(frame), width: 4, height: 3, deflated }));
      await settle();
    }
    expect(await got).toMatchObject({
      ok: true,
      value: { smoothed: 'smoothed over 3 frames', frame: 2, probabilities: new Uint8Array(48).fill(100) },
    });
    expect(predictions.cached(wish(2))).toBeUndefined();
    // Unsmoothed it is made of what is there.
    expect(await predictions.want(wish(2))).toMatchObject({ ok: true });
    expect(asked).toHaveLength(3);
  });

  it("forgets 'best', 'last' and the epochs from the trained one on, and keeps the earlier ones", async () => {
    const { predictions, answer } = oracle();
    for (const epoch of ['best', 5, 20] as const) {
      void predictions.want(wish(1, epoch));
      await answer(`1@${epoch}`);
    }
    predictions.forget(1 as RunId, 20);
    expect(predictions.cached(wish(1))).toBeUndefined();
    expect(predictions.cached(wish(1, 20))).toBeUndefined();
    expect(predictions.cached(wish(1, 5))?.epoch).toBe(5);
    predictions.forget(1 as RunId);
    expect(predictions.cached(wish(1, 5))).toBeUndefined();
  });

  it('an answer that was under way when its epoch was trained again is not kept', async () => {
    const { predictions, answer } = oracle();
    const got = predictions.want(wish(1));
    predictions.forget(1 as RunId, 35);
    await answer('1@best');
    expect((await got).ok).toBe(true);
    expect(predictions.cached(wish(1))).toBeUndefined();
  });

  it('a failure is told, and asked again when wished for again', async () => {
    const { predictions, asked, open } = oracle();
    const got = predictions.want(wish(1));
    open.get('1@best')!(fail('engine-died', 'The engine stopped.'));
    expect(await got).toMatchObject({ ok: false, error: { code: 'engine-died' } });
    void predictions.want(wish(1));
    expect(asked).toHaveLength(2);
  });

  it('stays within its bytes', async () => {
    const { predictions, answer } = oracle(5 * 48);
    for (let frame = 1; frame <= 20; frame++) {
      void predictions.want(wish(frame));
      await answer(`${frame}@best`);
    }
    const kept = Array.from({ length: 20 }, (_, i) => predictions.cached(wish(i + 1))).filter(Boolean);
    expect(kept).toHaveLength(5);
  });
});
