import type { CallLog } from '#shared/domain/calls/call-log.ts';
import { openTaskOf, type TaskParts } from './call-tasks.ts';

const WORDS = 'ביקשו לדבר עם נציג, והמשרד לא ענה';

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
  at: number,
): Promise<void> {
  const { call_sid: callSid, hand_over, wish } = call;
  const reason = hand_over?.reason ?? wish?.reason;
  const task = {
    id: `${callSid}-hand-over`,
    kind: 'hand_over_missed',
    words: reason ? `${WORDS}: ${reason}` : WORDS,
    assigned_to: wish?.broker_id,
    at,
  } as const;
  await openTaskOf(parts, callSid, task, call);
}
