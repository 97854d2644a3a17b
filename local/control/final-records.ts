import type { CallReport } from 'twilio-exchange/call/phone-call.ts';
import { waitUntil } from '#local/polling.ts';
import type { CallRecords, Crm } from '#local/world/crm.ts';
import { isTerminal } from '#shared/domain/calls/call-log.ts';

/** How long the CRM may take to hear the last of a call. */
const SETTLE_DEADLINE_MS = 5_000;
/** The same with a message in it, which is fetched and transcribed first. */
const TRANSCRIPTION_DEADLINE_MS = 15_000;
/** The last writes of a call follow each other within this time. */
const QUIET_MS = 500;

/** Reads what the CRM holds on a finished call once it has heard everything that it will hear. */
export async function readSettledRecords(
  crm: Crm,
  { callSid, recordings }: Pick<CallReport, 'callSid' | 'recordings'>,
): Promise<CallRecords> {
  const messages = recordings.filter(({ durationMs }) => durationMs > 0).length;
  let seen = '';
  let changedAt = Date.now();
  return waitUntil(
    async () => {
      const records = await crm.ofCall(callSid);
      const now = JSON.stringify(records);
      if (now !== seen) changedAt = Date.now();
      seen = now;
      return records;
    },
    ({ callLog, turns }) =>
      isTerminal(callLog?.status ?? 'received') &&
      turns.filter(({ transcription }) => transcription === 'done').length >= messages &&
      Date.now() - changedAt >= QUIET_MS,
    messages > 0 ? TRANSCRIPTION_DEADLINE_MS : SETTLE_DEADLINE_MS,
  );
}
