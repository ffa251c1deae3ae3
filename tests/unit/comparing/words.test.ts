// The sentence that a comparison comes to.
import { describe, expect, it } from 'vitest';
import type { RunId } from '../../../src/shared/domain';
import { comparisonWords, leftOutWords } from '../../../src/shared/metrics/comparisonWords';
import { plain } from '../../../src/shared/prediction/decision';

const side = (name: string) => ({ run: 1 as RunId, name, epoch: 3, decision: plain(0.5), meanIoU: 0.8, pooledIoU: 0.8 });
const said = (difference: number | null, interval: { low: number; high: number } | null, scored = 30) =>
  comparisonWords({ a: side('unet 1'), b: side('unetpp 2'), scored, trained: 0, unseen: 0, difference, interval });

describe('what a comparison comes to', () => {
  it('names the better run, by how much, on what, and whether that is more than chance', () => {
    expect(said(0.012, { low: 0.003, high: 0.021 })).toBe(
      'unetpp 2 is better by 0.012 in mean IoU (95 % interval 0.003 to 0.021, 30 frames that both held out): more than chance.',
    );
    expect(said(-0.004, { low: -0.011, high: 0.002 })).toBe(
      'unet 1 is better by 0.004 in mean IoU (95 % interval −0.002 to 0.011, 30 frames that both held out): could be chance.',
    );
  });
  it('says so where nothing can be said', () => {
    expect(said(null, null, 0)).toMatch(/^No frame was held out of both/);
    expect(said(0.2, null, 1)).toMatch(/one frame says nothing of chance/);
    expect(said(0.0001, { low: -0.01, high: 0.01 })).toMatch(/^They are equally good/);
    expect(leftOutWords({ trained: 1, unseen: 2 })).toEqual([
      'Left out: 1 frame that at least one of the two trained on.',
      'Left out: 2 frames that not both held out.',
    ]);
  });
});
