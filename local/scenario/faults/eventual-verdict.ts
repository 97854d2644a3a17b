import type { Switches } from 'twilio-exchange/trouble/switches.ts';
import { waitUntil } from '#local/polling.ts';
import type { World } from '#local/world/world.ts';
import type { FaultRow } from './row.ts';

/** The time that the CRM may take after a call, in addition to Twilio's own delay of a recording. */
const SETTLE_DEADLINE_MS = 20_000;
const POLL_MS = 100;
/** The interval at which hourly work, `reconcile`, is run during the wait. */
const HURRY_EVERY_MS = 1_000;
/** The first retry comes after a minute, the others later. */
const SKIP_MS = 61_000;

type Settling = {
  readonly world: World;
  readonly row: FaultRow;
  readonly switches: Partial<Switches>;
};

type Verdict = { readonly problems: readonly string[]; readonly isFinal: boolean };

/**
 * Polls the problems of a finished call until it has none, or until the deadline; returns the last ones.
 * Meanwhile it brings forward the work that a row marks as `late`.
 */
export async function eventualProblems(
  judge: () => Promise<readonly string[]>,
  { world, row, switches }: Settling,
): Promise<readonly string[]> {
  const { recordingAvailableDelayMs = 0, statusCallbackOrder } = switches;
  const isReconciled = row.late === 'reconcile' || statusCallbackOrder === 'dropped';
  let hurryAt = 0;
  const hurriedVerdict = async (): Promise<Verdict> => {
    if (Date.now() >= hurryAt) {
      if (row.late === 'retries') world.scheduler.skip(SKIP_MS);
      if (isReconciled && !(await reconcile(world))) {
        return { problems: [...(await judge()), 'reconcile does its work'], isFinal: true };
      }
      hurryAt = Date.now() + HURRY_EVERY_MS;
    }
    const problems = await judge();
    return { problems, isFinal: problems.length === 0 };
  };
  const deadlineMs = SETTLE_DEADLINE_MS + recordingAvailableDelayMs;
  const { problems } = await waitUntil(hurriedVerdict, ({ isFinal }) => isFinal, {
    deadlineMs,
    pollMs: POLL_MS,
  });
  return problems;
}

async function reconcile({ lambda }: World): Promise<boolean> {
  const { functionError } = await lambda.invoke('reconcile', {});
  return functionError === undefined;
}
