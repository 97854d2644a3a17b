import type { CallLog } from '#shared/domain/calls/call-log.ts';
import { turnIdOf, type VoicemailName } from '#shared/domain/calls/recording-name.ts';
import { dictatedDigits } from '#shared/domain/heard/dictated-digits.ts';
import { dictatedNumber } from '#shared/domain/office/dictated-number.ts';
import type { Task } from '#shared/domain/office/task.ts';
import { withPart } from '#shared/domain/office/task-words.ts';
import { isUrgentMatter } from '#shared/domain/office/urgent-matter.ts';
import type { Tasks } from '#shared/ports/tasks.ts';
import { openTaskOf, type TaskParts } from './call-tasks.ts';
import { type JoinParts, taskJoinedBy } from './joined-task.ts';

/** The words until the voicemail is transcribed, those before its text, and those of one in which nobody spoke. */
const WORDS = {
  unread: 'השאירו הודעה קולית',
  told: 'הודעה קולית',
  silent: 'השאירו הודעה קולית בלי מילים',
} as const;
/** The name under which a task ends that nothing was recorded for. */
const BY_SILENCE = 'silence';
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

/** The words of a voicemail, its caller where Twilio named them, and whether it is as short as a hang-up. */
type ReadVoicemail = {
  readonly text: string;
  readonly contact: string | undefined;
  readonly isShort: boolean;
};

/**
 * Puts the words of a voicemail into its task, or into the one that it joined. A withheld caller may have dictated a
 * number. The task of a caller who hung up at the beep is taken back.
 * @throws VendorFailed
 */
export async function tellVoicemail(
  tasks: JoinParts & Pick<Tasks, 'done'>,
  name: VoicemailName,
  { text, contact, isShort }: ReadVoicemail,
): Promise<void> {
  const now = Date.now();
  const id = voicemailTaskId(name);
  const spoken = text.trim().slice(0, MAX_WORDS_CHARS).toWellFormed();
  const isNothing = !spoken && isShort;
  const caller = contact ? { contact } : { phone: dictatedIn(text) };
  const own = await tasks.find(id);
  if (own) {
    if (isNothing) return void (await tasks.done(id, BY_SILENCE, now));
    const words = spoken || WORDS.silent;
    await tasks.revise(id, { words, ...caller, ...urgencyOf(own, spoken, now) }, now);
    return;
  }
  const holder = await taskJoinedBy(tasks, { id, contact, source_sid: name.callSid });
  if (!holder) return;
  const part = isNothing ? '' : spoken ? `${WORDS.told}: ${spoken}` : WORDS.silent;
  const words = withPart(holder.words, WORDS.unread, part);
  const isKnown = holder.contact !== undefined || holder.phone !== undefined;
  const changes = { words, ...(!isKnown && caller), ...urgencyOf(holder, spoken, now) };
  await tasks.revise(holder.id, changes, now);
}

/** Returns the changes of a task whose voicemail tells of an urgent matter. */
function urgencyOf({ due_at }: Task, spoken: string, now: number) {
  return isUrgentMatter(spoken) ? { urgent: true, due_at: Math.min(due_at, now) } : {};
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
