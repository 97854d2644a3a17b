import * as z from 'zod/mini';
import type { Switches } from '#local/twilio/switches.ts';
import { callerScript } from './caller-script.ts';
import { switchSettings } from './switch-settings.ts';
import { exactly } from './valid-input.ts';

/** The longest that a call may be told to last. */
const MAX_CALL_MS = 60 * 60_000;

const settings = Object.entries<z.ZodMiniType>(switchSettings);
const switches = z.pipe(
  exactly(Object.fromEntries(settings.map(([name, setting]) => [name, z.exactOptional(setting)]))),
  z.transform((chosen) => chosen as Partial<Switches>),
);

/** A call that somebody outside the world asks for. */
export const callOrder = exactly({
  from: z
    .string('must be text')
    .check(z.regex(/^\+[1-9]\d{6,14}$/, 'must be a phone number in E.164, like +972501234567')),
  steps: callerScript,
  /** How the exchange behaves in this call. */
  switches: z.exactOptional(switches),
  /** How loud the noise behind the caller is, where there is any. */
  noiseDbfs: z.exactOptional(
    z
      .number('must be a number of dBFS')
      .check(z.minimum(-90, 'must not be under -90'), z.maximum(-10, 'must not be over -10')),
  ),
  /** Hangs up so long after the call was answered, whatever the script is at. */
  hangUpAfterMs: z.exactOptional(
    z
      .int('must be a whole number of milliseconds')
      .check(
        z.minimum(1, 'must be positive'),
        z.maximum(MAX_CALL_MS, `must not be more than ${MAX_CALL_MS}`),
      ),
  ),
  /** Whether the result carries what was said and heard. */
  withAudio: z.exactOptional(z.boolean('must be true or false')),
});

export type CallOrder = z.output<typeof callOrder>;

/** More steps for a call under way. */
export const moreSteps = exactly({ steps: callerScript });
