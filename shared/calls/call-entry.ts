import { receivedCall } from '#shared/domain/messages/interaction.ts';
import type { CallLogs, KnownCall } from '#shared/ports/calls.ts';
import type { Interactions } from '#shared/ports/messages.ts';

type CallEntryParts = {
  readonly calls: Pick<CallLogs, 'raise'>;
  readonly interactions: Pick<Interactions, 'receive'>;
};

/** Enters a call in the CRM from Twilio's record, after its first webhook was lost; idempotent. */
export async function enterCall(
  { calls, interactions }: CallEntryParts,
  call: KnownCall,
): Promise<void> {
  await calls.raise(call.callSid, call, Date.now());
  await interactions.receive(receivedCall({ ...call, at: call.startedAt }));
}
