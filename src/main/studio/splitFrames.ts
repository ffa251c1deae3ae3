// Which frames train and which are held out: the last N by name, a ratio with a seed, or two lists of names.
import type { SplitRule } from '../../shared/contract/frames';
import type { FrameSummary, Split } from '../../shared/domain';
import { Random } from '../../shared/random';
import { refuse, type Result } from '../../shared/result';
import { transaction } from '../project/database';
import { frameSummaries } from '../project/frames';
import { writeMeta } from '../project/meta';
import { writable, type Project } from '../project/project';
import { forgetMoves } from '../project/runs';
import { setSplit } from '../project/splits';
import { attemptNow, count } from './need';
import type { SplitReport } from './studio';

/**
 * 'last' and 'ratio' divide the frames that have a mask, for only those can be trained on or scored; the others belong to no set. Where no frame has a
 * mask yet, all are divided. A list is obeyed to the letter: names with or without an extension; frames in neither list belong to no set.
 */
export const splitFrames = (project: Project, rule: SplitRule): Result<SplitReport> =>
  attemptNow(() => {
    const db = writable(project);
    const frames = frameSummaries(project.db);
    if (frames.length === 0) refuse('empty', `${project.name} has no frames to split.`, 'Import a folder of frames first.');
    const { splits, unknown } = rule.kind === 'lists' ? byLists(frames, rule.train, rule.heldOut) : byRule(frames, rule);
    transaction(db, () => {
      for (const frame of frames) {
        const split = splits.get(frame.name) ?? 'none';
        if (split !== frame.split) setSplit(db, frame.id, split);
      }
      forgetMoves(db);
      writeMeta(db, 'split', { kind: rule.kind });
    });
    const heldOut = [...splits.values()].filter((split) => split === 'held-out').length;
    return { train: splits.size - heldOut, heldOut, none: frames.length - splits.size, unknown };
  });

type Splits = Map<string, Split>;

function byRule(frames: readonly FrameSummary[], rule: Exclude<SplitRule, { kind: 'lists' }>): { splits: Splits; unknown: string[] } {
  const masked = frames.filter((frame) => frame.mask !== null);
  const names = (masked.length > 0 ? masked : frames).map((frame) => frame.name);
  const held = rule.kind === 'last' ? rule.count : Math.round(names.length * rule.ratio);
  if (held > names.length) {
    refuse(
      'bad-input',
      `${held} frames cannot be held out: ${masked.length > 0 ? 'only ' : ''}${count(names.length, 'frame')} can be scored.`,
    );
  }
  // The seed decides who is held out, never the order in which they are listed.
  const order = rule.kind === 'last' ? names : Random.seeded(rule.seed).shuffle([...names]);
  const heldOut = new Set(order.slice(order.length - held));
  return { splits: new Map(names.map((name) => [name, heldOut.has(name) ? 'held-out' : 'train'])), unknown: [] };
}

function byLists(
  frames: readonly FrameSummary[],
  train: readonly string[],
  heldOut: readonly string[],
): { splits: Splits; unknown: string[] } {
  const names = new Set(frames.map((frame) => frame.name));
  const splits: Splits = new Map();
  const unknown: string[] = [];
  const both: string[] = [];
  const take = (lines: readonly string[], split: Split): void => {
    for (const line of lines) {
      const written = line.trim();
      if (written === '') continue;
      const name = [written, written.replace(/\.(png|jpe?g)$/i, '')].find((candidate) => names.has(candidate));
      if (name === undefined) unknown.push(written);
      else if ((splits.get(name) ?? split) !== split) both.push(name);
      else splits.set(name, split);
    }
  };
  take(train, 'train');
  take(heldOut, 'held-out');
  if (both.length > 0) {
    const more = both.length > 1 ? ` and ${count(both.length - 1, 'other')}` : '';
    refuse('bad-input', `${both[0]}${more} are in both lists: a frame is either trained on or held out.`);
  }
  if (splits.size === 0)
    refuse('bad-input', 'None of the names in the two lists is a frame of this project.', `The first one is '${unknown[0] ?? ''}'.`);
  return { splits, unknown };
}
