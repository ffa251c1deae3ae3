// The real Electron, one window at a time: npm test -- e2e (it builds first, and brings a virtual display where there is none).
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/e2e/**/*.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    sequence: { concurrent: false },
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // A flaw that shows once in three runs is a flaw.
    retry: 0,
  },
});
