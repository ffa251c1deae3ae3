// What of the curves is shown, and how; kept between launches.
import { z } from 'zod';

export const MEASURE_IDS = ['loss', 'iou', 'rate', 'speed', 'waiting'] as const;
const Measure = z.enum(MEASURE_IDS);
export type MeasureId = z.infer<typeof Measure>;

const USUAL = { left: 'loss', right: 'iou', axis: 'epoch', smoothing: 0, log: ['loss'] } as const;

/** Anything missing or out of range falls back by itself. */
export const CurveSettings = z
  .object({
    /** The two charts beside each other. */
    left: Measure.catch(USUAL.left),
    right: Measure.catch(USUAL.right),
    axis: z.enum(['epoch', 'step', 'time']).catch(USUAL.axis),
    /** Weight of what came before, 0..0.99; 0 = as measured. */
    smoothing: z.number().min(0).max(0.99).catch(USUAL.smoothing),
    /** Measures with a logarithmic axis. */
    log: z
      .array(Measure)
      .max(10)
      .catch([...USUAL.log]),
  })
  .catch({ ...USUAL, log: [...USUAL.log] });
export type CurveSettings = z.infer<typeof CurveSettings>;
