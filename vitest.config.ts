import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Calls run in real time; a slow machine only makes a test late, never wrong.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
