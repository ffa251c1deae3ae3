// Learning rates worked out by hand, what scores lead to, and when a run ends early.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PRESETS, SCHEDULES, type RunConfig } from '../../../src/shared/training/config';
import {
  budgetLeft,
  epochsWithoutProgress,
  learningRateAt,
  NO_PROGRESS,
  patienceSpent,
  progressed,
  type Progress,
} from '../../../src/shared/training/schedule';

const config = (changes: Partial<RunConfig>): RunConfig => ({ ...PRESETS.reference, learningRate: 0.01, epochs: 10, ...changes });
const at = (epochs: number, seconds = 0) => ({ epochs, seconds });

describe('the learning rate', () => {
  it('is constant', () => {
    for (const epochs of [0, 5, 10]) expect(learningRateAt(config({ schedule: 'constant' }), at(epochs))).toBe(0.01);
  });

  it('falls along a cosine: half of it at half time, a fortieth when a tenth is left', () => {
    const rate = (epochs: number) => learningRateAt(config({ schedule: 'cosine' }), at(epochs));
    expect(rate(0)).toBe(0.01);
    expect(rate(2.5)).toBeCloseTo(0.00853553, 8); // (1 + cos 45 deg) / 2 = 0.853553
    expect(rate(5)).toBeCloseTo(0.005, 12);
    expect(rate(9)).toBeCloseTo(0.000244717, 9); // (1 + cos 162 deg) / 2 = 0.0244717
    expect(rate(10)).toBeCloseTo(0, 12);
  });

  it('climbs in a straight line over the warm-up, whatever comes after; a cosine begins where that ends', () => {
    for (const schedule of SCHEDULES) {
      expect(learningRateAt(config({ schedule, warmUp: 2 }), at(0.5))).toBeCloseTo(0.0025, 12);
      expect(learningRateAt(config({ schedule, warmUp: 2 }), at(2))).toBeCloseTo(0.01, 12);
    }
    expect(learningRateAt(config({ schedule: 'cosine', warmUp: 2 }), at(6))).toBeCloseTo(0.005, 12);
  });

  it('is divided on a plateau, and only there', () => {
    expect(learningRateAt(config({ schedule: 'plateau' }), at(3), { divisor: 4 })).toBe(0.0025);
    expect(learningRateAt(config({ schedule: 'plateau', warmUp: 6 }), at(3), { divisor: 4 })).toBe(0.00125);
    expect(learningRateAt(config({ schedule: 'constant' }), at(3), { divisor: 4 })).toBe(0.01);
  });

  it('comes down with the time budget where that ends the run before its epochs do', () => {
    const cosine = config({ schedule: 'cosine', timeBudget: 2 });
    expect(learningRateAt(cosine, at(1, 60))).toBeCloseTo(0.005, 12);
    // Behind in time, but not in epochs.
    expect(learningRateAt(cosine, at(5, 6))).toBeCloseTo(0.005, 12);
    expect(learningRateAt(cosine, at(1, 500))).toBe(0);
    // The others take no notice.
    expect(learningRateAt(config({ schedule: 'constant', timeBudget: 2 }), at(1, 60))).toBe(0.01);
  });

  const schedules = fc.record({
    schedule: fc.constantFrom(...SCHEDULES),
    learningRate: fc.double({ min: 1e-6, max: 1, noNaN: true }),
    warmUp: fc.double({ min: 0, max: 30, noNaN: true }),
    epochs: fc.integer({ min: 1, max: 500 }),
    timeBudget: fc.constantFrom(0, 10),
  });

  it('is above 0 and at most the one asked for, at every step of every run', () => {
    fc.assert(
      fc.property(
        schedules,
        fc.integer({ min: 1, max: 200 }),
        fc.nat(),
        fc.double({ min: 1, max: 50, noNaN: true }),
        (run, steps, n, divisor) => {
          const step = n % (steps * run.epochs);
          const rate = learningRateAt(run, { epochs: (step + 0.5) / steps, seconds: 0 }, { divisor });
          expect(rate).toBeGreaterThan(0);
          expect(rate).toBeLessThanOrEqual(run.learningRate);
        },
      ),
    );
  });

  it('never climbs after its warm-up, and never falls during it', () => {
    fc.assert(
      fc.property(schedules, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (run, a, b) => {
        const [earlier, later] = [Math.min(a, b), Math.max(a, b)];
        const rate = (share: number, length: number, from: number) => learningRateAt(run, at(from + share * length));
        const rest = Math.max(0, run.epochs - run.warmUp);
        expect(rate(later, rest, run.warmUp)).toBeLessThanOrEqual(rate(earlier, rest, run.warmUp));
        expect(rate(earlier, run.warmUp, 0)).toBeLessThanOrEqual(rate(later, run.warmUp, 0));
      }),
    );
  });
});

describe('scores', () => {
  const plateau = { schedule: 'plateau', plateauPatience: 2, plateauFactor: 10 } as const;
  const after = (scores: readonly (number | null)[], settings: Parameters<typeof progressed>[1] = plateau): Progress =>
    scores.reduce<Progress>((progress, score, i) => progressed(progress, settings, i + 1, score), NO_PROGRESS);

  it('lower the rate after as many epochs without a better one as were asked for, again and again', () => {
    expect(after([0.5, 0.6])).toEqual({ best: { epoch: 2, meanIoU: 0.6 }, sinceLowered: 0, divisor: 1 });
    expect(after([0.5, 0.6, 0.6])).toEqual({ best: { epoch: 2, meanIoU: 0.6 }, sinceLowered: 1, divisor: 1 });
    expect(after([0.5, 0.6, 0.6, 0.1])).toEqual({ best: { epoch: 2, meanIoU: 0.6 }, sinceLowered: 0, divisor: 10 });
    expect(after([0.5, 0.6, 0.6, 0.1, 0.1, 0.6]).divisor).toBe(100);
    // A better one keeps the rate where it is.
    expect(after([0.5, 0.4, 0.3, 0.7, 0.6])).toEqual({ best: { epoch: 4, meanIoU: 0.7 }, sinceLowered: 1, divisor: 10 });
    expect(after([0.5, 0.4, 0.3, 0.2], { ...plateau, schedule: 'cosine' }).divisor).toBe(1);
  });

  it('that are missing count for nothing: such a run is neither slowed nor ended', () => {
    expect(after([null, null, null, null])).toEqual(NO_PROGRESS);
    expect(patienceSpent(after([null, null, null]), { patience: 1 }, 3)).toBe(false);
  });

  it('end a run after `patience` epochs without a better one, never with a patience of 0', () => {
    const progress = after([0.2, 0.6, 0.5, 0.4]);
    expect(epochsWithoutProgress(progress, 4)).toBe(2);
    expect([1, 2, 3, 0].map((patience) => patienceSpent(progress, { patience }, 4))).toEqual([true, true, false, false]);
  });

  it('best is the first of the highest, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 }), (scores) => {
        const best = Math.max(...scores);
        expect(after(scores).best).toEqual({ epoch: scores.indexOf(best) + 1, meanIoU: best });
      }),
    );
  });
});

it('a time budget is counted in minutes and may be overdrawn; none is never spent', () => {
  expect([0, 90, 100].map((seconds) => budgetLeft({ timeBudget: 1.5 }, seconds))).toEqual([90, 0, -10]);
  expect(budgetLeft({ timeBudget: 0 }, 1e9)).toBe(Infinity);
});
