// Where a project's things lie: its folder's name, its files, and how a frame's place is written down.
import { existsSync } from 'node:fs';
import { basename, isAbsolute, join, relative, resolve, sep } from 'node:path';

export const SUFFIX = '.roadbrush';
export const DATABASE = 'project.db';
/** Lies in a project's folder while a sample or demo is being made, so that a half-made one is told from a whole one. */
export const UNFINISHED = '.unfinished';

export const databaseFile = (folder: string): string => join(folder, DATABASE);
export const framesFolder = (folder: string): string => join(folder, 'frames');
export const runFolder = (folder: string, run: number): string => join(folder, 'runs', String(run));
export const backupsFolder = (folder: string): string => join(folder, 'backups');
export const cacheFolder = (folder: string): string => join(folder, 'cache');
export const projectName = (folder: string): string => basename(folder, SUFFIX);

/** A path as a person writes it, with or without '.roadbrush', to the project's absolute folder (which need not exist). */
export function projectFolder(written: string): string {
  const path = resolve(written);
  if (path.endsWith(SUFFIX)) return path;
  if (!existsSync(path + SUFFIX) && existsSync(databaseFile(path))) return path;
  return path + SUFFIX;
}

export interface StoredPath {
  readonly place: 'inside' | 'outside';
  readonly path: string;
}

/** A file inside the project's folder is stored relative to it (with '/'), so that the folder may move; any other by its absolute path. */
export function storePath(folder: string, file: string): StoredPath {
  const inside = relative(folder, resolve(file));
  if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) return { place: 'outside', path: resolve(file) };
  return { place: 'inside', path: inside.split(sep).join('/') };
}

export const resolvePath = (folder: string, stored: StoredPath): string =>
  stored.place === 'inside' ? join(folder, ...stored.path.split('/')) : stored.path;
