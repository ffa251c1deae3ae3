// What frames can be ordered by, beside name and review: what each number means, and which frame comes first. One list for window and command line.
export const MEASURES = ['iou', 'boundary', 'entropy', 'suspicion', 'runs', 'epochs', 'flips'] as const;
export type Measure = (typeof MEASURES)[number];

export interface MeasureWords {
  /** In a list of orders. */
  readonly title: string;
  /** Before its number: 'suspect 0.041'. */
  readonly short: string;
  /** One sentence on what the number is. */
  readonly means: string;
  /** Whether it needs a mask, and follows it. */
  readonly mask: boolean;
  /** Which end of it comes first in the queue. */
  readonly first: 'low' | 'high';
}

export const MEASURE_WORDS: Record<Measure, MeasureWords> = {
  iou: {
    title: 'Worst IoU',
    short: 'IoU',
    means: 'IoU of road between the prediction, at the run’s own threshold, and the mask as it is now.',
    mask: true,
    first: 'low',
  },
  boundary: {
    title: 'Boundary error',
    short: 'edges',
    means: '1 − boundary IoU, in a band of 2 px: how far the edges are apart, where a large road hides it.',
    mask: true,
    first: 'high',
  },
  entropy: {
    title: 'Uncertainty',
    short: 'entropy',
    means: 'Mean over the pixels of the entropy of the probability, in bits: 0 = sure everywhere, 1 = a coin’s toss everywhere.',
    mask: false,
    first: 'high',
  },
  suspicion: {
    title: 'Label suspicion',
    short: 'suspect',
    means:
      'How much of the road the net contradicts with confidence (above 0.9, below 0.1), times how thick the patch is: there the mask may be wrong.',
    mask: true,
    first: 'high',
  },
  runs: {
    title: 'Disagreement of runs',
    short: 'differ',
    means: 'Share of the road that any of the chosen runs sees and not all of them do, each at its best epoch.',
    mask: false,
    first: 'high',
  },
  epochs: {
    title: 'Disagreement of epochs',
    short: 'differ',
    means: 'Share of the road that any of the last kept epochs sees and not all of them do.',
    mask: false,
    first: 'high',
  },
  flips: {
    title: 'Disagreement of flips',
    short: 'differ',
    means: 'Share of the road that the net sees in the frame or in its mirror image and not in both.',
    mask: false,
    first: 'high',
  },
};

/** Orders `a` before `b` by their numbers: what comes first in the queue is negative. */
export const byMeasure = (measure: Measure) => (a: number, b: number) => (MEASURE_WORDS[measure].first === 'low' ? a - b : b - a);

/** Three decimals, as every score. */
export const measureWords = (measure: Measure, value: number): string => `${MEASURE_WORDS[measure].short} ${value.toFixed(3)}`;
