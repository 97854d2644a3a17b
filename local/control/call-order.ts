import type { Switches } from 'twilio-exchange/trouble/switches.ts';
import type { Office } from 'twilio-exchange/twiml/verbs/office.ts';
import * as z from 'zod/mini';
import type { CallerHistory } from '#local/scenario/caller-history.ts';
import { callerScript } from './caller-script.ts';
import { switchSettings } from './switch-settings.ts';
import { exactly } from './valid-input.ts';

/** The longest `hangUpAfterMs` of an order. */
const MAX_CALL_MS = 60 * 60_000;

const settings = Object.entries<z.ZodMiniType>(switchSettings);
/** Checks the switches of the exchange in an order. */
export const chosenSwitches = z.pipe(
  exactly(Object.fromEntries(settings.map(([name, setting]) => [name, z.exactOptional(setting)]))),
  z.transform((chosen) => chosen as Partial<Switches>),
);

/** Longer than any sentence in the CRM. */
const MAX_TEXT_CHARACTERS = 1_000;
/** The agent's memory reaches no further back, and reads no more. */
const [MAX_HOURS_AGO, MAX_PAST_CALLS, MAX_PAST_TURNS] = [24 * 365, 10, 20];
const MAX_OFFICE_MS = 120_000;

const text = z
  .string('must be text')
  .check(z.maxLength(MAX_TEXT_CHARACTERS, `must not be longer than ${MAX_TEXT_CHARACTERS}`));
const officeMs = z
  .int('must be a whole number of milliseconds')
  .check(
    z.minimum(0, 'must not be negative'),
    z.maximum(MAX_OFFICE_MS, `must not be more than ${MAX_OFFICE_MS}`),
  );

/** Checks a phone number in E.164. */
export const phoneNumber = z
  .string('must be text')
  .check(z.regex(/^\+[1-9]\d{6,14}$/, 'must be a phone number in E.164, like +972501234567'));

const phone = {
  phone: z.exactOptional(
    z.enum(
      ['answers', 'machine', 'declines', 'busy', 'no-answer', 'failed'],
      'must be answers, machine, declines, busy, no-answer or failed',
    ),
  ),
  ringMs: z.exactOptional(officeMs),
  talkMs: z.exactOptional(officeMs),
};

/** Checks the office's reaction to a transferred call, and that of single phones. */
export const officeSettings = z.pipe(
  exactly({
    ...phone,
    phones: z.exactOptional(z.record(phoneNumber, exactly(phone), 'must be an object')),
  }),
  z.transform((office) => office as Partial<Office>),
);

/** Checks the caller's history that is written into the CRM before the call. */
export const pastFacts = z.pipe(
  exactly({
    lead: z.exactOptional(
      z.record(
        z.string(),
        z.union([text, z.number()], 'must be text or a number'),
        'must be an object',
      ),
    ),
    viewings: z.exactOptional(
      z
        .array(
          exactly({ listing_id: text, at: text, contact: z.exactOptional(phoneNumber) }),
          'must be a list of viewings',
        )
        .check(z.maxLength(MAX_PAST_CALLS, `must not have more than ${MAX_PAST_CALLS} viewings`)),
    ),
    calls: z.exactOptional(
      z
        .array(
          exactly({
            hoursAgo: z
              .number('must be a number of hours')
              .check(
                z.minimum(0, 'must not be negative'),
                z.maximum(MAX_HOURS_AGO, `must not be more than ${MAX_HOURS_AGO}`),
              ),
            turns: z
              .array(exactly({ asked: text, answered: text }), 'must be a list of turns')
              .check(
                z.maxLength(MAX_PAST_TURNS, `must not have more than ${MAX_PAST_TURNS} turns`),
              ),
          }),
          'must be a list of calls',
        )
        .check(z.maxLength(MAX_PAST_CALLS, `must not have more than ${MAX_PAST_CALLS} calls`)),
    ),
  }),
  z.transform((past) => past as CallerHistory),
);

/** Checks the order of a call, as `POST /calls` takes it. */
export const callOrder = exactly({
  from: phoneNumber,
  steps: callerScript,
  /** The exchange's switches in this call. */
  switches: z.exactOptional(chosenSwitches),
  /** The level of the noise behind the caller; none by default. */
  noiseDbfs: z.exactOptional(
    z
      .number('must be a number of dBFS')
      .check(z.minimum(-90, 'must not be under -90'), z.maximum(-10, 'must not be over -10')),
  ),
  office: z.exactOptional(officeSettings),
  before: z.exactOptional(pastFacts),
  /** Hangs up this long after the answer, whatever the script is doing. */
  hangUpAfterMs: z.exactOptional(
    z
      .int('must be a whole number of milliseconds')
      .check(
        z.minimum(1, 'must be positive'),
        z.maximum(MAX_CALL_MS, `must not be more than ${MAX_CALL_MS}`),
      ),
  ),
  /** Whether the viewings of this call, and those that stood before it, are cancelled once it is over. */
  freesViewings: z.exactOptional(z.boolean('must be true or false')),
  /** Whether the result carries the call's audio. */
  withAudio: z.exactOptional(z.boolean('must be true or false')),
});

export type CallOrder = z.output<typeof callOrder>;

/** Checks more steps for a call under way. */
export const moreSteps = exactly({ steps: callerScript });
