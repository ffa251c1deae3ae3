// One program at a time writes a project.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { unwrap } from '../../../src/shared/result';
import { takeLock } from '../../../src/main/project/lock';
import { openProjectFolder } from '../../../src/main/project/open';
import { READ, WRITE, newProject, tempFolder } from './helpers';

const refusal = (folder: string) => {
  const result = takeLock(folder, 'a second program');
  return result.ok ? expect.fail('the lock should be held') : result.error;
};

it('a second writer is told who has the project; a reader needs no lock', () => {
  const project = newProject();
  const second = openProjectFolder(project.folder, WRITE);
  expect(second).toMatchObject({ ok: false, error: { code: 'locked', message: expect.stringContaining('a test (process ') } });
  const reader = unwrap(openProjectFolder(project.folder, READ));
  expect(reader.write).toBeNull();
  reader.close();
  const either = unwrap(openProjectFolder(project.folder, { ...WRITE, mode: 'write-if-free' }));
  expect(either.write).toBeNull();
  expect(either.readOnly).toContain('a test');
  either.close();
  project.close();
  const free = unwrap(openProjectFolder(project.folder, { ...WRITE, mode: 'write-if-free' }));
  expect(free.write).not.toBeNull();
  free.close();
});

it('the lock of a program that died is taken over', async () => {
  const folder = tempFolder();
  const child = spawn(process.execPath, ['-e', '']);
  const pid = child.pid;
  await new Promise((done) => child.once('exit', done));
  writeFileSync(join(folder, 'project.lock'), JSON.stringify({ pid, born: '1', host: hostname(), program: 'a dead one', token: 't' }));
  const lock = unwrap(takeLock(folder, 'me'));
  expect(JSON.parse(readFileSync(join(folder, 'project.lock'), 'utf8'))).toMatchObject({ pid: process.pid, program: 'me' });
  lock.release();
  expect(readdirSync(folder)).toEqual([]);
});

it('the lock of a live program, or of another machine, is respected', () => {
  const folder = tempFolder();
  const file = join(folder, 'project.lock');
  const holder = { pid: process.ppid, born: '', host: hostname(), program: 'Roadbrush window', token: 't' };
  writeFileSync(file, JSON.stringify(holder));
  expect(refusal(folder).message).toContain(`Roadbrush window (process ${process.ppid})`);
  writeFileSync(file, JSON.stringify({ ...holder, host: 'elsewhere', pid: 1 }));
  expect(refusal(folder)).toMatchObject({ message: expect.stringContaining('on elsewhere'), hint: expect.stringContaining('delete') });
});

it.runIf(process.platform === 'linux')('a process id that was used again does not hold the lock of its forebear', () => {
  const folder = tempFolder();
  const holder = { pid: process.ppid, born: '1', host: hostname(), program: 'long gone', token: 't' };
  writeFileSync(join(folder, 'project.lock'), JSON.stringify(holder));
  unwrap(takeLock(folder, 'me')).release();
});

it('a lock file of nonsense, or one this process forgot to release, is taken over', () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'project.lock'), 'nonsense');
  unwrap(takeLock(folder, 'me')).release();
  writeFileSync(
    join(folder, 'project.lock'),
    JSON.stringify({ pid: process.pid, born: '', host: hostname(), program: 'me', token: 'forgotten' }),
  );
  unwrap(takeLock(folder, 'me')).release();
});
