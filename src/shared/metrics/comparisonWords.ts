// What a comparison of two runs comes to, in plain words: the window and the command line say the same.
import type { RunComparison } from '../contract/compare';
import { CONFIDENCE, moreThanChance } from './bootstrap';

type Said = Pick<RunComparison, 'a' | 'b' | 'scored' | 'trained' | 'unseen' | 'difference' | 'interval'>;

const frames = (n: number): string => `${n} ${n === 1 ? 'frame' : 'frames'}`;

/** 'unetpp 2 is better by 0.012 (95 % interval 0.003 to 0.021, 30 held-out frames): more than chance.' */
export function comparisonWords({ a, b, scored, difference, interval }: Said): string {
  if (difference === null) return 'No frame was held out of both runs, has a mask and is predicted by both: nothing to score.';
  const of = `${frames(scored)} that both held out`;
  const size = Math.abs(difference).toFixed(3);
  if (!interval) return `${betterOf(a.name, b.name, difference)} by ${size} on ${of}: one frame says nothing of chance.`;
  const sign = difference < 0 ? -1 : 1;
  const [low, high] = [sign * interval.low, sign * interval.high].sort((x, y) => x - y) as [number, number];
  const range = `${Math.round(CONFIDENCE * 100)} % interval ${number(low)} to ${number(high)}, ${of}`;
  if (Number(size) === 0 && !moreThanChance(interval)) return `They are equally good in the mean (${range}).`;
  const verdict = moreThanChance(interval) ? 'more than chance' : 'could be chance';
  return `${betterOf(a.name, b.name, difference)} by ${size} in mean IoU (${range}): ${verdict}.`;
}

const betterOf = (a: string, b: string, difference: number): string => `${difference < 0 ? a : b} is better`;
const number = (value: number): string => `${value < 0 ? '−' : ''}${Math.abs(value).toFixed(3)}`;

/** Which predicted frames with a mask the scores leave out, a sentence each. */
export function leftOutWords({ trained, unseen }: Pick<Said, 'trained' | 'unseen'>): string[] {
  return [
    ...(trained > 0 ? [`Left out: ${frames(trained)} that at least one of the two trained on.`] : []),
    ...(unseen > 0 ? [`Left out: ${frames(unseen)} that not both held out.`] : []),
  ];
}
