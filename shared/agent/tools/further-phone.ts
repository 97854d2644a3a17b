import { inTime } from '#shared/deadlines.ts';
import { survive } from '#shared/survival.ts';
import type { ToolUse } from './tool.ts';

/** The limit on keeping a number: the caller is waiting, and its task holds it. */
const KEEPING = { name: 'keeping', ms: 500 };

/** Keeps a further number that a contact dictated in their lead. A failure leaves it in the task alone. Never throws. */
export async function notePhone(
  { parts, turn }: Pick<ToolUse, 'parts' | 'turn'>,
  contact: string,
  phone: string,
): Promise<void> {
  const origin = { source: turn.channel, at: parts.now() };
  const keeping = parts.leads.addPhone(contact, phone, origin);
  await survive('lead.phone-not-kept', inTime('dynamodb', KEEPING, keeping));
}
