import { configDefaults, defineConfig } from 'vitest/config';

/** They measure silences: each has the machine for itself, after everything else. */
const CONVERSATIONS = 'test/scenario/conversations.test.ts';
const FAULTS = 'test/scenario/faults.test.ts';

export default defineConfig({
  test: {
    // Calls run in real time; a slow machine only makes a test late, never wrong.
    testTimeout: 90_000,
    // Most tests wait for somebody to finish speaking; more of them fit on the machine than it has cores.
    maxWorkers: 3,
    maxConcurrency: 8,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'tests',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, CONVERSATIONS, FAULTS],
        },
      },
      {
        extends: true,
        test: { name: 'conversations', include: [CONVERSATIONS], sequence: { groupOrder: 1 } },
      },
      {
        extends: true,
        test: { name: 'faults', include: [FAULTS], sequence: { groupOrder: 2 } },
      },
    ],
  },
});
