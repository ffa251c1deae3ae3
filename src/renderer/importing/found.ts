// What an import would do, in lines of a number and a word. Pure.
import type { ImportSource } from '../../shared/contract/frames';
import { count } from '../format';

export interface FoundLine {
  readonly number: number;
  readonly words: string;
  readonly said: string;
}

export function foundLines(source: ImportSource): FoundLine[] {
  const { newFrames, newMasks, masksForFrames, known, strays } = source;
  const withMasks = newMasks === 0 ? 'without masks' : newMasks === newFrames ? 'all with masks' : `${newMasks} with a mask`;
  const lines: FoundLine[] = [
    { number: newFrames, words: newFrames === 1 ? 'new frame' : 'new frames', said: withMasks },
    {
      number: masksForFrames,
      words: masksForFrames === 1 ? 'mask for a frame that is here' : 'masks for frames that are here',
      said: 'each becomes a new version in the frame’s history; one that is the same adds nothing',
    },
    { number: known, words: known === 1 ? 'frame is here already' : 'frames are here already', said: 'nothing is added for them' },
    { number: strays, words: strays === 1 ? 'mask without a frame' : 'masks without a frame', said: 'left out' },
  ];
  return lines.filter(({ number }) => number > 0);
}

/** What the button says; null when there is nothing to import. */
export function importTitle({ newFrames, masksForFrames }: ImportSource): string | null {
  if (newFrames > 0 && masksForFrames > 0) return `Import ${count(newFrames, 'frame')} and ${count(masksForFrames, 'mask')}`;
  if (newFrames > 0) return `Import ${count(newFrames, 'frame')}`;
  return masksForFrames > 0 ? `Import ${count(masksForFrames, 'mask')}` : null;
}

const SHOWN = 8;
export const classList = (names: readonly string[]): string =>
  names.length > SHOWN ? `${names.slice(0, SHOWN - 1).join(', ')} and ${names.length - SHOWN + 1} more` : names.join(', ');
