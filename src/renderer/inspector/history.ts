// The history of a mask as a person remembers it: strokes in a row are one line. Pure.
import type { MaskVersionSummary } from '../../shared/domain';

export interface HistoryLine {
  /** The newest version of the line. */
  readonly id: MaskVersionSummary['id'];
  readonly author: MaskVersionSummary['author'];
  /** 'You', the model's name, 'Import'. */
  readonly who: string;
  readonly what: string;
  /** Milliseconds since 1970, of the newest. */
  readonly at: number;
  readonly versions: number;
  /** Pixels changed by all of the line together. */
  readonly changed: number;
  /** Newest first. */
  readonly members: readonly MaskVersionSummary[];
}

/** Strokes further apart than this are told apart. */
const APART = 10 * 60_000;

const IN_A_ROW: Record<string, string> = { stroke: 'strokes', erased: 'eraser strokes', undo: 'undone', redo: 'redone' };

/** Newest first in, newest first out. */
export function historyLines(versions: readonly MaskVersionSummary[]): HistoryLine[] {
  const lines: (HistoryLine & { note: string; oldest: number })[] = [];
  for (const version of versions) {
    const last = lines.at(-1);
    if (
      last &&
      last.author === 'human' &&
      version.author === 'human' &&
      last.note === version.note &&
      version.note in IN_A_ROW &&
      version.name === null &&
      last.members[0]!.name === null &&
      last.oldest - version.createdAt < APART
    ) {
      const count = last.versions + 1;
      lines[lines.length - 1] = {
        ...last,
        versions: count,
        what: `${count} ${IN_A_ROW[version.note]}`,
        changed: last.changed + version.changed,
        oldest: version.createdAt,
        members: [...last.members, version],
      };
      continue;
    }
    lines.push({ ...lineOf(version), note: version.note, oldest: version.createdAt });
  }
  return lines.map(({ note: _note, oldest: _oldest, ...line }) => line);
}

/** A version on a line of its own. */
export const lineOf = (version: MaskVersionSummary): HistoryLine => ({
  id: version.id,
  author: version.author,
  ...words(version),
  at: version.createdAt,
  versions: 1,
  changed: version.changed,
  members: [version],
});

const ONE: Record<string, string> = { stroke: '1 stroke', erased: '1 eraser stroke', undo: '1 undone', redo: '1 redone' };

function words({ author, note }: MaskVersionSummary): { who: string; what: string } {
  if (author === 'human')
    return {
      who: 'You',
      what:
        ONE[note] ??
        note.replace(/^(undo|redo) of (\d+) steps$/, (_, word: string, n: string) => `${n} steps ${word === 'undo' ? 'undone' : 'redone'}`),
    };
  if (author === 'import') return { who: 'Import', what: note.replace(/^imported from /i, '') };
  // 'unet 3, epoch 12': the run is the author.
  const [who = 'Model', ...rest] = note.split(', ');
  return { who, what: rest.join(', ') };
}
