// Which frames a run that begins now is given, with which mask version, and how often an epoch sees each.
import type { FrameSummary } from '../../shared/domain';
import { refuse } from '../../shared/result';
import type { Project } from '../project/project';
import { correctedSince } from '../project/runQueue';
import type { PinnedFrame, Retraining } from '../project/runs';
import { count } from './need';

/** Frames of both sets that have a mask; refuses where one set is empty, and says what is left out. */
export function pin(
  project: Project,
  frames: readonly FrameSummary[],
  retrain: Retraining | null | undefined,
): { pinned: PinnedFrame[]; notices: string[] } {
  if (frames.length === 0) refuse('empty', 'The project has no frames yet.', 'Import a folder of frames first.');
  const notices: string[] = [];
  const pinned: PinnedFrame[] = [];
  for (const split of ['train', 'held-out'] as const) {
    const set = frames.filter((frame) => frame.split === split);
    if (set.length === 0)
      refuse('no-split', `No frame is in the ${split} set.`, 'Split the frames first: some to train on, some held out to score on.');
    let without = 0;
    for (const { id, mask } of set) {
      if (mask === null) without++;
      else pinned.push({ frame: id, split, version: mask });
    }
    if (without === set.length)
      refuse('no-masks', `None of the ${split} frames has a mask.`, 'Paint or import masks for them, or split the frames anew.');
    if (without > 0) notices.push(`${count(without, `${split} frame`)} without a mask ${without === 1 ? 'is' : 'are'} left out.`);
  }
  return retrain ? weighted(project, pinned, notices, retrain) : { pinned, notices };
}

/** Train frames corrected since the parent saw them count `weight` times; held-out ones are only measured with. */
function weighted(project: Project, pinned: readonly PinnedFrame[], notices: readonly string[], { parent, weight }: Retraining) {
  const corrected = correctedSince(project.db, parent);
  const counts = (frame: PinnedFrame): boolean => frame.split === 'train' && corrected.has(frame.frame);
  const some = pinned.filter(counts).length;
  const said =
    some === 0
      ? ['No train frame was corrected since the run that it starts from: it learns from the same masks as before.']
      : weight > 1
        ? [`${count(some, 'corrected train frame counts', 'corrected train frames count')} ${weight} times.`]
        : [];
  return { pinned: pinned.map((frame) => ({ ...frame, times: counts(frame) ? weight : 1 })), notices: [...notices, ...said] };
}
