// The lock between set-ups that run at the same time.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
// @ts-expect-error the scripts are plain JavaScript
import { withLock } from '../../../scripts/lib/lock.mjs';

const run = promisify(execFile);
const library = resolve('scripts/lib/lock.mjs');
const newLock = () => join(mkdtempSync(join(tmpdir(), 'roadbrush-lock-')), 'part.lock');

test('four processes that want the same lock work one after the other', async () => {
  const lock = newLock();
  const journal = `${lock}.journal`;
  const script = `
    import { appendFileSync } from 'node:fs';
    import { withLock } from ${JSON.stringify(library)};
    await withLock(${JSON.stringify(lock)}, async () => {
      appendFileSync(${JSON.stringify(journal)}, 'begin ');
      await new Promise((next) => setTimeout(next, 50));
      appendFileSync(${JSON.stringify(journal)}, 'end ');
    }, { poll: 5 });`;
  await Promise.all(Array.from({ length: 4 }, () => run(process.execPath, ['--input-type=module', '-e', script])));
  expect(readFileSync(journal, 'utf8')).toBe('begin end '.repeat(4));
  expect(existsSync(lock)).toBe(false);
});

test('the lock of a process that was killed is taken over at once', async () => {
  const lock = newLock();
  const script = `
    import { withLock } from ${JSON.stringify(library)};
    await withLock(${JSON.stringify(lock)}, () => process.kill(process.pid, 'SIGKILL'));`;
  await run(process.execPath, ['--input-type=module', '-e', script]).catch(() => undefined);
  expect(existsSync(lock)).toBe(true);
  expect(await withLock(lock, () => 'mine')).toBe('mine');
});

test('one of several waiters takes over a dead lock, and the others wait for that one', async () => {
  const lock = newLock();
  writeFileSync(lock, JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), id: 'gone' }));
  let inside = 0;
  const work = async () => {
    expect(++inside).toBe(1);
    await new Promise((next) => setTimeout(next, 10));
    inside--;
  };
  await Promise.all(Array.from({ length: 8 }, () => withLock(lock, work, { poll: 2 })));
});

test('a lock held on another machine counts as dead only when its heartbeat stands still', async () => {
  const lock = newLock();
  writeFileSync(lock, JSON.stringify({ pid: 1, host: 'elsewhere', id: 'x' }));
  const begun = Date.now();
  const heartbeat = setInterval(() => utimesSync(lock, new Date(), new Date()), 20);
  setTimeout(() => clearInterval(heartbeat), 400);
  const waited: unknown[] = [];
  await withLock(lock, () => undefined, { poll: 10, deadAfter: 200, onWait: (owner: unknown) => waited.push(owner) });
  expect(Date.now() - begun).toBeGreaterThan(550);
  expect(waited).toEqual([{ pid: 1, host: 'elsewhere', id: 'x' }]);
});

test('a lock is given back when the work fails', async () => {
  const lock = newLock();
  await expect(withLock(lock, () => Promise.reject(new Error('no room')))).rejects.toThrow('no room');
  expect(existsSync(lock)).toBe(false);
});
