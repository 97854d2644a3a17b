import type { CallLog } from '#shared/domain/calls/call-log.ts';
import { turnIdOf, type VoicemailName } from '#shared/domain/calls/recording-name.ts';
import { dictatedDigits } from '#shared/domain/heard/dictated-digits.ts';
import { dictatedNumber } from '#shared/domain/office/dictated-number.ts';
import type { Tasks } from '#shared/ports/tasks.ts';
import { openTaskOf, type TaskParts } from './call-tasks.ts';

/** The words until the voicemail is transcribed, and those of one in which nobody spoke. */
const WORDS = { unread: 'השאירו הודעה קולית', silent: 'השאירו הודעה קולית בלי מילים' } as const;
/** The longest words of a task; the whole voicemail is in its turn. */
const MAX_WORDS_CHARS = 400;

/**
 * Opens the task of a voicemail, once.
 * @throws VendorFailed
 */
export async function openVoicemailTask(
  parts: TaskParts,
  name: VoicemailName,
  call: CallLog | undefined,
): Promise<void> {
  const task = { id: voicemailTaskId(name), kind: 'message_left', words: WORDS.unread } as const;
  await openTaskOf(parts, name.callSid, { ...task, at: Date.now() }, call);
}

/**
 * Puts the words of a voicemail into its task, and the caller where Twilio named them late. A withheld caller may have
 * dictated a number.
 * @throws VendorFailed
 */
export async function tellVoicemail(
  tasks: Pick<Tasks, 'revise'>,
  name: VoicemailName,
  { text, contact }: { readonly text: string; readonly contact: string | undefined },
): Promise<void> {
  const words = text.trim().slice(0, MAX_WORDS_CHARS).toWellFormed() || WORDS.silent;
  const caller = contact ? { contact } : { phone: dictatedIn(text) };
  await tasks.revise(voicemailTaskId(name), { words, ...caller }, Date.now());
}

function dictatedIn(text: string): string | undefined {
  return dictatedDigits(text)
    .map(dictatedNumber)
    .find((number) => number !== undefined);
}

/** Returns the id of a voicemail's task. */
export function voicemailTaskId(name: VoicemailName): string {
  return `${name.callSid}-${turnIdOf(name)}`;
}
