import type { CallReport } from 'twilio-exchange/call/phone-call.ts';
import { waitUntil } from '#local/polling.ts';
import type { CallRecords, CrmView } from '#local/world/crm.ts';
import { isTerminal } from '#shared/domain/calls/call-log.ts';

/** The time that the CRM may take after a call. */
const SETTLE_DEADLINE_MS = 5_000;
/** The same for a call with a voicemail, which is fetched and transcribed first. */
const TRANSCRIPTION_DEADLINE_MS = 15_000;
/** The longest pause between the last writes of a call. */
const QUIET_MS = 500;

/** Returns the CRM's rows about a finished call, once its last writes have arrived or the deadline is over. */
export async function readSettledRecords(
  crm: CrmView,
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
