// Folders of the machine cache: made under a temporary name, renamed when whole, so that one is either complete or absent.
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { holds, prove, readJson, writeJson } from './stamp.mjs';

const COMPLETE = '.complete.json';

/**
 * @param {object} options
 * @param {string} options.cache the machine's cache folder
 * @param {string} options.name folder name inside it, like 'node/22.23.3-linux-x64'
 * @param {string[]} options.keep files (relative) whose presence and size prove that the folder is whole
 * @param {(folder: string, downloads: string) => Promise<void>} options.make fills an empty folder
 * @param {(folder: string) => Promise<void>} [options.test] throws when what was made does not work
 * @returns {Promise<{folder: string, made: boolean}>}
 */
export async function cachedFolder({ cache, name, keep, make, test, say }) {
  const folder = join(cache, name);
  if (isWhole(folder)) return { folder, made: false };
  const flat = name.replaceAll('/', '-');
  return withLock(
    join(cache, 'locks', `${flat}.lock`),
    async () => {
      if (isWhole(folder)) return { folder, made: false };
      const drafts = join(cache, 'tmp');
      const downloads = join(cache, 'downloads', flat);
      removeLeftovers(drafts, flat);
      const draft = join(drafts, `${flat}.${process.pid}`);
      mkdirSync(draft, { recursive: true });
      mkdirSync(downloads, { recursive: true });
      try {
        await make(draft, downloads);
        await test?.(draft);
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(join(folder, '..'), { recursive: true });
        writeJson(join(draft, COMPLETE), { keep: prove(keep.map((file) => join(draft, file))).map(([, size], i) => [keep[i], size]) });
        renameSync(draft, folder);
        rmSync(downloads, { recursive: true, force: true });
      } finally {
        rmSync(draft, { recursive: true, force: true });
      }
      return { folder, made: true };
    },
    { onWait: (owner) => say(`waiting for another set-up (process ${owner?.pid ?? 'unknown'}) that is making ${name}`) },
  );
}

export function isWhole(folder) {
  const complete = readJson(join(folder, COMPLETE));
  return Boolean(complete) && holds(complete.keep.map(([file, size]) => [join(folder, file), size]));
}

/** We hold the lock: a draft of this name belongs to a set-up that was interrupted. */
function removeLeftovers(drafts, flat) {
  mkdirSync(drafts, { recursive: true });
  for (const entry of readdirSync(drafts)) {
    if (entry.startsWith(`${flat}.`)) rmSync(join(drafts, entry), { recursive: true, force: true });
  }
}
