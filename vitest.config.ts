import { configDefaults, defineConfig } from 'vitest/config';

/** They measure silences: each has its turn after everything else, the last one the machine for itself. */
const CONVERSATIONS = 'test/scenario/conversations.test.ts';
const FAULTS = 'test/scenario/faults.test.ts';
/** They bundle and synthesise, which is hard work for the machine: nobody is on the phone meanwhile who counts milliseconds. */
const STACK = ['test/infra/**/*.test.ts', 'test/scenario/{bundles,rights}.test.ts'];

export default defineConfig({
  test: {
    // Calls run in real time; a slow machine only makes a test late, never wrong.
    testTimeout: 90_000,
    // Most tests wait for somebody to finish speaking; more of them fit on the machine than it has cores.
    maxWorkers: 4,
    maxConcurrency: 8,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'tests',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, CONVERSATIONS, FAULTS, ...STACK],
        },
      },
      {
        extends: true,
        test: {
          name: 'conversations',
          include: [CONVERSATIONS],
          sequence: { groupOrder: 1 },
          maxConcurrency: 10,
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: { name: 'stack', include: STACK, sequence: { groupOrder: 1 }, maxWorkers: 2 },
      },
      {
        extends: true,
        test: { name: 'faults', include: [FAULTS], sequence: { groupOrder: 2 } },
      },
    ],
  },
});
