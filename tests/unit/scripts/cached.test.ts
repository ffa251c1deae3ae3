// Folders of the machine cache: whole or absent, whatever happens while they are made.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
// @ts-expect-error the scripts are plain JavaScript
import { cachedFolder } from '../../../scripts/lib/cached.mjs';

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'roadbrush-cache-'));
});

type Make = (draft: string, downloads: string) => Promise<void>;
const fill: Make = async (draft) => writeFileSync(join(draft, 'library'), 'whole');
const get = (make: Make, test?: Make) => cachedFolder({ cache, name: 'thing/1.0', keep: ['library'], make, test, say: () => {} });

test('a folder is made once and found ever after', async () => {
  expect(await get(fill)).toEqual({ folder: join(cache, 'thing/1.0'), made: true });
  expect(await get(() => Promise.reject(new Error('made again')))).toMatchObject({ made: false });
});

test('what an interrupted set-up left behind is removed, and the folder is made anew', async () => {
  mkdirSync(join(cache, 'tmp', 'thing-1.0.4711'), { recursive: true });
  writeFileSync(join(cache, 'tmp', 'thing-1.0.4711', 'library'), 'half');
  mkdirSync(join(cache, 'thing/1.0'), { recursive: true });
  writeFileSync(join(cache, 'thing/1.0', 'library'), 'ha');
  const { folder, made } = await get(fill);
  expect(made).toBe(true);
  expect(readFileSync(join(folder, 'library'), 'utf8')).toBe('whole');
  expect(readdirSync(join(cache, 'tmp'))).toEqual([]);
});

test('a file that was cut short later is noticed and repaired', async () => {
  const { folder } = await get(fill);
  truncateSync(join(folder, 'library'), 2);
  expect(await get(fill)).toMatchObject({ made: true });
  expect(readFileSync(join(folder, 'library'), 'utf8')).toBe('whole');
});

test('what does not pass its check never reaches the cache', async () => {
  await expect(get(fill, () => Promise.reject(new Error('does not load')))).rejects.toThrow('does not load');
  expect(existsSync(join(cache, 'thing/1.0'))).toBe(false);
  expect(readdirSync(join(cache, 'tmp'))).toEqual([]);
});

test('a finished download survives a failure after it', async () => {
  await expect(
    get(async (_draft, downloads) => {
      writeFileSync(join(downloads, 'archive'), 'bytes');
      throw new Error('no space left');
    }),
  ).rejects.toThrow('no space left');
  await get(async (draft, downloads) => {
    expect(readFileSync(join(downloads, 'archive'), 'utf8')).toBe('bytes');
    await fill(draft, downloads);
  });
  expect(existsSync(join(cache, 'downloads', 'thing-1.0'))).toBe(false);
});

test('two that ask at once get one folder, made once', async () => {
  let times = 0;
  const slowly: Make = async (draft, downloads) => {
    times++;
    await new Promise((next) => setTimeout(next, 50));
    await fill(draft, downloads);
  };
  const [one, other] = await Promise.all([get(slowly), get(slowly)]);
  expect(times).toBe(1);
  expect(one.folder).toBe(other.folder);
});
