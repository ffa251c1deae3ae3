// What is on the canvas: picture, mask and prediction of one frame together, never a mixture, and the newest wish wins.
import { describe, expect, it } from 'vitest';
import type { FrameId, FrameSummary, RunId } from '../../../src/shared/domain';
import { emptyLabelMap } from '../../../src/shared/mask/labelMap';
import { fail, ok, type Result } from '../../../src/shared/result';
import { FrameFlow, type Flowing, type FlowWish, type Part } from '../../../src/renderer/canvas/frameFlow';
import { MaskDocument } from '../../../src/renderer/canvas/maskDocument';
import type { Picture } from '../../../src/renderer/state/pictures';
import { NOTHING_AHEAD, SUPERSEDED, type ReadyPrediction } from '../../../src/renderer/state/predictions';

const settle = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};
const frame = (id: number) => ({ id: id as FrameId, name: `f${id}`, width: 4, height: 3 }) as FrameSummary;
const picture = (id: number): Picture & { id: number } => ({ id, width: 4, height: 3, close: () => {} });
const prediction = (id: number, epoch: number): ReadyPrediction => ({
  run: 1 as RunId,
  epoch,
  frame: id as FrameId,
  probabilities: new Uint8Array(12),
});

class Bench {
  readonly shown: Flowing<Picture & { id: number }>[] = [];
  readonly told: Record<string, Part> = {};
  readonly pictures = new Map<number, { resolve: (p: Picture & { id: number }) => void; reject: (error: unknown) => void }>();
  readonly masks = new Map<number, (result: Result<MaskDocument>) => void>();
  readonly predictions = new Map<string, (result: Result<ReadyPrediction>) => void>();
  readonly cached = new Map<string, ReadyPrediction>();
  private timers: { ms: number; run: () => void }[] = [];

  readonly flow = new FrameFlow<Picture & { id: number }>({
    picture: (id) => new Promise((resolve, reject) => this.pictures.set(id, { resolve, reject })),
    mask: ({ id }) => new Promise((resolve) => this.masks.set(id, resolve)),
    prediction: ({ frame: id, epoch }) => {
      const there = this.cached.get(`${id}@${epoch}`);
      return there ? Promise.resolve(ok(there)) : new Promise((resolve) => this.predictions.set(`${id}@${epoch}`, resolve));
    },
    cachedPrediction: ({ frame: id, epoch }) => this.cached.get(`${id}@${epoch}`),
    show: (now) => this.shown.push(now),
    tell: (part, state) => (this.told[part] = state),
    after: (ms, run) => this.timers.push({ ms, run }),
  });

  get now(): Flowing<Picture & { id: number }> {
    return this.shown.at(-1)!;
  }

  want(id: number | null, more: Partial<FlowWish> = {}): void {
    this.flow.want({
      frame: id === null ? null : frame(id),
      run: null,
      epoch: 'best',
      ahead: [],
      predictions: NOTHING_AHEAD,
      playing: false,
      ...more,
    });
  }

  async arrive(id: number, what: 'picture' | 'mask' | 'both' = 'both'): Promise<void> {
    if (what !== 'mask') this.pictures.get(id)!.resolve(picture(id));
    if (what !== 'picture') this.masks.get(id)!(ok(new MaskDocument(emptyLabelMap(4, 3))));
    await settle();
  }

  async pass(ms: number): Promise<void> {
    for (const timer of this.timers.splice(0)) {
      if (timer.ms <= ms) timer.run();
      else this.timers.push({ ...timer, ms: timer.ms - ms });
    }
    await settle();
  }
}

const RUN = { run: 1 as RunId };

describe('frame flow', () => {
  it('shows picture and mask together', async () => {
    const bench = new Bench();
    bench.want(1);
    await bench.arrive(1, 'picture');
    expect(bench.shown).toHaveLength(0);
    await bench.arrive(1, 'mask');
    expect(bench.shown).toHaveLength(1);
    expect(bench.now).toMatchObject({ frame: { id: 1 }, picture: { id: 1 } });
    expect(bench.now.mask).not.toBeNull();
  });

  it('a slow mask does not hold the picture back for long, and comes after it', async () => {
    const bench = new Bench();
    bench.want(1);
    await bench.arrive(1, 'picture');
    await bench.pass(60);
    expect(bench.now).toMatchObject({ picture: { id: 1 }, mask: null });
    await bench.arrive(1, 'mask');
    expect(bench.now.mask).not.toBeNull();
  });

  it('the frame before stays until the next is there', async () => {
    const bench = new Bench();
    bench.want(1);
    await bench.arrive(1);
    bench.want(2);
    await settle();
    expect(bench.shown).toHaveLength(1);
    await bench.arrive(2);
    expect(bench.now).toMatchObject({ frame: { id: 2 }, picture: { id: 2 } });
  });

  it('of many frames wished for in a row only the last is shown, however late the others arrive', async () => {
    const bench = new Bench();
    for (const id of [1, 2, 3, 4]) bench.want(id);
    await bench.arrive(4);
    for (const id of [1, 3, 2]) await bench.arrive(id);
    expect(bench.shown.map(({ frame: f }) => f?.id)).toEqual([4]);
  });

  it("a late mask of another frame never lands on this frame's picture", async () => {
    const bench = new Bench();
    bench.want(1);
    await bench.arrive(1, 'picture');
    await bench.pass(60);
    bench.want(2);
    await bench.arrive(2, 'picture');
    await bench.pass(60);
    await bench.arrive(1, 'mask');
    expect(bench.now).toMatchObject({ frame: { id: 2 }, mask: null });
  });

  it('a cached prediction comes with its frame, another one follows it', async () => {
    const bench = new Bench();
    bench.cached.set('1@best', prediction(1, 34));
    bench.want(1, RUN);
    await bench.arrive(1);
    expect(bench.shown).toHaveLength(1);
    expect(bench.now.prediction?.epoch).toBe(34);
    bench.want(2, RUN);
    await bench.arrive(2);
    expect(bench.now).toMatchObject({ frame: { id: 2 }, prediction: null });
    bench.predictions.get('2@best')!(ok(prediction(2, 34)));
    await settle();
    expect(bench.now).toMatchObject({ frame: { id: 2 }, prediction: { frame: 2 } });
  });

  it('while playing, the frame waits a moment for its prediction', async () => {
    const bench = new Bench();
    bench.want(1, { ...RUN, playing: true });
    await bench.arrive(1);
    expect(bench.shown).toHaveLength(0);
    bench.predictions.get('1@best')!(ok(prediction(1, 34)));
    await settle();
    expect(bench.now.prediction?.frame).toBe(1);
  });

  it('scrubbing epochs keeps the picture, and the old prediction until the new one is there', async () => {
    const bench = new Bench();
    bench.cached.set('1@best', prediction(1, 34));
    bench.want(1, RUN);
    await bench.arrive(1);
    bench.want(1, { ...RUN, epoch: 5 });
    bench.want(1, { ...RUN, epoch: 10 });
    expect(bench.now.prediction?.epoch).toBe(34);
    bench.predictions.get('1@10')!(ok(prediction(1, 10)));
    await settle();
    bench.predictions.get('1@5')!(ok(prediction(1, 5)));
    await settle();
    expect(bench.now).toMatchObject({ picture: { id: 1 }, prediction: { epoch: 10 } });
  });

  it('an epoch chosen while its frame is still loading is the one that comes with the frame', async () => {
    const bench = new Bench();
    bench.want(1, RUN);
    bench.want(1, { ...RUN, epoch: 5 });
    bench.predictions.get('1@5')!(ok(prediction(1, 5)));
    bench.predictions.get('1@best')!(ok(prediction(1, 34)));
    await bench.arrive(1);
    expect(bench.now.prediction?.epoch).toBe(5);
  });

  it('no run, no prediction', async () => {
    const bench = new Bench();
    bench.cached.set('1@best', prediction(1, 34));
    bench.want(1, RUN);
    await bench.arrive(1);
    bench.want(1);
    await settle();
    expect(bench.now.prediction).toBeNull();
    expect(bench.told['prediction']).toEqual({ is: 'none', message: '' });
  });

  it('says that it is busy after 150 ms, not before, and not when it was quicker', async () => {
    const bench = new Bench();
    bench.want(1);
    await bench.pass(149);
    expect(bench.told['picture']?.is).not.toBe('busy');
    await bench.pass(1);
    expect(bench.told['picture']?.is).toBe('busy');
    await bench.arrive(1);
    expect(bench.told['picture']?.is).toBe('ready');
    bench.want(2);
    await bench.arrive(2);
    await bench.pass(150);
    expect(bench.told['picture']?.is).toBe('ready');
  });

  it('a picture that cannot be read leaves no other frame standing, says why, and can be tried again', async () => {
    const bench = new Bench();
    bench.want(1);
    await bench.arrive(1);
    bench.want(2);
    bench.pictures.get(2)!.reject(new Error('The file is gone.'));
    await settle();
    expect(bench.now).toMatchObject({ frame: { id: 2 }, picture: null, mask: null });
    expect(bench.told['picture']).toEqual({ is: 'failed', message: 'The file is gone.' });
    bench.flow.again('frame');
    await bench.arrive(2);
    expect(bench.now).toMatchObject({ frame: { id: 2 }, picture: { id: 2 } });
  });

  it('a prediction that fails says why and takes the old one off the canvas; a superseded one says nothing', async () => {
    const bench = new Bench();
    bench.cached.set('1@best', prediction(1, 34));
    bench.want(1, RUN);
    await bench.arrive(1);
    bench.want(1, { ...RUN, epoch: 5 });
    bench.predictions.get('1@5')!(fail(SUPERSEDED, ''));
    await settle();
    expect(bench.now.prediction?.epoch).toBe(34);
    bench.want(1, { ...RUN, epoch: 6 });
    bench.predictions.get('1@6')!(fail('not-found', 'Epoch 6 is not kept.', 'Choose another.'));
    await settle();
    expect(bench.told['prediction']).toEqual({ is: 'failed', message: 'Epoch 6 is not kept. Choose another.' });
    expect(bench.now.prediction).toBeNull();
  });

  it('a damaged mask is told and leaves the picture', async () => {
    const bench = new Bench();
    bench.want(1);
    bench.pictures.get(1)!.resolve(picture(1));
    bench.masks.get(1)!(fail('damaged', 'The mask is damaged.'));
    await settle();
    expect(bench.now).toMatchObject({ picture: { id: 1 }, mask: null });
    expect(bench.told['mask']).toEqual({ is: 'failed', message: 'The mask is damaged.' });
  });
});
