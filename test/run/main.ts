import { parseCLI, startVitest, type TestCase } from 'vitest/node';
import { TOO_SLOW } from '#local/scenario/measurement.ts';
import { TestResults } from './test-results.ts';

// Runs Vitest with the arguments of this command. A test that failed while its machine was late
// proves nothing: it runs again, alone, after all others. Any other failure stands.

/** Repeats of one test; with the first run, three tries. */
const REPEATS = 2;

const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)]);
const results = new TestResults();
const vitest = await startVitest(filter, { ...options, reporters: ['default', results] });

for (let repeat = 1; repeat <= REPEATS; repeat += 1) {
  for (const test of results.failed().filter(wasLate)) {
    process.stdout.write(`\nRepeats alone (${repeat} of ${REPEATS}): ${test.fullName}\n`);
    const alone = test.project.createSpecification(test.module.moduleId, { testIds: [test.id] });
    await vitest.runTestSpecifications([alone]);
  }
}

for (const test of results.failed()) {
  const reason = test.result().errors?.at(-1)?.message.split('\n')[0];
  process.stdout.write(`Failed: ${test.fullName}: ${reason}\n`);
}
process.stdout.write(`${results.summary()}\n`);
process.exitCode = results.allPassed() ? 0 : 1;
await vitest.exit();

function wasLate(test: TestCase): boolean {
  const errors = test.result().errors ?? [];
  return errors.some((error) => error.message.startsWith(TOO_SLOW));
}
