import { callerStep } from '#local/control/caller-script.ts';
import type { Language } from '#local/control/typed-lines.ts';
import { readValid } from '#local/control/valid-input.ts';
import type { CallerStep } from '#local/scenario/caller-steps.ts';
import { InvalidInput } from '#shared/errors.ts';

const hint = 'Type what the caller says; /press 0, /hangup, an empty line to listen.';

/** The commands that can be typed for a caller. */
export const typedSteps: Language<CallerStep> = {
  hint,
  toTyped: (line) => readValid(callerStep, toUncheckedStep(line), ''),
};

function toUncheckedStep(line: string): unknown {
  if (line === '') return { listen: true };
  if (line === '/hangup') return { hangUp: true };
  const [, keys] = /^\/press\s+(.*)$/.exec(line) ?? [];
  if (keys !== undefined) return { press: keys };
  if (line.startsWith('/')) throw new InvalidInput(`There is no ${line}. ${hint}`);
  return { say: line };
}
