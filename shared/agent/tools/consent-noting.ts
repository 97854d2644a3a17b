import type { Consent } from '#shared/domain/office/consent.ts';
import type { ToolUse } from './tool.ts';

/** Notes that the contact of a turn agreed, with their own last words as evidence. Returns the result for the model. */
export async function noteConsent(to: Consent['to'], { parts, turn }: ToolUse): Promise<object> {
  const contact = await turn.contact();
  if (!contact) return { noted: false, reason: 'no_number' };
  const { id, words } = turn.said ?? { id: turn.id };
  const at = turn.writtenAt ?? parts.now();
  const given = { to, at, channel: turn.channel, source_id: id, words };
  const isNoted = await parts.leads.agree(contact, given);
  return isNoted ? { noted: true } : { noted: false, reason: 'opted_out' };
}
