// Builds the four programs: Electron's main, the engine process, the command line, and the window (preload + renderer).
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { resolve } from 'node:path';

const at = (path: string) => resolve(__dirname, path);
/** Native or found at run time by their own packages; everything else is bundled, since Electron 25's Node cannot require ES modules. */
const external = [
  'electron',
  'better-sqlite3',
  'sharp',
  '@tensorflow/tfjs-node-gpu',
  'mediabunny',
  '@mediabunny/server',
  'node-av',
  'h5wasm/node',
  /^node:/,
];

export default defineConfig({
  main: {
    build: {
      externalizeDeps: false,
      target: 'node18',
      rollupOptions: {
        input: {
          index: at('src/main/index.ts'),
          cli: at('src/main/cli/index.ts'),
          engine: at('src/main/engine/process.ts'),
          scene: at('src/main/engine/sample/worker.ts'),
          batches: at('src/main/engine/data/worker.ts'),
          measures: at('src/main/studio/measuring/worker.ts'),
          pairs: at('src/main/studio/pair/worker.ts'),
          formats: at('src/main/formats/worker.ts'),
        },
        output: { format: 'cjs', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
        external,
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      target: 'node18',
      rollupOptions: {
        input: { index: at('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].js' },
        external: ['electron'],
      },
    },
  },
  renderer: {
    root: at('src/renderer'),
    plugins: [react()],
    build: { target: 'chrome114', rollupOptions: { input: { index: at('src/renderer/index.html') } } },
  },
});
