import { performance } from 'node:perf_hooks';
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node';

/** Keeps the latest result of each test over several runs, and prints the progress after each file. */
export class TestResults implements Reporter {
  readonly #tests = new Map<string, TestCase>();
  readonly #broken = new Map<string, TestModule>();
  #unhandled: SerializedError[] = [];
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
    if (errorsOf(module).length > 0) this.#broken.set(module.id, module);
    this.#done += 1;
    const minutes = ((performance.now() - this.#startedAt) / 60_000).toFixed(1);
    process.stdout.write(
      `   ${this.#done} of ${this.#files} files, ${this.summary()}, ${minutes} min\n`,
    );
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]) {
    this.#unhandled.push(...unhandled);
    for (const module of modules) {
      if (unhandled.some((error) => isOf(module, error))) this.#broken.set(module.id, module);
    }
  }

  /** Forgets what broke in a file outside of its tests: the whole file runs again. */
  forget(module: TestModule): void {
    this.#broken.delete(module.id);
    this.#unhandled = this.#unhandled.filter((error) => !isOf(module, error));
  }

  /** Returns the failed tests, each with its last errors. */
  failed(): TestCase[] {
    return [...this.#tests.values()].filter((test) => test.result().state === 'failed');
  }

  /** Returns the files that broke outside of their tests: while loading, in a hook, or by a stray error. */
  broken(): TestModule[] {
    return [...this.#broken.values()];
  }

  /** Returns what broke in a file outside of its tests, as messages. */
  reasonsOf(module: TestModule): string[] {
    const unhandled = this.#unhandled.filter((error) => isOf(module, error));
    return [...unhandled, ...errorsOf(module)].map(({ message }) => message);
  }

  /** Returns whether tests ran, all of them passed, and nothing broke outside of them. */
  allPassed(): boolean {
    const isWhole = this.#broken.size === 0 && this.#unhandled.length === 0;
    return this.#tests.size > 0 && this.failed().length === 0 && isWhole;
  }

  /** Returns "3418 passed, 0 failed". */
  summary(): string {
    const passed = [...this.#tests.values()].filter((test) => test.result().state === 'passed');
    return `${passed.length} passed, ${this.failed().length} failed`;
  }
}

/** Lists why a file could not be loaded, or what the hooks of its suites threw; the file's own last. */
function errorsOf(module: TestModule): SerializedError[] {
  return [...module.children.allSuites(), module].flatMap((suite) => suite.errors());
}

/** Returns whether an error that no test caught came from a file. */
function isOf(module: TestModule, error: SerializedError): boolean {
  return error['VITEST_TEST_PATH'] === module.moduleId;
}
