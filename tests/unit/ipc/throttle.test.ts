// Fewer messages to the window, and none of the last ones lost.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NewestFirst } from '../../../src/main/ipc/newestFirst';
import { Throttle } from '../../../src/main/ipc/throttle';
import { Handshake } from '../../../src/main/ipc/closing';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('progress to the window', () => {
  it('comes at most ten times a second and ends with the newest', () => {
    const seen: number[] = [];
    const throttle = new Throttle<string, number>(100, (_key, value) => seen.push(value));
    for (let i = 1; i <= 1000; i++) {
      throttle.put('run', i);
      vi.advanceTimersByTime(1);
    }
    vi.advanceTimersByTime(1000);
    expect(seen.length).toBeGreaterThanOrEqual(10);
    expect(seen.length).toBeLessThanOrEqual(11);
    expect(seen[0]).toBe(1);
    expect(seen.at(-1)).toBe(1000);
  });

  it('of one run does not hold back that of another', () => {
    const seen: string[] = [];
    const throttle = new Throttle<string, number>(100, (key) => seen.push(key));
    throttle.put('a', 1);
    throttle.put('b', 1);
    expect(seen).toEqual(['a', 'b']);
  });

  it('that waits can be sent before something that must come after it, and is not sent again', () => {
    const seen: number[] = [];
    const throttle = new Throttle<string, number>(100, (_key, value) => seen.push(value));
    throttle.put('a', 1);
    throttle.put('a', 2);
    throttle.flush('a');
    expect(seen).toEqual([1, 2]);
    vi.advanceTimersByTime(1000);
    expect(seen).toEqual([1, 2]);
  });
});

describe('thumbnails', () => {
  it('are made a few at a time, the newest wish first', async () => {
    const queue = new NewestFirst(2);
    const begun: number[] = [];
    const release: (() => void)[] = [];
    const works = [1, 2, 3, 4, 5].map((n) => queue.run(() => (begun.push(n), new Promise<void>((done) => release.push(done)))));
    await vi.advanceTimersByTimeAsync(0);
    expect(begun).toEqual([1, 2]);
    release.shift()?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(begun).toEqual([1, 2, 5]);
    while (release.length > 0) {
      release.shift()?.();
      await vi.advanceTimersByTimeAsync(0);
    }
    await Promise.all(works);
    expect(begun).toEqual([1, 2, 5, 4, 3]);
  });

  it('that fail do not take a place for ever', async () => {
    const queue = new NewestFirst(1);
    await expect(queue.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(queue.run(() => Promise.resolve(7))).resolves.toBe(7);
  });
});

describe('the handshake before closing', () => {
  it('waits until the window has saved', async () => {
    let asked = 0;
    const handshake = new Handshake(() => (asked++, true));
    const both = [handshake.settle(), handshake.settle()];
    handshake.ready();
    expect(await Promise.all(both)).toEqual([true, true]);
    expect(asked).toBe(1);
  });

  it('says no when the window has not answered in ten seconds, and can be tried again', async () => {
    const handshake = new Handshake(() => true);
    const first = handshake.settle();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await first).toBe(false);
    const second = handshake.settle();
    handshake.ready();
    expect(await second).toBe(true);
  });

  it('does not wait for a window that is gone', async () => {
    expect(await new Handshake(() => false).settle()).toBe(true);
    const crashed = new Handshake(() => true);
    const waiting = crashed.settle();
    crashed.gone();
    expect(await waiting).toBe(true);
  });
});
