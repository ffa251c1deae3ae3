// The measures that the charts offer, each with how it is read of an epoch and how it is written. Pure.
import type { EpochRecord } from '../../shared/domain';
import { rateWords, waitingShare } from '../../shared/training/words';
import { score } from '../format';
import type { MeasureId } from '../state/curveSettings';

export interface Reading {
  readonly name: string;
  readonly dashed: boolean;
  readonly read: (epoch: EpochRecord) => number | null;
  /** The best epoch is marked on it. */
  readonly mark?: boolean;
}
export interface Measure {
  readonly id: MeasureId;
  readonly title: string;
  /** What it is, for a tooltip. */
  readonly sentence: string;
  readonly readings: readonly Reading[];
  /** Measured on the held-out frames, at the run's threshold. */
  readonly heldOut: boolean;
  readonly write: (value: number) => string;
  /** Said where epochs are finished and none has such a number. */
  readonly unmeasured: string;
}

const lossWords = (value: number): string => (value >= 0.1 ? value.toFixed(3) : value.toPrecision(2));
const one = (name: string, read: Reading['read']): readonly Reading[] => [{ name, dashed: false, read }];

export const MEASURES: readonly Measure[] = [
  {
    ...{ id: 'loss', title: 'Loss', heldOut: false, write: lossWords },
    sentence: 'The run’s own loss on its train images; on the held-out frames, cross-entropy alone.',
    readings: [
      { name: 'train', dashed: false, read: (epoch) => epoch.loss },
      { name: 'held-out', dashed: true, read: (epoch) => epoch.heldOutLoss },
    ],
    unmeasured: 'The weights were trained elsewhere: their loss is not known.',
  },
  {
    ...{ id: 'iou', title: 'Held-out IoU', heldOut: true, write: score },
    sentence: 'Road’s IoU on the held-out frames: the mean over frames, and of all their pixels together (pooled).',
    readings: [
      { name: 'mean', dashed: false, read: (epoch) => epoch.heldOut.meanIoU, mark: true },
      { name: 'pooled', dashed: true, read: (epoch) => epoch.heldOut.pooledIoU },
    ],
    unmeasured: 'Nothing was held out: there is nothing to measure.',
  },
  {
    ...{ id: 'rate', title: 'Learning rate', heldOut: false, write: rateWords },
    sentence: 'At the end of each epoch, as the schedule had it.',
    readings: one('rate', (epoch) => epoch.learningRate || null),
    unmeasured: 'The weights were trained elsewhere: there was no learning rate.',
  },
  {
    ...{
      id: 'speed',
      title: 'Images a second',
      heldOut: false,
      write: (value: number) => (value < 10 ? value.toFixed(2) : value.toFixed(1)),
    },
    sentence: 'Train images a second, a mean over each epoch.',
    readings: one('images/s', (epoch) => epoch.imagesPerSecond || null),
    unmeasured: 'The weights were trained elsewhere: nothing was timed.',
  },
  {
    ...{ id: 'waiting', title: 'Waiting share', heldOut: false, write: (value: number) => `${(100 * value).toFixed(1)} %` },
    sentence: 'Of the time that steps take, what they wait for their images.',
    readings: one('waiting', waitingShare),
    unmeasured: 'The times of steps were not measured.',
  },
];

export const measureOf = (id: MeasureId): Measure => MEASURES.find((measure) => measure.id === id)!;

/** What a measure's numbers stand on, of these runs: 'held-out, 12 frames, threshold 0.5'; 'each run’s own' where they differ. */
export function measuredOn(measure: Measure, runs: readonly { readonly heldOutFrames: number; readonly threshold: number }[]): string {
  const [first] = runs;
  if (!first || (!measure.heldOut && measure.id !== 'loss')) return '';
  const frames = runs.every((run) => run.heldOutFrames === first.heldOutFrames);
  const threshold = runs.every((run) => run.threshold === first.threshold);
  const set = frames ? `${first.heldOutFrames} held-out ${first.heldOutFrames === 1 ? 'frame' : 'frames'}` : 'each run’s held-out frames';
  if (!measure.heldOut) return set;
  return `${set}, ${threshold ? `threshold ${first.threshold}` : 'each at its threshold'}`;
}
