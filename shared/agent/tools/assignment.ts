import { inTime } from '#shared/deadlines.ts';
import type { Matter } from '#shared/domain/office/assignment.ts';
import { assignLead } from '#shared/office/lead-assignment.ts';
import { survive } from '#shared/survival.ts';
import type { ToolUse } from './tool.ts';

/** The limit on an assignment: the caller is waiting, and the next deed tries it again. */
const ASSIGNING = { name: 'assigning', ms: 500 };

/** Gives the lead to a person of the office after a deed. A failure leaves the deed as it is. Never throws. */
export async function assignAfterDeed(
  { parts, turn }: Pick<ToolUse, 'parts' | 'turn'>,
  contact: string,
  matter: Matter = {},
): Promise<void> {
  const origin = { source: turn.channel, at: parts.now() };
  const assigning = assignLead(parts, { ...matter, contact }, origin);
  await survive('lead.not-assigned', inTime('dynamodb', ASSIGNING, assigning));
}
