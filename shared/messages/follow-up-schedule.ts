import type { WhatsAppConfig } from '#shared/config/product.ts';
import type { OneTimeSchedule } from '#shared/ports/office.ts';

/** A message that was left is being put into words meanwhile, and a caller who calls again at once is not written to in between. */
const PAUSE_MS = 2 * 60_000;

/** The schedule on which a caller is written to after a call; undefined where the office does not do that. */
export function followUpSchedule(
  { sender, followUpTemplate, followsUp }: WhatsAppConfig,
  callSid: string,
  at: number,
): OneTimeSchedule | undefined {
  if (!followsUp || !sender || !followUpTemplate) return undefined;
  return {
    name: followUpName(callSid),
    at: at + PAUSE_MS,
    functionName: 'follow-up',
    input: { callSid },
  };
}

/** Names what is written after a call, so that there is one of it. */
export function followUpName(callSid: string): string {
  return `follow-up-${callSid}`;
}
