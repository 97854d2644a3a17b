import {
  parseCLI,
  startVitest,
  type TestCase,
  type TestModule,
  type TestSpecification,
} from 'vitest/node';
import { MAX_CLOCK_LATE_MS, TOO_SLOW } from '#local/scenario/measurement.ts';
import { TestResults } from './test-results.ts';

// Runs Vitest with the arguments of this command. A test that failed while its machine was late
// proves nothing: it runs again after all others. The late tests of a file share the first repeat,
// and each is alone in the second. Any other failure stands. In a file with a late test it may follow
// from that one, so the whole file runs again. So does a file whose hooks broke while they were late.

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

for (const module of results.broken()) {
  printFailure(module.relativeModuleId, results.reasonsOf(module).at(-1));
}
for (const test of results.failed()) {
  printFailure(test.fullName, test.result().errors?.at(-1)?.message);
}
process.stdout.write(`${results.summary()}\n`);
process.exitCode = results.allPassed() ? 0 : 1;
await vitest.exit();

/** Returns what is to run again: the late tests of a file, together or apart, or a whole file. */
function repeats(isEachAlone: boolean): Repeat[] {
  const broken = results.broken().filter(brokeLate);
  const failed = Map.groupBy(results.failed(), ({ module }) => module.id);
  const ofTests = [...failed].flatMap(([id, tests]) => {
    if (broken.some((module) => module.id === id)) return [];
    if (tests.some(wasLate)) lateModules.add(id);
    if (tests.every(wasLate)) {
      return isEachAlone ? tests.flatMap((test) => repeatOf([test])) : repeatOf(tests);
    }
    const [test] = tests;
    return test && lateModules.has(id) ? [repeatOfFile(test.module)] : [];
  });
  return [...broken.map(repeatOfFile), ...ofTests];
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

function repeatOfFile(module: TestModule): Repeat {
  results.forget(module);
  const specification = module.project.createSpecification(module.moduleId);
  return { title: module.relativeModuleId, specification };
}

function wasLate(test: TestCase): boolean {
  const errors = test.result().errors ?? [];
  return errors.some((error) => error.message.startsWith(TOO_SLOW));
}

/** Returns whether a file broke outside of its tests while its clock was late; its whole file may run again. */
function brokeLate(module: TestModule): boolean {
  return (module.meta().lateMs ?? 0) > MAX_CLOCK_LATE_MS;
}

function printFailure(title: string, message: string | undefined): void {
  process.stdout.write(`Failed: ${title}: ${message?.split('\n')[0]}\n`);
}
