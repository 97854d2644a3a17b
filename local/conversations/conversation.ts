import * as z from 'zod/mini';
import { officeSettings, pastFacts } from '#local/control/call-order.ts';
import { scriptOf, stepWith } from '#local/control/caller-script.ts';
import { exactly } from '#local/control/valid-input.ts';
import { expected, expectedRow, scriptText, someWords } from './expectation.ts';

const MAX_ROWS = 50;
/** A longer call is not a conversation. */
const MAX_CALL_MS = 600_000;

const milliseconds = z
  .int('must be a whole number of milliseconds')
  .check(
    z.minimum(1, 'must be positive'),
    z.maximum(MAX_CALL_MS, `must not be more than ${MAX_CALL_MS}`),
  );
const rows = z
  .array(expectedRow, 'must be a list of rows')
  .check(z.maxLength(MAX_ROWS, `must not have more than ${MAX_ROWS} rows`));

/** The expectations of the turns that a step causes. */
const stepExpectation = exactly({
  /** The agent's answer. */
  answer: z.exactOptional(expected),
  /** The words that were understood. */
  understood: z.exactOptional(expected),
  /** The number of turns that the step causes. */
  turns: z.exactOptional(expected),
  /** Whether the answer is heard to its end. */
  heardWhole: z.exactOptional(z.boolean('must be true or false')),
});
type StepExpectation = z.output<typeof stepExpectation>;

const step = stepWith<{ readonly expect?: StepExpectation; readonly audio?: string }>((kind) => ({
  ...(kind === 'say' || kind === 'interrupt' || kind === 'press'
    ? { expect: z.exactOptional(stepExpectation) }
    : {}),
  ...(kind === 'say' || kind === 'interrupt' ? { audio: z.exactOptional(scriptText) } : {}),
}));

/** The expectations of the finished call. */
const afterwards = exactly({
  endedBy: z.exactOptional(z.enum(['agent', 'caller'], 'must be agent or caller')),
  /** The number of turns with words of the caller. */
  turns: z.exactOptional(expected),
  longestDeadAirMs: z.exactOptional(milliseconds),
  /** Words that the agent must not have said. */
  neverSaid: z.exactOptional(someWords),
  call_log: z.exactOptional(expectedRow),
  /** Rows that occur among the turns, in this order. */
  call_turn: z.exactOptional(rows),
  interaction: z.exactOptional(expectedRow),
  lead: z.exactOptional(z.nullable(expectedRow)),
  /** All of the contact's viewings. */
  viewings: z.exactOptional(rows),
  /** All tasks that the call opened for the office, oldest first. */
  tasks: z.exactOptional(rows),
});

/** Checks the file of a scripted conversation. */
export const conversationFile = exactly({
  about: scriptText,
  /** The caller's number; a new caller by default. */
  from: z.exactOptional(
    z
      .string('must be text')
      .check(
        z.regex(
          /^(\+[1-9]\d{6,14}|withheld)$/,
          'must be a phone number in E.164, like +972501234567, or withheld',
        ),
      ),
  ),
  office: z.exactOptional(officeSettings),
  before: z.exactOptional(pastFacts),
  steps: scriptOf(step),
  /** The caller hangs up this long after the answer, whatever happens. */
  longestMs: z.exactOptional(milliseconds),
  afterwards: z.exactOptional(afterwards),
});

type ConversationFile = z.output<typeof conversationFile>;

/** A conversation with its name, its recordings read. */
export type Conversation = ConversationFile & { readonly name: string };
/** One thing that the caller does. */
export type ConversationStep = Conversation['steps'][number];
/** The expectations of the time after the call. */
export type Afterwards = NonNullable<Conversation['afterwards']>;
