// Parallel coordinates: which axes there are, where runs cross them, which pass a range, and which line the pointer is on.
import { expect, it } from 'vitest';
import type { RunSummary } from '../../../src/shared/contract/runs';
import { PRESETS, type RunConfig } from '../../../src/shared/training/config';
import { axesOf, brushed, nearestLine } from '../../../src/shared/training/parallel';

const run = (change: Partial<RunConfig>, bestMeanIoU: number | null): RunSummary =>
  ({ config: { ...PRESETS.quick, ...change }, seconds: 60, bestMeanIoU, bestPooledIoU: bestMeanIoU }) as RunSummary;
const runs = [
  run({ learningRate: 1e-4, seed: 1 }, 0.6),
  run({ learningRate: 1e-3, net: 'unetpp', seed: 2 }, 0.8),
  run({ learningRate: 1e-2, net: 'unetpp', seed: 3 }, null),
];
const axes = axesOf(runs);
const axis = (key: string) => axes.find((one) => one.key === key)!;

it('has an axis for what differs and for what came of it, not for the seed and what is the same', () => {
  expect(axes.map(({ key }) => key)).toEqual(['net', 'learningRate', 'seconds', 'pooled', 'mean']);
  expect(axis('net')).toMatchObject({ at: [0, 1, 1], ticks: [{ words: 'U-Net' }, { words: 'U-Net++' }] });
  // A factor of a hundred: logarithmic.
  expect(axis('learningRate').at[1]).toBeCloseTo(0.5, 9);
  expect(axis('learningRate').ticks.map(({ words }) => words)).toEqual(['1e-4', '1e-3', '0.01']);
  expect(axis('mean').at).toEqual([0, 1, null]);
  // All the same: in the middle.
  expect(axis('seconds').at).toEqual([0.5, 0.5, 0.5]);
});

it('lets through the runs that pass every range; one without the value does not', () => {
  const through = (ranges: Record<string, [number, number]>) =>
    brushed(axes, new Map(Object.entries(ranges).map(([key, [from, to]]) => [key, { from, to }])), runs.length);
  expect(through({ net: [0.9, 1] })).toEqual([1, 2]);
  expect(through({ net: [0.9, 1], mean: [0, 1] })).toEqual([1]);
  expect(through({ mean: [0.2, 0.8] })).toEqual([]);
  expect(through({})).toEqual([0, 1, 2]);
});

it('names the run whose line passes nearest the pointer, and none where no line is near', () => {
  const at = (x: number, y: number) => nearestLine(axes, runs.length, { x, y, gap: 100, height: 100, reach: 8 });
  // Between net and learning rate: run 0 along the bottom, run 2 along the top, run 1 from the top to the middle.
  expect(at(50, 98)).toBe(0);
  expect(at(50, 2)).toBe(2);
  expect(at(50, 27)).toBe(1);
  expect(at(50, 60)).toBe(null);
});
