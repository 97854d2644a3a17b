import process from 'node:process';
import { afterAll, expect } from 'vitest';

/** Fails a test file in which an error or a rejection was not caught: it would end a process. */
export function expectNoCrashes(): void {
  const crashes: unknown[] = [];
  const note = (crash: unknown) => void crashes.push(crash);
  process.on('unhandledRejection', note).on('uncaughtException', note);
  afterAll(async () => {
    // A rejection counts as unhandled once the turn of the event loop is over.
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note).off('uncaughtException', note);
    expect(crashes).toEqual([]);
  });
}
