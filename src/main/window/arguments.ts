// Which project the command line names, if any.
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** The first argument that is a project's folder, its project.db, or is named like one; absolute. `cwd`: where the program was called. */
export function projectArgument(argv: readonly string[], cwd: string): string | null {
  for (const argument of argv.slice(1)) {
    if (argument.startsWith('-')) continue;
    const path = resolve(cwd, argument);
    if (basename(path) === 'project.db' && existsSync(path)) return dirname(path);
    if (path.endsWith('.roadbrush')) return path;
    if (isFolder(path) && existsSync(join(path, 'project.db'))) return path;
  }
  return null;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
