import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Most of their time they wait for somebody to finish speaking: more of them fit on the machine than it has cores. */
const WORLDS = 'test/worlds/**/*.test.ts';
/** They open world after world and measure silences: they have the machine for themselves. */
const FAULTS = 'test/worlds/faults.test.ts';
/** A clean clone knows nothing of earlier runs; none of these may go on alone in the end. */
const LONGEST = ['conversations', 'rights', 'resume'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) =>
      LONGEST.some((name) => moduleId.endsWith(`/${name}.test.ts`)) ? 1 : 0;
    return (await super.sort(files)).toSorted((one, other) => isLong(other) - isLong(one));
  }
}

export default defineConfig({
  test: {
    // Calls run in real time; a slow machine only makes a test late, never wrong.
    testTimeout: 90_000,
    maxWorkers: 3,
    maxConcurrency: 8,
    reporters: ['default', './test/progress-reporter.ts'],
    hookTimeout: 120_000,
    setupFiles: ['test/late-machine.ts'],
    // Only a failure that late-machine.ts marks is tried again.
    retry: { count: 2, condition: /^The machine was too slow to measure/ },
    expect: { poll: { timeout: 10_000 } },
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'tests',
          include: ['{test,packages,local}/**/*.test.ts'],
          exclude: [...configDefaults.exclude, WORLDS],
        },
      },
      {
        extends: true,
        test: {
          name: 'worlds',
          include: [WORLDS],
          exclude: [...configDefaults.exclude, FAULTS],
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: { name: 'faults', include: [FAULTS], sequence: { groupOrder: 2 } },
      },
    ],
  },
});
