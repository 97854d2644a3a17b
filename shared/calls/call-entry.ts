import { receivedCall } from '#shared/domain/messages/interaction.ts';
import type { CallLogs, KnownCall } from '#shared/ports/calls.ts';
import type { Interactions } from '#shared/ports/messages.ts';

type Crm = {
  readonly calls: Pick<CallLogs, 'raise'>;
  readonly interactions: Pick<Interactions, 'receive'>;
};

/** Enters a call in the CRM as Twilio knows it, where the first webhook never reached us; safe to repeat. */
export async function enterCall({ calls, interactions }: Crm, call: KnownCall): Promise<void> {
  await calls.raise(call.callSid, call, Date.now());
  await interactions.receive(receivedCall({ ...call, at: call.startedAt }));
}
