import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Tests that open whole worlds; they mostly wait for speech, so more of them fit than there are cores. */
const WORLDS = 'test/worlds/**/*.test.ts';
/** The fault matrix opens world after world and measures silences, so it has the machine for itself. */
const FAULTS = 'test/worlds/faults.test.ts';
/** The longest files start first: a clean clone has no timings of earlier runs. */
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
    // Calls run in real time, and a busy machine makes them late.
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
