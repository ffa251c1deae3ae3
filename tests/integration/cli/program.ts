// The real program, built from source and run as users run it: its own process, the real engine, signals.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { build } from 'vite';
import { readRoutes, type Routes } from '../../../src/main/routes';

const root = resolve(__dirname, '../../..');
const EXTERNAL = ['better-sqlite3', 'sharp', '@tensorflow/tfjs-node-gpu', 'mediabunny', '@mediabunny/server', 'node-av', 'h5wasm/node'];

/** What the set-up brought in, or the reason why the real program cannot run here. */
export function parts(): { routes: Routes; reason: null } | { routes: null; reason: string } {
  const found = readRoutes();
  if (!found.ok) return { routes: null, reason: found.error.message };
  const { node, tensorflow } = found.value;
  return node && tensorflow ? { routes: found.value, reason: null } : { routes: null, reason: 'Node 22 or TensorFlow is not set up.' };
}

export interface Finished {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly json: Record<string, unknown>;
}
export interface Program {
  run(args: readonly string[], cwd: string): Promise<Finished>;
  /** `watch` gets standard output and error as they come, and may kill the child. */
  start(args: readonly string[], cwd: string, watch: (text: string, child: ChildProcess) => void): Promise<Finished>;
  remove(): void;
}

/** Built inside the checkout, where the program finds its packages. */
export async function buildProgram(routes: Routes): Promise<Program> {
  mkdirSync(join(root, 'out'), { recursive: true });
  const outDir = mkdtempSync(join(root, 'out', 'test-cli-'));
  const remove = (): void => rmSync(outDir, { recursive: true, force: true });
  await build({
    ...{ root, configFile: false, logLevel: 'error' },
    build: {
      ...{ ssr: join(root, 'src/main/cli/index.ts'), outDir, target: 'node18' },
      rollupOptions: { output: { format: 'cjs', entryFileNames: 'cli.js' }, external: [...EXTERNAL, /^node:/] },
    },
    ssr: { noExternal: true, external: EXTERNAL },
  }).catch((error: unknown) => {
    remove();
    throw error;
  });
  const libraries = join(routes.tensorflow?.dir ?? '', 'tensorflow');
  const env = {
    ...process.env,
    LD_LIBRARY_PATH: [libraries, process.env['LD_LIBRARY_PATH']].filter(Boolean).join(delimiter),
    TF_CPP_MIN_LOG_LEVEL: '2',
  };
  const start: Program['start'] = (args, cwd, watch) =>
    new Promise((done, failed) => {
      const child = spawn(routes.node ?? process.execPath, ['--disable-warning=DEP0051', join(outDir, 'cli.js'), ...args], { cwd, env });
      const written = { out: '', err: '' };
      const take = (to: 'out' | 'err') => (chunk: Buffer) => {
        written[to] += chunk.toString();
        watch(written.out + written.err, child);
      };
      child.stdout.on('data', take('out'));
      child.stderr.on('data', take('err'));
      child.once('error', failed);
      child.once('close', (code) => {
        const last = written.out.trimEnd().split('\n').at(-1) ?? '';
        done({ code, ...written, json: last.startsWith('{') ? (JSON.parse(last) as Record<string, unknown>) : {} });
      });
    });
  return { start, run: (args, cwd) => start(args, cwd, () => undefined), remove };
}
