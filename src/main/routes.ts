// Where the native parts are: what the set-up wrote to .runtime/routes.json, checked.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { fail, ok, type Result } from '../shared/result';

const path = z.string().min(1);

/** A part that the set-up has not brought in yet is null; keys that this program does not use are left out. */
export const Routes = z.object({
  /** Node 22: what the engine and the command line run in. */
  node: path.nullable(),
  tensorflow: z
    .object({
      /** Holds `tensorflow/libtensorflow_cc.so.2`. */
      dir: path,
      kind: z.enum(['cpu', 'cuda']),
      version: z.string(),
      route: z.string(),
    })
    .nullable(),
  tfjsAddon: path.nullable(),
  electron: z.object({ path, version: z.string(), route: z.string(), warning: z.string().nullish() }).nullable(),
  /** better-sqlite3 for Electron's Node-API; null where its own prebuilt one serves. */
  sqliteBinding: path.nullable(),
  versions: z.record(z.string(), z.string().nullish()),
  /** Part -> how it came here, in words, for the doctor. */
  routes: z.record(z.string(), z.string()),
});
export type Routes = z.infer<typeof Routes>;

const MEND = 'Run `npm run doctor`, or `npm start` once: it puts every part in place.';

/** The folder of the checkout or of the installed program: the nearest one above this file with Roadbrush's package.json. */
export function appRoot(from: string = dirname(fileURLToPath(import.meta.url))): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as { name?: unknown }).name === 'roadbrush') return folder;
    if (dirname(folder) === folder) throw new Error(`No package.json of Roadbrush above ${from}.`);
  }
}

/** The file that ROADBRUSH_ROUTES names, else the one beside the program. */
export const routesFile = (env: NodeJS.ProcessEnv = process.env): string =>
  env['ROADBRUSH_ROUTES'] || join(appRoot(), '.runtime', 'routes.json');

/** Fails with 'not-set-up' when the file is missing, unreadable or not what the set-up writes. */
export function readRoutes(file: string = routesFile()): Result<Routes> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'is not there' : 'cannot be read';
    return fail('not-set-up', `The native parts are not set up: ${file} ${why}.`, MEND);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return fail('not-set-up', `The list of native parts, ${file}, is damaged: it is not JSON.`, MEND);
  }
  const checked = Routes.safeParse(json);
  if (checked.success) return ok(checked.data);
  const [issue] = checked.error.issues;
  const where = issue && issue.path.length > 0 ? ` (${issue.path.join('.')}: ${issue.message})` : '';
  return fail('not-set-up', `The list of native parts, ${file}, is not what this version's set-up writes${where}.`, MEND);
}
