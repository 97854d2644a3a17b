import { type CallTaskParts, openCallTask } from './call-tasks.ts';

const WORDS = 'ביקשו לדבר עם נציג, והמשרד לא ענה';

/**
 * Opens the task of a hand-over that nobody of the office took, once a call.
 * @throws VendorFailed
 */
export async function openMissedHandOver(
  parts: CallTaskParts,
  callSid: string,
  at: number,
): Promise<void> {
  const id = `${callSid}-hand-over`;
  await openCallTask(parts, callSid, { id, kind: 'hand_over_missed', words: WORDS, at });
}
