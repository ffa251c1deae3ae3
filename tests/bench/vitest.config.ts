// npm run bench: measurements, not tests. Ratios against a peer run in the same sitting; the tables go to standard output, to be committed under docs/.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/bench/**/*.bench.ts'],
    pool: 'forks',
    fileParallelism: false,
    env: { TF_CPP_MIN_LOG_LEVEL: '2' },
    testTimeout: 3_600_000,
    disableConsoleIntercept: true,
  },
});
