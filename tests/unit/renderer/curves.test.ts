// The curves: what is laid over what, what smoothing does, what a picture names and what a table holds.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EpochRecord } from '../../../src/shared/domain';
import { CurveSettings } from '../../../src/renderer/state/curveSettings';
import { chartOf, columnOf, runColour, runShape, type CurveRun } from '../../../src/renderer/training/curves';
import { curvesCsv } from '../../../src/renderer/training/curvesCsv';
import { placedKeys } from '../../../src/renderer/training/curvesFiles';
import { measuredOn, measureOf } from '../../../src/renderer/training/measures';
import { dataOf, nearestPoint } from '../../../src/renderer/training/plotOptions';
import { smoothed } from '../../../src/renderer/training/smoothing';

const epoch = (n: number, mean: number | null, more: Partial<EpochRecord> = {}): EpochRecord => ({
  ...{ epoch: n, loss: 1 / n, heldOutLoss: 0.2, seconds: 10, imagesPerSecond: 4, learningRate: 1e-3, stepSeconds: 0.75, waitSeconds: 0.25 },
  heldOut: { threshold: 0.5, frames: 30, meanIoU: mean, pooledIoU: mean, precision: 1, recall: 1, f1: 1 },
  ...more,
});
const run = (id: number, epochs: EpochRecord[], more: Partial<CurveRun> = {}): CurveRun => ({
  ...{ id, name: `unet ${id}`, epochs, best: null, until: 20, stepsPerEpoch: 5, heldOutFrames: 30, threshold: 0.5, ...more },
});
const by = (axis: CurveSettings['axis'], smoothing = 0) => ({ axis, smoothing });
const loss = measureOf('loss');
const iou = measureOf('iou');

describe('a chart', () => {
  const two = [run(1, [epoch(1, 0.5), epoch(2, 0.6)]), run(2, [epoch(2, 0.5), epoch(3, 0.6)], { stepsPerEpoch: 3 })];

  it('lays runs of different lengths over each other; where a run has no point its line goes on', () => {
    const chart = chartOf(two, loss, by('epoch'));
    expect(chart.x).toEqual([1, 2, 3]);
    const [x, ...columns] = dataOf(chart, false);
    expect(x).toEqual([1, 2, 3]);
    expect([columns[0], columns[2]]).toEqual([
      [1, 1 / 2, undefined],
      [undefined, 1 / 2, 1 / 3],
    ]);
  });

  it('goes along steps and along time as each run took them', () => {
    expect(chartOf(two, loss, by('step')).x).toEqual([5, 6, 9, 10]);
    const timed = chartOf([run(1, [epoch(1, 0.5, { seconds: 7 }), epoch(2, 0.5, { seconds: 5 })], { until: 4 })], loss, by('time'));
    expect(timed).toMatchObject({ x: [7, 12], from: 0, until: 24 });
  });

  it('keeps a gap where nothing was measured', () => {
    const chart = chartOf([run(1, [epoch(1, 0.5), epoch(2, null), epoch(3, 0.6)])], iou, by('epoch'));
    expect(columnOf(chart, chart.curves[0]!, 'value', new Map([1, 2, 3].map((x, i) => [x, i])))).toEqual([0.5, null, 0.6]);
  });

  it('draws no held-out curve for a run that held nothing out', () => {
    const bare = [run(1, [epoch(1, null, { heldOutLoss: null })])];
    expect(chartOf(bare, loss, by('epoch')).curves.map((curve) => curve.label)).toEqual(['train']);
    expect(chartOf(bare, iou, by('epoch')).curves).toEqual([]);
    expect(chartOf([], iou, by('epoch'))).toMatchObject({ x: [], curves: [], marks: [] });
  });

  it('marks the best epoch with its score as it was measured, and goes as far as the run will', () => {
    const { marks, until } = chartOf([run(1, [epoch(1, 0.5), epoch(2, 0.7612)], { best: 2 })], iou, by('epoch', 0.9));
    expect(marks).toMatchObject([{ x: 2, y: 0.7612, words: '0.761 at 2' }]);
    expect(until).toBe(20);
  });

  it('offers the waiting share, the speed and the rate', () => {
    const one = [run(1, [epoch(1, 0.5)])];
    const values = (['waiting', 'speed', 'rate'] as const).map(
      (id) => chartOf(one, measureOf(id), by('epoch')).curves[0]?.points[0]?.value,
    );
    expect(values).toEqual([0.25, 4, 1e-3]);
  });

  it('of 50 runs with 100 epochs is made within a few frames, along the time too', () => {
    const many = Array.from({ length: 50 }, (_, r) =>
      run(
        r + 1,
        Array.from({ length: 100 }, (_, e) => epoch(e + 1, e / 100, { seconds: 1 + r / 77 })),
      ),
    );
    const begun = performance.now();
    const chart = chartOf(many, loss, by('time', 0.6));
    expect(dataOf(chart, true)).toHaveLength(1 + 200);
    expect(performance.now() - begun).toBeLessThan(400);
  });

  it('finds under the pointer the curve’s own nearest point', () => {
    const column = [undefined, 0.5, undefined, undefined, 0.7, undefined];
    const x = [0, 1, 2, 3, 4, 9];
    expect([0, 2, 3, 5].map((at) => nearestPoint(column, x, at))).toEqual([1, 1, 4, 4]);
    expect(nearestPoint([undefined, null], x, 0)).toBeNull();
  });
});

describe('smoothing', () => {
  it('is the average that is not pulled to nothing at its start', () => {
    // Weight 0.5: 4; (0.5 * 4 + 8) / (0.5 + 1); (0.25 * 4 + 0.5 * 8 + 2) / (0.25 + 0.5 + 1)
    expect(smoothed([4, 8, null, 2], 0.5)).toEqual([4, 10 / 1.5, null, 7 / 1.75]);
    expect(smoothed([3, 1], 0)).toEqual([3, 1]);
  });

  it('leaves what is constant, and stays between the least and the greatest', () => {
    const value = fc.double({ min: -10, max: 10, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), fc.double({ min: 0, max: 0.99, noNaN: true }), (values, weight) => {
        const [low, high] = [Math.min(...values) - 1e-9, Math.max(...values) + 1e-9];
        for (const each of smoothed(values, weight)) expect(each! >= low && each! <= high).toBe(true);
        for (const each of smoothed([7, 7, 7], weight)) expect(each).toBeCloseTo(7, 9);
      }),
    );
  });
});

describe('what goes with the curves', () => {
  it('a table has a row an epoch and reading, and says what it was measured on', () => {
    const odd = run(3, [epoch(1, 0.5), epoch(2, null)], { name: 'a "b", c' });
    expect(curvesCsv(chartOf([odd], iou, by('epoch', 0.5)), iou, 0.5)).toBe(
      [
        'run,run_name,epoch,step,seconds,measure,reading,value,smoothed,held_out_frames,threshold',
        '3,"a ""b"", c",1,5,10,iou,mean,0.5,0.5,30,0.5',
        '3,"a ""b"", c",1,5,10,iou,pooled,0.5,0.5,30,0.5',
        '',
      ].join('\r\n'),
    );
    const seconds = curvesCsv(chartOf([run(1, [epoch(1, 0.5), epoch(2, 0.6)])], iou, by('epoch')), iou, 0).split('\r\n');
    expect([1, 2].map((row) => seconds[row]!.split(',')[4])).toEqual(['10', '20']);
    expect(curvesCsv(chartOf([odd], loss, by('epoch')), loss, 0).split('\r\n')[1]).toBe('3,"a ""b"", c",1,5,10,loss,train,1,,,');
  });

  it('says on what it was measured, and that runs differ in it', () => {
    expect(measuredOn(iou, [run(1, [])])).toBe('30 held-out frames, threshold 0.5');
    expect(measuredOn(iou, [run(1, []), run(2, [], { heldOutFrames: 3, threshold: 0.4 })])).toBe(
      'each run’s held-out frames, each at its threshold',
    );
    expect(measuredOn(measureOf('speed'), [run(1, [])])).toBe('');
  });

  it('42 runs differ in colour and shape together, and neighbours in each', () => {
    const signs = Array.from({ length: 42 }, (_, i) => `${runColour(i + 1)} ${runShape(i + 1)}`);
    expect(new Set(signs).size).toBe(42);
    for (let id = 1; id < 42; id++) expect(runShape(id)).not.toBe(runShape(id + 1));
  });

  it('a picture names its runs in rows that fit', () => {
    const chart = chartOf([run(1, [epoch(1, 0.5)]), run(2, [epoch(1, 0.5)]), run(3, [epoch(1, 0.5)])], loss, by('epoch'));
    expect(placedKeys(chart, 100, () => 10).map(({ id, left, row }) => [id, left, row])).toEqual([
      [1, 0, 0],
      [2, 42, 0],
      [3, 0, 1],
    ]);
  });

  it('settings of another time fall back by themselves', () => {
    expect(CurveSettings.parse(undefined)).toEqual({ left: 'loss', right: 'iou', axis: 'epoch', smoothing: 0, log: ['loss'] });
    expect(CurveSettings.parse({ left: 'x', smoothing: 7, axis: 'time', log: 3 })).toMatchObject({
      left: 'loss',
      smoothing: 0,
      axis: 'time',
    });
  });
});
