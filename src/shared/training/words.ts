// What a run that goes on says of itself, in the window and on the command line alike.
import type { RunProgress } from '../contract/runs';
import type { RunConfig } from './config';

type StepTimes = Pick<RunProgress, 'stepSeconds' | 'waitSeconds'>;

/** '0.21 s a step, 0.00 s waiting': computing and waiting for data apart; empty before the first step was measured. */
export const stepWords = ({ stepSeconds, waitSeconds }: StepTimes): string =>
  stepSeconds === null || waitSeconds === null ? '' : `${brief(stepSeconds)} s a step, ${brief(waitSeconds)} s waiting`;

/** Of the time that steps take, what they wait for their data: 0..1; null where it was not measured. */
export const waitingShare = ({ stepSeconds, waitSeconds }: StepTimes): number | null =>
  stepSeconds === null || waitSeconds === null || stepSeconds + waitSeconds === 0 ? null : waitSeconds / (stepSeconds + waitSeconds);

/** 'no better for 3 of 10 epochs'; empty without early stopping, and while the newest epoch is the best. */
export const patienceWords = (withoutBetter: number, { patience }: Pick<RunConfig, 'patience'>): string =>
  patience > 0 && withoutBetter > 0 ? `no better for ${withoutBetter} of ${patience} epochs` : '';

/** '1e-4', '3e-4'; 0.01 and more as they are. Three digits. */
export function rateWords(rate: number): string {
  const three = Number(rate.toPrecision(3));
  return three >= 0.01 || three === 0 ? `${three}` : three.toExponential().replace('e-0', 'e-');
}

const brief = (seconds: number): string => seconds.toFixed(seconds < 10 ? 2 : 1);
