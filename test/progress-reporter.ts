import type { Reporter, TestModule } from 'vitest/node';

/** Prints the progress of a run after each test file: files, tests, failures, minutes. */
class ProgressReporter implements Reporter {
  #files = 0;
  #done = 0;
  #tests = 0;
  #failed = 0;
  #startedAt = 0;

  onTestRunStart(files: readonly unknown[]) {
    this.#files = files.length;
    this.#startedAt = performance.now();
  }

  onTestModuleEnd(module: TestModule) {
    for (const test of module.children.allTests()) {
      this.#tests += 1;
      if (test.result().state === 'failed') this.#failed += 1;
    }
    this.#done += 1;
    const minutes = ((performance.now() - this.#startedAt) / 60_000).toFixed(1);
    const failed = this.#failed > 0 ? `, ${this.#failed} failed` : '';
    process.stdout.write(
      `   ${this.#done} of ${this.#files} files, ${this.#tests} tests${failed}, ${minutes} min\n`,
    );
  }
}

// biome-ignore lint/style/noDefaultExport: Vitest loads a reporter by its default export.
export default ProgressReporter;
