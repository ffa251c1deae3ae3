// project.lock: one program at a time may write a project. It names its holder, and a dead holder's lock is taken over.
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../shared/result';

interface Holder {
  readonly pid: number;
  /** When that process began, in the kernel's ticks (Linux): tells a reused process id from the holder. Empty elsewhere. */
  readonly born: string;
  readonly host: string;
  readonly program: string;
  readonly token: string;
}
export interface Lock {
  release(): void;
}

const lockFile = (folder: string): string => join(folder, 'project.lock');

/** The locks that this very process holds. */
const held = new Set<string>();

/** `folder`: the project's; `program`: what the other one will be told. Fails with 'locked'. */
export function takeLock(folder: string, program: string): Result<Lock> {
  const file = lockFile(folder);
  const mine: Holder = {
    pid: process.pid,
    born: bornAt(process.pid),
    host: hostname(),
    program,
    token: `${process.pid}-${Date.now()}-${Math.random()}`,
  };
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      putWhole(file, JSON.stringify(mine), mine.token);
      held.add(mine.token);
      return ok({ release: () => release(file, mine) });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        return fail(
          'unwritable',
          `${folder} cannot be written (${(error as Error).message}).`,
          'Check the folder’s permissions and the free disk space.',
        );
      }
    }
    const text = readText(file);
    if (text === null) continue;
    const other = parse(text);
    if (other && isAlive(other)) return locked(folder, file, other);
    setAside(file, text, mine.token);
  }
  return fail('locked', `Another program is opening ${folder} at this moment.`, 'Try again.');
}

/** Creates the lock with its text at once, so that nobody ever reads an empty one. Fails with EEXIST. */
function putWhole(file: string, text: string, token: string): void {
  const draft = `${file}.draft-${token}`;
  writeFileSync(draft, text);
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    // A file system without hard links.
    writeFileSync(file, text, { flag: 'wx' });
  } finally {
    rmSync(draft, { force: true });
  }
}

function release(file: string, mine: Holder): void {
  held.delete(mine.token);
  const now = readText(file);
  if (now !== null && parse(now)?.token === mine.token) rmSync(file, { force: true });
}

/** Takes the stale lock out of the way. Renaming is atomic: if a third program was faster and its fresh lock was caught, it is put back. */
function setAside(file: string, stale: string, token: string): void {
  const aside = `${file}.stale-${token}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  try {
    if (readText(aside) !== stale) linkSync(aside, file);
  } catch {
    // Somebody else's lock is there by now; that one counts.
  }
  rmSync(aside, { force: true });
}

function isAlive(other: Holder): boolean {
  if (other.host !== hostname()) return true;
  if (other.pid === process.pid) return held.has(other.token);
  try {
    process.kill(other.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const born = bornAt(other.pid);
  return born === '' || other.born === '' || born === other.born;
}

/** Field 22 of /proc/<pid>/stat, after the command's closing bracket (it may hold blanks). */
function bornAt(pid: number): string {
  const stat = readText(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

/** Whether a program that lives holds the lock. A reader asks: a run recorded as 'running' that nobody trains was left behind. */
export function isLocked(folder: string): boolean {
  const text = readText(lockFile(folder));
  const other = text === null ? null : parse(text);
  return other !== null && isAlive(other);
}

function locked(folder: string, file: string, other: Holder): Result<never> {
  const here = other.host === hostname();
  const where = here ? `process ${other.pid}` : `process ${other.pid} on ${other.host}`;
  return fail(
    'locked',
    `${folder} is open in another program: ${other.program} (${where}).`,
    here ? 'Close it there first.' : `Close it there first; if that program is gone, delete ${file}.`,
  );
}

function parse(text: string): Holder | null {
  try {
    const value = JSON.parse(text) as Partial<Holder>;
    return typeof value.pid === 'number' && typeof value.host === 'string' && typeof value.token === 'string'
      ? { pid: value.pid, host: value.host, token: value.token, born: value.born ?? '', program: value.program ?? 'a program' }
      : null;
  } catch {
    return null;
  }
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
