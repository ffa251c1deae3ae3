// What tools learn of a picture, off the window's thread: which wishes are given up, which answers are stale, what becomes of them without a thread.
import { describe, expect, it } from 'vitest';
import type { FrameId } from '../../../src/shared/domain';
import type { ImagePixels } from '../../../src/shared/image/lab';
import type { Superpixels } from '../../../src/shared/image/slic';
import { FramePixels } from '../../../src/renderer/canvas/imagePixels';
import { FrameSuperpixels } from '../../../src/renderer/canvas/superpixels';
import { GivenUp, LatestWorker } from '../../../src/renderer/canvas/latestWorker';

/** A thread by hand. */
class Hand {
  onmessage: ((event: { data: { output: number | null; problem: string } }) => void) | null = null;
  onerror: ((event: { message: string }) => void) | null = null;
  readonly got: number[] = [];
  ended = false;
  constructor(private readonly refuses = false) {}
  postMessage(input: number): void {
    if (this.refuses) throw new Error('Data cannot be cloned, out of memory.');
    this.got.push(input);
  }
  terminate(): void {
    this.ended = true;
  }
  answer(output: number): void {
    this.onmessage!({ data: { output, problem: '' } });
  }
}

const worker = (...hands: Hand[]) =>
  new LatestWorker<number, number>(() => (hands.length > 1 ? hands.shift()! : hands[0]!) as unknown as Worker);

describe('a worker of which only the newest wish counts', () => {
  it('does one thing at a time and gives up what has not begun', async () => {
    const hand = new Hand();
    const latest = worker(hand);
    const [first, second, third] = [latest.ask(1), latest.ask(2), latest.ask(3)];
    await expect(second).rejects.toBeInstanceOf(GivenUp);
    hand.answer(10);
    expect(await first).toBe(10);
    expect(hand.got).toEqual([1, 3]);
    hand.answer(30);
    expect(await third).toBe(30);
  });

  it('begins another thread after one has ended', async () => {
    const [bad, good] = [new Hand(), new Hand()];
    const latest = worker(bad, good);
    const [first, second] = [latest.ask(1), latest.ask(2)];
    bad.onerror!({ message: 'out of memory' });
    await expect(first).rejects.toThrow('out of memory');
    expect([bad.ended, good.got]).toEqual([true, [2]]);
    good.answer(20);
    expect(await second).toBe(20);
  });

  it('a wish that cannot be handed over fails alone', async () => {
    const hand = new Hand(true);
    const latest = worker(hand);
    await expect(latest.ask(1)).rejects.toThrow('out of memory');
    await expect(latest.ask(2)).rejects.toThrow('out of memory');
  });
});

describe('what is known of a frame', () => {
  const frame = 1 as FrameId;
  const pixels = (grey: number): ImagePixels => ({ width: 1, height: 1, data: new Uint8ClampedArray(4).fill(grey) });

  it('is read again when its picture is another one', () => {
    const reads: string[] = [];
    const known = new FramePixels<string>((picture) => (reads.push(picture), pixels(reads.length)));
    for (const picture of ['old', 'old', 'new']) void known.of(frame, picture, 1, 1);
    expect(reads).toEqual(['old', 'new']);
    expect(known.of(frame, 'new', 1, 1)).toEqual(pixels(2));
  });

  it("is not another project's: superpixels that come late are kept for nobody", async () => {
    const answers: ((superpixels: Superpixels) => void)[] = [];
    const known = new FrameSuperpixels(() => new Promise((resolve) => answers.push(resolve)));
    const found = { width: 1, height: 1, size: 8, count: 1, ids: new Int32Array(1), boxes: new Int32Array(4) };
    const first = known.of(frame, 8, pixels(1));
    known.clear();
    answers[0]!(found);
    await first;
    const second = known.of(frame, 8, pixels(2));
    expect(second).toBeInstanceOf(Promise);
    expect(answers).toHaveLength(2);
    answers[1]!(found);
    await second;
    expect(known.of(frame, 8, pixels(2))).toBe(found);
  });
});
