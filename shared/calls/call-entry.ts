import type { CallLog } from '#shared/domain/calls/call-log.ts';
import { receivedCall } from '#shared/domain/messages/interaction.ts';
import type { CallLogs, KnownCall } from '#shared/ports/calls.ts';
import type { Interactions } from '#shared/ports/messages.ts';

type CallEntryParts = {
  readonly calls: Pick<CallLogs, 'raise'>;
  readonly interactions: Pick<Interactions, 'receive'>;
};

/** Enters a call in the CRM from Twilio's record, after its first webhook was lost; idempotent. An erased call stays erased. */
export async function enterCall(
  { calls, interactions }: CallEntryParts,
  call: KnownCall,
): Promise<CallLog | undefined> {
  const row = await calls.raise(call.callSid, call, Date.now());
  if (!row) return undefined;
  await interactions.receive(receivedCall({ ...call, contact: row.contact, at: call.startedAt }));
  return row;
}
