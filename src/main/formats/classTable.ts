// classes.txt beside indexed masks: 'ID NAME #rrggbb' a line. Pascal VOC has no such file; it names the indexes for people and for us.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LabelClass } from '../../shared/domain';
import type { SourceClass } from './format';

export const CLASS_TABLE = 'classes.txt';

export const classTable = (classes: readonly Pick<LabelClass, 'id' | 'name' | 'colour'>[]): string =>
  `${[...classes]
    .sort((a, b) => a.id - b.id)
    .map(({ id, name, colour }) => `${id} ${name.replaceAll(/\s+/g, ' ')} ${colour}`)
    .join('\n')}\n`;

/** None where there is no table; lines that are none of a table are passed over. */
export async function parseClassTable(folder: string): Promise<SourceClass[]> {
  const text = await readFile(join(folder, CLASS_TABLE), 'utf8').catch(() => '');
  return text.split(/\r?\n/).flatMap((line): SourceClass[] => {
    const [, id, name, colour] = /^\s*(\d{1,3})\s+(\S.*?)\s+(#[0-9a-f]{6})\s*$/i.exec(line) ?? [];
    if (id === undefined || name === undefined || Number(id) > 255) return [];
    return [{ id: Number(id), name, colour: colour?.toLowerCase() ?? null }];
  });
}
