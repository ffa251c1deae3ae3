// Values on the command line: each parser answers a value or says what was expected (exit code 2).
import { InvalidArgumentError, Option } from 'commander';
import { refuse } from '../../shared/result';
import type { EpochChoice, FrameId, RunId } from '../../shared/domain';
import type { RunSummary } from '../../shared/contract/runs';
import type { Project } from '../project/project';
import { listFrames, listRuns, type WeightsOf } from '../studio';

const bad = (message: string): never => {
  throw new InvalidArgumentError(message);
};

export const integer =
  (lowest: number, highest = 2 ** 31 - 1) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^-?\d+$/.test(text) || value < lowest || value > highest) bad(`It must be a whole number from ${lowest} to ${highest}.`);
    return value;
  };

export const decimal =
  (lowest: number, highest: number) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= lowest && value <= highest)) bad(`It must be a number from ${lowest} to ${highest}.`);
    return value;
  };

/** 'WxH' in pixels. */
export function size(text: string): { width: number; height: number } {
  const [, width, height] = /^(\d+)x(\d+)$/i.exec(text) ?? bad('It must be WIDTHxHEIGHT, such as 224x224.');
  const found = { width: Number(width), height: Number(height) };
  if (Object.values(found).some((side) => side < 16 || side > 4096 || side % 16 !== 0))
    bad('Both sides must be multiples of 16, from 16 to 4096.');
  return found;
}

export function epochChoice(text: string): EpochChoice {
  return text === 'best' || text === 'last' ? text : /^[1-9]\d*$/.test(text) ? Number(text) : bad("It must be a number, 'best' or 'last'.");
}

/** By number or by name; the newest with a finished epoch (or, `any`, the newest at all) when none is named. */
export function findRun(project: Project, written: string | undefined, any = false): RunSummary {
  const runs = listRuns(project);
  const newest = runs.find((run) => any || run.epochs > 0) ?? runs[0];
  if (written === undefined) return newest ?? refuse('no-run', `${project.name} has no run yet.`, 'Train one with: roadbrush train');
  const found = runs.find((run) => String(run.id) === written) ?? runs.find((run) => run.name === written);
  const known = runs.map((run) => `${run.id} (${run.name})`).join(', ');
  return (
    found ?? refuse('not-found', `${project.name} has no run '${written}'.`, known === '' ? 'It has no run at all.' : `Its runs: ${known}.`)
  );
}
/** RUN, or RUN:EPOCH; the best epoch when none is named. */
export function findWeights(project: Project, written: string): WeightsOf {
  const [, run = written, epoch] = /^(.+):(best|last|[1-9]\d*)$/.exec(written) ?? [];
  return { run: findRun(project, run).id, epoch: epoch === undefined ? 'best' : epochChoice(epoch) };
}
export type { RunId };

/** FROM..TO, each a frame's name or its place in the list (1 is the first); either may be left out; a single one is that frame. */
export function findFrames(project: Project, written: string | undefined): FrameId[] {
  if (written === undefined) return [];
  const frames = listFrames(project);
  if (frames.length === 0) refuse('empty', `${project.name} has no frames.`, 'Import some with: roadbrush import');
  const place = (text: string): number => {
    const named = frames.findIndex((frame) => frame.name === text.replace(/\.(png|jpe?g)$/i, '') || frame.name === text);
    if (named >= 0) return named;
    const at = /^\d+$/.test(text) ? Number(text) - 1 : -1;
    return at >= 0 && at < frames.length
      ? at
      : refuse('bad-input', `'${text}' is neither a frame's name nor a number from 1 to ${frames.length}.`);
  };
  const [from = '', to = from] = written.split('..');
  const first = from === '' ? 0 : place(from);
  const last = to === '' ? frames.length - 1 : place(to);
  if (last < first) refuse('bad-input', `The range ${written} ends before it begins.`);
  return frames.slice(first, last + 1).map((frame) => frame.id);
}

export const RUN_HELP = 'the run, by number or name; the newest if none is given';
export const epochOption = (): Option =>
  new Option('--epoch <E>', 'an epoch’s number, best or last').argParser(epochChoice).default('best' as EpochChoice, 'best');
export const FRAMES_HELP = 'frames FROM..TO, by number (1 is the first by name) or by name; either end may be left out';
