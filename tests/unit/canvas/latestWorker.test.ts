// The worker of which only the newest wish counts: what is given up, and what becomes of it when a thread cannot be had.
import { describe, expect, it } from 'vitest';
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
