// Unit and integration tests, in plain Node 22 with the real native parts.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/unit/**/*.test.ts', 'tests/integration/**/*.test.ts'],
    pool: 'forks',
    env: { TF_CPP_MIN_LOG_LEVEL: '2' },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
