// An import in numbers before it, and in words after it: the same for the window and the command line.
import type { ImportReport, ImportSource } from '../../shared/contract/frames';
import type { DatasetFrame } from '../formats';
import { frameRows } from '../project/frames';
import type { Project } from '../project/project';
import { count } from './need';
import { otherNames } from './otherNames';

type Counts = Pick<ImportSource, 'newFrames' | 'newMasks' | 'masksForFrames' | 'known' | 'strays'>;

/** By name alone: whether a picture is there under another name is seen only when it is read. */
export function planCounts(project: Project, frames: readonly DatasetFrame[]): Counts {
  const rows = frameRows(project.db);
  const names = new Set(rows.map(({ name }) => name));
  const others = otherNames(rows);
  const counts = { newFrames: 0, newMasks: 0, masksForFrames: 0, known: 0, strays: 0 };
  for (const { name, image, mask } of frames) {
    if (names.has(name)) counts[mask === null ? 'known' : 'masksForFrames']++;
    else if (image === null) counts[others.has(name) ? 'masksForFrames' : 'strays']++;
    else {
      counts.newFrames++;
      if (mask !== null) counts.newMasks++;
    }
  }
  return counts;
}

/** 'Imported 12 frames, 9 with a mask; 3 masks became new versions; 2 unchanged; skipped 1.' */
export function importWords({ imported, withMask, versions, unchanged, skipped, notes, classes, cancelled }: ImportReport): string {
  if (cancelled) return 'Cancelled: nothing was added.';
  const parts = [
    imported > 0 && `${count(imported, 'frame')} imported, ${withMask === imported ? 'all with a mask' : `${withMask} with a mask`}`,
    versions > 0 &&
      `${count(versions, 'mask')} became ${versions === 1 ? 'a new version of a frame that was' : 'new versions of frames that were'} there`,
    unchanged > 0 && `${unchanged} unchanged`,
    classes.length > 0 && `new ${classes.length === 1 ? 'class' : 'classes'}: ${listed(classes)}`,
    notes.length > 0 && `${count(notes.length, 'mask')} not taken as they are`,
    skipped.length > 0 && `${imported + versions + unchanged === 0 ? 'nothing was imported; ' : ''}${skipped.length} skipped`,
  ].filter((part) => part !== false);
  const words = parts.length === 0 ? 'nothing was found' : parts.join('; ');
  return `${words[0]!.toUpperCase()}${words.slice(1)}.`;
}

const listed = (names: readonly string[]): string =>
  names.length > 6 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
