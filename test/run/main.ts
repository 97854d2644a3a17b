import { parseCLI, startVitest, type TestCase, type TestSpecification } from 'vitest/node';
import { TOO_SLOW } from '#local/scenario/measurement.ts';
import { TestResults } from './test-results.ts';

// Runs Vitest with the arguments of this command. A test that failed while its machine was late
// proves nothing: it runs again after all others. The late tests of a file share the first repeat,
// and each is alone in the second. Any other failure stands. In a file with a late test it may follow
// from that one, so the whole file runs again.

type Repeat = { readonly title: string; readonly specification: TestSpecification };

/** Repeats of one test; with the first run, three tries. */
const REPEATS = 2;

const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)]);
const results = new TestResults();
const vitest = await startVitest(filter, { ...options, reporters: ['default', results] });

const lateModules = new Set<string>();
for (let repeat = 1; repeat <= REPEATS; repeat += 1) {
  for (const { title, specification } of repeats(repeat === REPEATS)) {
    process.stdout.write(`\nRepeats (${repeat} of ${REPEATS}): ${title}\n`);
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

/** Returns what is to run again: the late tests of a file, together or apart, or a whole file. */
function repeats(isEachAlone: boolean): Repeat[] {
  const failed = Map.groupBy(results.failed(), ({ module }) => module.moduleId);
  return [...failed].flatMap(([moduleId, tests]) => {
    if (tests.some(wasLate)) lateModules.add(moduleId);
    if (tests.every(wasLate)) {
      return isEachAlone ? tests.flatMap((test) => repeatOf([test])) : repeatOf(tests);
    }
    const [test] = tests;
    return test && lateModules.has(moduleId) ? [repeatOfFile(test)] : [];
  });
}

/** Returns the repeat of tests of one file; none of no tests. */
function repeatOf(tests: readonly TestCase[]): Repeat[] {
  const [test] = tests;
  if (!test) return [];
  const specification = test.project.createSpecification(test.module.moduleId, {
    testIds: tests.map(({ id }) => id),
  });
  return [{ title: tests.map(({ fullName }) => fullName).join('; '), specification }];
}

function repeatOfFile({ project, module }: TestCase): Repeat {
  const specification = project.createSpecification(module.moduleId);
  return { title: module.relativeModuleId, specification };
}

function wasLate(test: TestCase): boolean {
  const errors = test.result().errors ?? [];
  return errors.some((error) => error.message.startsWith(TOO_SLOW));
}
