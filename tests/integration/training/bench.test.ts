// The engine's call behind `roadbrush bench`: a real step, timed.
import { expect, it } from 'vitest';
import { benchStep } from '../../../src/main/engine/bench/handler';
import type { BenchJob } from '../../../src/main/engine/protocol';
import { PRESETS } from '../../../src/shared/training/config';
import { run } from '../engine/support';

const job = (changes: Partial<BenchJob['config']> = {}): BenchJob => ({
  config: { ...PRESETS.reference, base: 2, batch: 2, width: 32, height: 16, ...changes },
  ...{ steps: 3, warmUp: 1 },
});

it('tells the median of the timed steps, images a second by it, and what the process held at most', async () => {
  const { value, events } = await run(benchStep, job());
  expect(value).toMatchObject({ net: 'unet', base: 2, batch: 2, size: '32x16', precision: 'float32', path: 'graph' });
  expect(value.device).toMatch(/core/);
  expect(value.seconds).toHaveLength(3);
  expect(value.stepSeconds).toBe([...value.seconds].sort((a, b) => a - b)[1]);
  expect(value.imagesPerSecond).toBe(2 / value.stepSeconds);
  // Node and TensorFlow alone are more than that, and far less than the limit.
  expect(value.peakMB).toBeGreaterThan(150);
  expect(value.peakMB).toBeLessThan(4000);
  expect(value.peakMB * 2 ** 20).toBeGreaterThanOrEqual(0.9 * process.memoryUsage.rss());
  expect(events.at(-1)).toEqual({ kind: 'progress', done: 4, total: 4 });
});

it('says which way the step was really computed: an operation-by-operation one knows float32 alone', async () => {
  process.env['ROADBRUSH_STEP'] = 'eager';
  try {
    expect((await run(benchStep, job({ precision: 'bfloat16' }))).value).toMatchObject({ path: 'eager', precision: 'float32' });
  } finally {
    delete process.env['ROADBRUSH_STEP'];
  }
});

it('stops between two steps when it is cancelled', async () => {
  const abort = new AbortController();
  abort.abort();
  await expect(run(benchStep, job(), abort.signal)).rejects.toThrow();
});
