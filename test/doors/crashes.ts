import process from 'node:process';
import { afterAll, expect } from 'vitest';

/** Holds a file's tests to it that nothing fails where nobody catches it: a process would die of that. */
export function expectNoCrashes(): void {
  const crashes: unknown[] = [];
  const note = (crash: unknown) => void crashes.push(crash);
  process.on('unhandledRejection', note).on('uncaughtException', note);
  afterAll(async () => {
    // A rejection counts as unhandled when the turn of the event loop is over.
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note).off('uncaughtException', note);
    expect(crashes).toEqual([]);
  });
}
