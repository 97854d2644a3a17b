import type { Deployment } from '#commands/deployment/deployment.ts';
import { NotChecked } from '#commands/deployment/verdict.ts';
import type { Line } from './check.ts';

/** What came of one line; `ok` is null where it was not checked. */
export type Outcome = {
  readonly name: string;
  readonly ok: boolean | null;
  readonly detail: string;
};

/** Holds a deployment against one line. */
export async function checkLine(line: Line, deployment: Deployment): Promise<Outcome> {
  const { name } = line;
  try {
    return { name, ok: true, detail: await line.check(deployment) };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    if (!(error instanceof NotChecked)) return { name, ok: false, detail };
    return { name, ok: null, detail: `not checked: ${detail}` };
  }
}
