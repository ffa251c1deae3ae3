// Programs of the tests, bundled as the product's are: CommonJS, with the native packages outside.
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../../..');

export const source = (...names: string[]): string => join(ROOT, ...names);

/** Built before this file's tests and removed after them; the path of one of the programs. Inside the checkout, so that node_modules are found. */
export function bundled<N extends string>(input: Record<N, string>): (name: N) => string {
  const outDir = join(ROOT, 'out', `test-${process.pid}-${Math.random().toString(36).slice(2)}`);
  beforeAll(async () => {
    await build({
      root: ROOT,
      configFile: false,
      logLevel: 'warn',
      ssr: {
        noExternal: true,
        external: ['sharp', '@tensorflow/tfjs-node-gpu', 'mediabunny', '@mediabunny/server', 'node-av', 'h5wasm/node'],
      },
      build: {
        ssr: true,
        target: 'node18',
        outDir,
        rollupOptions: { input, output: { format: 'cjs', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' } },
      },
    });
  });
  afterAll(() => rmSync(outDir, { recursive: true, force: true }));
  return (name) => join(outDir, `${name}.js`);
}
