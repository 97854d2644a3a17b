import type { WhatsAppConfig } from '#shared/config/product.ts';
import { type QuietSettings, sendableFrom } from '#shared/domain/office/quiet-times.ts';
import type { OneTimeSchedule } from '#shared/ports/office.ts';

/** The pause after a call: a voicemail is transcribed in it, and a caller may call again first. */
const PAUSE_MS = 2 * 60_000;

/** Returns the schedule of the follow-up after a call, outside of quiet times; undefined if the office has follow-ups off. */
export function followUpSchedule(
  { sender, followUpTemplate, followsUp }: WhatsAppConfig,
  quiet: QuietSettings,
  callSid: string,
  at: number,
): OneTimeSchedule | undefined {
  if (!followsUp || !sender || !followUpTemplate) return undefined;
  return {
    name: followUpName(callSid),
    at: sendableFrom(quiet, at + PAUSE_MS),
    functionName: 'follow-up',
    input: { callSid },
  };
}

/** Returns the name of a call's follow-up, which makes it unique. */
export function followUpName(callSid: string): string {
  return `follow-up-${callSid}`;
}
