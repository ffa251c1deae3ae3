// The names besides its own by which a data set may mean a frame.
import { parse } from 'node:path';
import { fileStems } from '../../shared/fileNames';
import type { FrameRow } from '../project/frames';

/**
 * By the name that an export gives a frame's files, where its own holds what file names may not or is too long, and by its picture's file, which
 * annotations name and which may say more (Cityscapes' '_leftImg8bit'); what two frames would be called is left out.
 */
export function otherNames(rows: readonly FrameRow[]): ReadonlyMap<string, FrameRow> {
  const found = new Map<string, FrameRow | null>();
  const add = (name: string, row: FrameRow): void => {
    const other = found.get(name);
    found.set(name, other === undefined || other === row ? row : null);
  };
  const stems = fileStems(rows);
  for (const [i, row] of rows.entries()) {
    add(stems[i]!, row);
    add(parse(row.path.replaceAll('\\', '/')).name, row);
  }
  return new Map([...found].filter((one): one is [string, FrameRow] => one[1] !== null));
}
