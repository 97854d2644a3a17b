import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { waitUntil } from '#local/polling.ts';
import { dynamoCallWatches } from '#shared/adapters/dynamo/call-watches.ts';
import type { Config } from '#shared/config/config.ts';
import { everyMinute } from './every-minute.ts';

type Endpoints = { readonly scheduler: string; readonly dynamoDb: string };

/** The time limit of the first sweep. */
const FIRST_SWEEP_DEADLINE_MS = 20_000;

/**
 * The state of a watchdog that has swept for long. Without it the first sweeps would count as a gap and claim
 * nothing.
 */
const calm = { quiet_until: 0, quiet_at_most_until: 0 };

/** Schedules the watchdog every minute, as the stack does; resolves after its first sweep. */
export async function firstSweep(
  { scheduler, dynamoDb }: Endpoints,
  { watchdog, schedules }: Pick<Config, 'watchdog' | 'schedules'>,
): Promise<void> {
  const db = localDynamoDb(dynamoDb);
  const watches = dynamoCallWatches(db);
  const openedAt = Date.now();
  try {
    await watches.noteSweep(undefined, { last_at: openedAt, ...calm });
    await everyMinute(scheduler, schedules, 'watchdog', watchdog.scheduleName);
    const sweep = await waitUntil(
      watches.lastSweep,
      (last) => last !== undefined && last.last_at > openedAt,
      FIRST_SWEEP_DEADLINE_MS,
    );
    if (sweep?.last_at === openedAt) throw new Error('The watchdog did not sweep.');
  } finally {
    db.destroy();
  }
}
