// Builds one TypeScript file into a program that a child process can run.
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { tempFolder } from './helpers';

export const NODE_PATH = resolve(__dirname, '../../../node_modules');

/** Answers the program's path; run it with NODE_PATH in the environment. */
export async function bundle(entry: string, target = 'node22'): Promise<string> {
  const outDir = tempFolder();
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: entry,
      outDir,
      emptyOutDir: false,
      target,
      rollupOptions: { output: { format: 'cjs', entryFileNames: 'program.cjs' }, external: ['better-sqlite3', /^node:/] },
    },
    ssr: { noExternal: true, external: ['better-sqlite3'] },
  });
  return join(outDir, 'program.cjs');
}
