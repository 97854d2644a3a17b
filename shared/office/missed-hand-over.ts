import type { CallLog } from '#shared/domain/calls/call-log.ts';
import type { NoRing } from '#shared/domain/calls/hand-over.ts';
import { handOverTaskId } from '#shared/domain/office/task.ts';
import { openTaskOf, type TaskParts } from './call-tasks.ts';

/** The words of the task, by the reason why no person of the office took the call. */
const WORDS: Readonly<Record<NoRing | 'unanswered' | 'no-ring', string>> = {
  unanswered: 'ביקשו לדבר עם נציג, והמשרד לא ענה',
  closed: 'ביקשו לדבר עם נציג כשהמשרד היה סגור',
  'no-phone': 'ביקשו לדבר עם נציג, ולא היה טלפון לצלצל אליו',
  'no-ring': 'ביקשו לדבר עם נציג, ולא היה אפשר להעביר את השיחה',
};

/** Returns whether the agent said that it puts a call through, and no person has taken it. */
export function isHandOverMissed({ hand_over, intent, taken_at }: CallLog): boolean {
  return (hand_over !== undefined || intent === 'human') && taken_at === undefined;
}

/**
 * Opens the task of a hand-over that nobody of the office took, once a call.
 * @throws VendorFailed
 */
export async function openMissedHandOver(
  parts: TaskParts,
  call: CallLog,
  { at, noRing }: { readonly at: number; readonly noRing?: NoRing },
): Promise<void> {
  const { call_sid: callSid, hand_over, wish } = call;
  const said = WORDS[noRing ?? (hand_over?.phones.length === 0 ? 'no-ring' : 'unanswered')];
  const reason = wish?.reason ?? hand_over?.reason;
  const task = {
    id: handOverTaskId(callSid),
    kind: 'hand_over_missed',
    words: reason ? `${said}: ${reason}` : said,
    assigned_to: wish?.broker_id,
    at,
  } as const;
  await openTaskOf(parts, callSid, task, call);
}
