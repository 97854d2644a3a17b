import { messageOf } from '@agent-locator/command-line/command.ts';
import type { Deployment } from '#commands/deployment/deployment.ts';
import { NotChecked } from '#commands/deployment/verdict.ts';
import type { Check } from './check.ts';

/** The outcome of one check; `ok` is null where it was not checked. */
export type Outcome = {
  readonly name: string;
  readonly ok: boolean | null;
  readonly detail: string;
};

/** Runs one check against a deployment; never throws. */
export async function runCheck(check: Check, deployment: Deployment): Promise<Outcome> {
  const { name } = check;
  try {
    return { name, ok: true, detail: await check.run(deployment) };
  } catch (error) {
    const detail = messageOf(error);
    if (!(error instanceof NotChecked)) return { name, ok: false, detail };
    return { name, ok: null, detail: `not checked: ${detail}` };
  }
}
