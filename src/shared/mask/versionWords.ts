// What a mask version is called where it is spoken of: in notes, comparisons, on the command line.
import type { MaskVersionSummary } from '../domain';

/** '24 Nov, 15:04' in the reader's own time. */
export const shortTime = (at: number): string =>
  new Date(at).toLocaleString('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

/** "‘before lunch’", 'version 31 of 24 Nov, 15:04'. */
export const versionTitle = ({ id, name, createdAt }: Pick<MaskVersionSummary, 'id' | 'name' | 'createdAt'>): string =>
  name === null ? `version ${id} of ${shortTime(createdAt)}` : `‘${name}’`;

/** The note of the version that puts an older one back. */
export const restoredNote = (version: Pick<MaskVersionSummary, 'id' | 'name' | 'createdAt'>): string => `restored ${versionTitle(version)}`;

/** Characters of a version's note; a save with a longer one is refused. */
export const NOTE_LENGTH = 200;

/** A note names frames and runs, whose names may be as long as a file's: what is too long ends in '…'. */
export const shortNote = (note: string): string => (note.length <= NOTE_LENGTH ? note : `${note.slice(0, NOTE_LENGTH - 1)}…`);
