import { performance } from 'node:perf_hooks';
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node';

/** Keeps the latest result of each test over several runs, and prints the progress after each file. */
export class TestResults implements Reporter {
  readonly #tests = new Map<string, TestCase>();
  readonly #brokenModules = new Set<string>();
  #unhandled = 0;
  #files = 0;
  #done = 0;
  readonly #startedAt = performance.now();

  onTestRunStart(files: readonly unknown[]) {
    this.#files = files.length;
    this.#done = 0;
  }

  onTestCaseResult(test: TestCase) {
    // A repeat runs one test of its file and skips the others: their results stay.
    if (test.result().state !== 'skipped' || !this.#tests.has(test.id)) {
      this.#tests.set(test.id, test);
    }
  }

  onTestModuleEnd(module: TestModule) {
    if (isBroken(module)) this.#brokenModules.add(module.moduleId);
    this.#done += 1;
    const minutes = ((performance.now() - this.#startedAt) / 60_000).toFixed(1);
    process.stdout.write(
      `   ${this.#done} of ${this.#files} files, ${this.summary()}, ${minutes} min\n`,
    );
  }

  onTestRunEnd(_modules: unknown, unhandledErrors: readonly SerializedError[]) {
    this.#unhandled += unhandledErrors.length;
  }

  /** Returns the failed tests, each with its last errors. */
  failed(): TestCase[] {
    return [...this.#tests.values()].filter((test) => test.result().state === 'failed');
  }

  /** Returns whether tests ran, all of them passed, and nothing broke outside of them. */
  allPassed(): boolean {
    const isWhole = this.#brokenModules.size === 0 && this.#unhandled === 0;
    return this.#tests.size > 0 && this.failed().length === 0 && isWhole;
  }

  /** Returns "3418 passed, 0 failed". */
  summary(): string {
    const passed = [...this.#tests.values()].filter((test) => test.result().state === 'passed');
    return `${passed.length} passed, ${this.failed().length} failed`;
  }
}

/** Returns whether a file could not be loaded, or a hook of one of its suites threw. */
function isBroken(module: TestModule): boolean {
  const suites = [module, ...module.children.allSuites()];
  return suites.some((suite) => suite.errors().length > 0);
}
