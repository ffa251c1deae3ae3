// What became of the frames that a run saw, in words: a score is of the sets as they were when the run began. Pure.
import type { RunMove } from '../contract/runs';

const set = (split: RunMove['to']): string => (split === 'none' ? 'in no set' : split);

/** '3 held-out frames are train now, 1 train frame is in no set now'; empty when none was moved. */
export const movedWords = (moves: readonly RunMove[]): string =>
  moves.map(({ from, to, frames }) => `${frames} ${from} ${frames === 1 ? 'frame is' : 'frames are'} ${set(to)} now`).join(', ');

/** The same, short enough for a badge: '3 moved'. */
export const movedBriefly = (moves: readonly RunMove[]): string => {
  const frames = moves.reduce((sum, move) => sum + move.frames, 0);
  return frames === 0 ? '' : `${frames} moved`;
};

/** Why it matters, one sentence for a tooltip. */
export function movedMeaning(moves: readonly RunMove[]): string {
  if (moves.some(({ from, to }) => from === 'train' && to === 'held-out'))
    return 'It was trained on frames that are held out now: measured on them, it would know the answers.';
  return 'Its score is of the sets as they were when it began: runs of other sets are not measured on the same frames.';
}
