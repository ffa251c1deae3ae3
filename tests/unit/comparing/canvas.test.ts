// Two runs on the canvas: how they are drawn, which of them is seen where, and that the newest wish for the second one wins.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { IGNORE, type FrameId, type RunId } from '../../../src/shared/domain';
import { composePair, PAIR_COLOURS, splitAt, type PairLook } from '../../../src/shared/overlay/pair';
import { plain } from '../../../src/shared/prediction/decision';
import { ok, type Result } from '../../../src/shared/result';
import { RunPair, type RunPairDoor } from '../../../src/renderer/canvas/runPair';
import type { Live } from '../../../src/renderer/state/live';
import type { PredictionWish, ReadyPrediction } from '../../../src/renderer/state/predictions';
import { useView, type Compare } from '../../../src/renderer/state/view';

const [WIDTH, HEIGHT] = [16, 8];
const SIZE = WIDTH * HEIGHT;
/** A says road in the left three quarters, B in the right three quarters. */
const a = Uint8Array.from({ length: SIZE }, (_, i) => (i % WIDTH < 12 ? 200 : 10));
const b = Uint8Array.from({ length: SIZE }, (_, i) => (i % WIDTH >= 4 ? 150 : 10));

function looks(change: Partial<PairLook>, x0: number, x1: number): string[] {
  const into = new Uint8ClampedArray(SIZE * 4);
  composePair({ a, cutA: 127, b, cutB: 127, mask: null, split: null, sameColour: false, alpha: 1, ...change }, WIDTH, HEIGHT, into);
  const found = new Set<string>();
  for (let i = 0; i < SIZE; i++) {
    if (i % WIDTH < x0 || i % WIDTH >= x1) continue;
    const pixel = [...into.subarray(i * 4, i * 4 + 3)].map((v) => v.toString(16).padStart(2, '0')).join('');
    found.add(into[i * 4 + 3] === 0 ? 'clear' : `#${pixel} ${into[i * 4 + 3]}`);
  }
  return [...found].sort();
}

describe('the picture of two predictions', () => {
  it('has only A dotted, only B hatched and both plain, each in its colour', () => {
    expect(looks({}, 0, 4)).toEqual([`${PAIR_COLOURS.a} 255`, `${PAIR_COLOURS.a} 89`]);
    expect(looks({}, 12, 16)).toEqual([`${PAIR_COLOURS.b} 255`, `${PAIR_COLOURS.b} 89`]);
    expect(looks({}, 4, 12)).toEqual([`${PAIR_COLOURS.both} 204`]);
  });
  it('has A left of the divider and B right of it, each at its own cut', () => {
    const split = splitAt(0.5, WIDTH);
    expect(looks({ split }, 0, 8)).toEqual([`${PAIR_COLOURS.a} 255`]);
    expect(looks({ split }, 8, 16)).toEqual([`${PAIR_COLOURS.b} 255`]);
    expect(looks({ split, cutB: 160 }, 8, 16)).toEqual(['clear']);
    expect(looks({ split: 0, sameColour: true }, 4, 16)).toEqual([`${PAIR_COLOURS.a} 255`]);
  });
  it('has what the mask ignores as a checker, since no number counts it', () => {
    const mask = { width: WIDTH, height: HEIGHT, data: new Uint8Array(SIZE).fill(IGNORE) };
    expect(looks({ mask }, 0, 16)).toHaveLength(2);
    expect(looks({ mask }, 0, 16)).not.toContain(`${PAIR_COLOURS.a} 255`);
  });
});

const frame = { frame: 1 as FrameId, width: WIDTH, height: HEIGHT, mask: null, probabilities: a };
const runs = (show: 'overlay' | 'swipe' | 'blink', other = 2): Compare => ({
  kind: 'runs',
  other: other as RunId,
  otherEpoch: 'best',
  show,
});

function bench() {
  const told: Live['pair'][] = [];
  const waiting: ((answer: Result<ReadyPrediction>) => void)[] = [];
  const wishes: PredictionWish[] = [];
  const door: RunPairDoor = {
    wanted: () => useView.getState(),
    prediction: (wish) => (wishes.push(wish), new Promise((answer) => waiting.push(answer))),
    decision: () => plain(0.4),
    name: (run, epoch) => `run ${run}, epoch ${epoch}`,
    show: vi.fn(),
    tell: ({ pair }) => told.push(pair),
    clock: { now: () => 0, after: () => () => {} },
  };
  const pair = new RunPair(door);
  const answer = async (at: number, probabilities = b): Promise<void> => {
    waiting[at]!(ok({ run: wishes[at]!.run, epoch: 7, frame: wishes[at]!.frame, probabilities }));
    await new Promise(setImmediate);
  };
  return { pair, told, wishes, answer };
}
afterEach(() => useView.setState({ compare: { kind: 'none' }, blinkOther: false, swipe: 0.5 }));

describe('the second run', () => {
  it('is asked for with its epoch, counted against the first, and its newest wish wins', async () => {
    const { pair, told, wishes, answer } = bench();
    useView.setState({ compare: runs('overlay') });
    pair.show(frame);
    useView.setState({ compare: runs('overlay', 3) });
    pair.follow();
    expect(wishes.map(({ run }) => run)).toEqual([2, 3]);
    await answer(1);
    await answer(0, a);
    expect(pair.other).toMatchObject({ run: 3, epoch: 7 });
    expect(told.at(-1)).toMatchObject({ is: 'ready', epoch: 7, agreement: { both: 64, onlyA: 32, onlyB: 32, neither: 0 } });
    // Another frame: nothing of the old one is left.
    pair.show({ ...frame, frame: 2 as FrameId });
    expect(pair.other).toBeNull();
    expect(told.at(-1)?.is).toBe('busy');
  });

  it('is taken from where it is seen: left or right of the divider, while it blinks, or where A says nothing', async () => {
    const { pair, answer } = bench();
    useView.setState({ compare: runs('swipe') });
    pair.show(frame);
    await answer(0);
    expect([pair.seenAt({ x: 7.9, y: 1 }), pair.seenAt({ x: 8, y: 1 })]).toEqual(['a', 'b']);
    useView.setState({ compare: runs('overlay') });
    expect([2, 6, 14].map((x) => pair.seenAt({ x, y: 1 }))).toEqual(['a', 'a', 'b']);
    useView.setState({ compare: runs('blink') });
    expect(pair.seenAt({ x: 2, y: 1 })).toBe('a');
    useView.setState({ blinkOther: true });
    expect(pair.seenAt({ x: 2, y: 1 })).toBe('b');
    const source = { probabilities: () => a, threshold: () => 0.5, prediction: () => 'run 1', options: { over: null } };
    const other = pair.otherSource(source);
    expect([other.probabilities(), other.threshold(), other.prediction()]).toEqual([b, 0.4, 'run 2, epoch 7']);
  });

  it('goes when the comparison ends', async () => {
    const { pair, told, answer } = bench();
    useView.setState({ compare: runs('overlay') });
    pair.show(frame);
    await answer(0);
    useView.setState({ compare: { kind: 'none' } });
    pair.follow();
    expect(pair.other).toBeNull();
    expect(told.at(-1)?.is).toBe('none');
    const before = told.length;
    pair.follow();
    expect(told).toHaveLength(before);
  });
});
