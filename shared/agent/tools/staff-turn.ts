import { isStaff } from '#shared/domain/office/broker.ts';
import type { ToolUse } from './tool.ts';

/**
 * Returns whether a turn is of a person of the office who tries the agent: nothing is noted of them.
 * @throws VendorFailed if the contact is not known
 */
export async function isStaffTurn({
  parts,
  turn,
}: Pick<ToolUse, 'parts' | 'turn'>): Promise<boolean> {
  const contact = await turn.contact();
  return contact !== undefined && isStaff(await parts.brokers.active(), contact);
}
