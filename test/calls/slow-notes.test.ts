import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Functions, openFunctions } from '../functions.ts';
import { callFields } from '../twilio-requests.ts';

let functions: Functions;
beforeAll(async () => {
  functions = await openFunctions('http://127.0.0.1:9');
});
afterAll(() => functions[Symbol.asyncDispose]());

/** A store that reads and moves calls, but takes forever to note what became of them. */
const slow = () => {
  const never = () => new Promise<never>(() => {});
  const { calls, watches } = functions.parts;
  return {
    calls: { ...calls, answered: never },
    watches: { ...watches, arm: never, disarm: never },
  };
};

test.each([
  ['connected again', undefined, '<Connect '],
  ['asked for a voicemail', 'fallback', '<Record '],
] as const)(
  'a caller is %s though the alarm and the answer cannot be noted',
  async (_, intent, verb) => {
    const fields = callFields();
    await functions.post('incoming-call', fields);
    if (intent) await functions.parts.calls.intend(fields.CallSid, 1, intent);
    const startedAt = Date.now();
    const ended = { ...fields, CallStatus: 'in-progress' };
    const { body } = await functions.post('stream-ended', ended, 'gen=1', slow());
    expect(body).toContain(verb);
    // Half a second for all notes together, and room for the reads.
    expect(Date.now() - startedAt).toBeLessThan(1_500);
  },
);
