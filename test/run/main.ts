import { parseCLI, startVitest, type TestCase, type TestSpecification } from 'vitest/node';
import { TOO_SLOW } from '#local/scenario/measurement.ts';
import { TestResults } from './test-results.ts';

// Runs Vitest with the arguments of this command. A test that failed while its machine was late
// proves nothing: it runs again, alone, after all others. Any other failure stands.

/** Repeats of one test; with the first run, three tries. */
const REPEATS = 2;

/** The project whose files are stories: each test begins where the test before it ended. */
const STORIES = 'crowd';

const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)]);
const results = new TestResults();
const vitest = await startVitest(filter, { ...options, reporters: ['default', results] });

for (let repeat = 1; repeat <= REPEATS; repeat += 1) {
  for (const { title, specification } of repeatsOf(results.failed().filter(wasLate))) {
    process.stdout.write(`\nRepeats alone (${repeat} of ${REPEATS}): ${title}\n`);
    await vitest.runTestSpecifications([specification]);
  }
}

for (const test of results.failed()) {
  const reason = test.result().errors?.at(-1)?.message.split('\n')[0];
  process.stdout.write(`Failed: ${test.fullName}: ${reason}\n`);
}
process.stdout.write(`${results.summary()}\n`);
process.exitCode = results.allPassed() ? 0 : 1;
await vitest.exit();

/** Returns what is to be repeated: each test, or once its whole file where tests build on each other. */
function repeatsOf(late: readonly TestCase[]) {
  const repeats = new Map<string, { title: string; specification: TestSpecification }>();
  for (const { id, fullName, project, module } of late) {
    const { moduleId, relativeModuleId } = module;
    if (project.name === STORIES) {
      const specification = project.createSpecification(moduleId);
      repeats.set(moduleId, { title: relativeModuleId, specification });
    } else {
      const specification = project.createSpecification(moduleId, { testIds: [id] });
      repeats.set(id, { title: fullName, specification });
    }
  }
  return repeats.values();
}

function wasLate(test: TestCase): boolean {
  const errors = test.result().errors ?? [];
  return errors.some((error) => error.message.startsWith(TOO_SLOW));
}
