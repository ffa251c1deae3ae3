// Stamps: what a finished part was made from, and the files that prove it is still there.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

export function hash(...texts) {
  const sum = createHash('sha256');
  for (const text of texts) sum.update(text).update('\0');
  return sum.digest('hex').slice(0, 16);
}

/** One hash over names and contents of files and folders; what is missing counts as missing. */
export function hashFiles(base, names) {
  const sum = createHash('sha256');
  for (const name of names) {
    for (const file of listFiles(join(base, name))) {
      sum.update(relative(base, file)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return sum.digest('hex').slice(0, 16);
}

function listFiles(path) {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (!entry) return [];
  if (!entry.isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => listFiles(join(path, name)));
}

/** @returns {[string, number][]} path and size of each file */
export function prove(paths) {
  return paths.map((path) => [path, statSync(path).size]);
}

export function holds(proof) {
  return proof.every(([path, size]) => statSync(path, { throwIfNoEntry: false })?.size === size);
}

export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** Readers see the old file or the new one, never half of one. */
export function writeJson(file, value) {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`);
  renameSync(draft, file);
}
