// The options of what is done to predictions before the threshold and after it, for every command that decides which pixels are road.
import { Option, type Command } from 'commander';
import { refuse } from '../../shared/result';
import type { Post } from '../../shared/prediction/decision';
import type { Temporal } from '../../shared/prediction/temporal';
import { decimal, integer } from './parse';

export interface PostOptions {
  low?: number;
  smallest?: number;
  holes?: number;
}

export const withPost = (command: Command): Command =>
  command
    .option('--low <L>', 'hysteresis: a region above this is road where one of its pixels is above the threshold', decimal(0, 1))
    .option('--smallest <PIXELS>', 'drop regions of road with fewer pixels', integer(0, 1_000_000_000))
    .option('--holes <PIXELS>', 'fill holes in road with fewer pixels', integer(0, 1_000_000_000));

export function postOf({ low, smallest = 0, holes = 0 }: PostOptions, threshold: number): Post {
  if (low !== undefined && low >= threshold)
    refuse('bad-input', `--low ${low} is not below the threshold of ${threshold}.`, 'Give a lower one, or leave it out.');
  return { low: low ?? null, smallest, holes };
}

const SMOOTHINGS = {
  '3': { kind: 'window', radius: 1 },
  '5': { kind: 'window', radius: 2 },
  '9': { kind: 'window', radius: 4 },
  past: { kind: 'exponential' },
} as const satisfies Record<string, Temporal>;

export interface SmoothOptions {
  smooth?: keyof typeof SMOOTHINGS;
}

export const withSmooth = (command: Command): Command =>
  command.addOption(
    new Option(
      '--smooth <FRAMES>',
      'predictions are the mean over so many frames of a sequence, or over the frame and those before it',
    ).choices(Object.keys(SMOOTHINGS)),
  );

export const smoothOf = ({ smooth }: SmoothOptions): Temporal | null => (smooth === undefined ? null : SMOOTHINGS[smooth]);
