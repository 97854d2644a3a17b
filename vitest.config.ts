import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Calls run in real time; a slow machine only makes a test late, never wrong.
    testTimeout: 90_000,
    // Most tests wait for somebody to finish speaking; more of them fit on the machine than it has cores.
    maxWorkers: 3,
    maxConcurrency: 8,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
  },
});
