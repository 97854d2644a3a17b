import { parseCLI, startVitest, type TestCase, type TestSpecification } from 'vitest/node';
import { TOO_SLOW } from '#local/scenario/measurement.ts';
import { TestResults } from './test-results.ts';

// Runs Vitest with the arguments of this command. A test that failed while its machine was late
// proves nothing: it runs again, alone, after all others. Any other failure stands. In a file with
// a late test it may follow from that one, so the whole file runs again.

type Repeat = { readonly title: string; readonly specification: TestSpecification };

/** Repeats of one test; with the first run, three tries. */
const REPEATS = 2;

const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)]);
const results = new TestResults();
const vitest = await startVitest(filter, { ...options, reporters: ['default', results] });

const lateModules = new Set<string>();
for (let repeat = 1; repeat <= REPEATS; repeat += 1) {
  for (const { title, specification } of repeats()) {
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

/** Returns what is to run again: tests that were late, or a whole file. */
function repeats(): Repeat[] {
  const failed = Map.groupBy(results.failed(), ({ module }) => module.moduleId);
  return [...failed].flatMap(([moduleId, tests]) => {
    if (tests.some(wasLate)) lateModules.add(moduleId);
    if (tests.every(wasLate)) return tests.map(repeatOfTest);
    const [test] = tests;
    return test && lateModules.has(moduleId) ? [repeatOfFile(test)] : [];
  });
}

function repeatOfTest({ id, fullName, project, module }: TestCase): Repeat {
  const specification = project.createSpecification(module.moduleId, { testIds: [id] });
  return { title: fullName, specification };
}

function repeatOfFile({ project, module }: TestCase): Repeat {
  const specification = project.createSpecification(module.moduleId);
  return { title: module.relativeModuleId, specification };
}

function wasLate(test: TestCase): boolean {
  const errors = test.result().errors ?? [];
  return errors.some((error) => error.message.startsWith(TOO_SLOW));
}
