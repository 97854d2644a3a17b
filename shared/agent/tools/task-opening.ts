import { handOverTaskId, type Task } from '#shared/domain/office/task.ts';
import { joinedWords } from '#shared/domain/office/task-words.ts';
import type { Tasks } from '#shared/ports/tasks.ts';
import type { ToolTurn } from './tool.ts';

/** A task before it is opened. Its `subject` names it within the call or the message; a repeated wish has it again. */
export type NewTask = Omit<
  Task,
  'id' | 'state' | 'channel' | 'source_sid' | 'created_at' | 'updated_at'
> & {
  readonly subject: string;
  /** Subjects under which the same call or message may have opened it before; `isSame` decides. */
  readonly earlier?: readonly string[];
  /** Whether the words tell the matter as a whole; others join those of before. */
  readonly isWhole?: boolean;
  /** Whether it settles a hand-over of the same call that nobody took, so that the two are one task. */
  readonly settlesHandOver?: boolean;
};

type Opening = {
  readonly tasks: Pick<Tasks, 'open' | 'find' | 'revise' | 'ofContact'>;
  readonly turn: Pick<ToolTurn, 'channel' | 'id'>;
  /** The id of this use of the tool. */
  readonly useId: string;
  readonly at: number;
};

/**
 * Opens a task, or changes the open one that it repeats. Returns whether one was changed.
 * A task of the same call or message has the same id, so no late index hides it. `isSame` recognises earlier ones.
 */
export async function openOrChange(
  { tasks, turn, useId, at }: Opening,
  { subject, earlier = [], isWhole = false, settlesHandOver = false, ...wanted }: NewTask,
  isSame: (task: Task) => boolean = () => false,
): Promise<boolean> {
  const sourceSid = turn.id.split('-')[0] ?? turn.id;
  const [id = '', ...others] = [subject, ...new Set(earlier)].map((one) => `${sourceSid}-${one}`);
  const [handOver, own, ...before] = await Promise.all([
    settlesHandOver ? tasks.find(handOverTaskId(sourceSid)) : undefined,
    ...[id, ...others].map((one) => tasks.find(one)),
  ]);
  const isOfMatter = (task: Task | undefined) =>
    task?.state === 'open' && task.kind === wanted.kind && isSame(task);
  const open =
    own?.state === 'open'
      ? own
      : (before.find(isOfMatter) ??
          (wanted.contact && (await tasks.ofContact(wanted.contact)).find(isOfMatter))) ||
        (isSettledBy(wanted, handOver) ? handOver : undefined);
  if (open) {
    const { kind, contact: _contact, due_at, words, assigned_to, ...told } = wanted;
    const changes = {
      ...told,
      ...(words && { words: isWhole ? words : joinedWords(open.words, words) }),
      // A task stays with its person, unless another one is asked for.
      ...((wanted.asked_for || !open.assigned_to) && { assigned_to }),
      ...(open.kind !== kind && { kind }),
      // A call may be moved to a later time; no other matter becomes later.
      due_at: kind === 'call_back' ? due_at : Math.min(open.due_at, due_at),
    };
    if (await tasks.revise(open.id, changes, at)) return open.kind === kind;
  }
  await tasks.open({
    ...wanted,
    // The id of a done task is taken.
    id: own ? useId : id,
    state: 'open',
    channel: turn.channel,
    source_sid: sourceSid,
    created_at: at,
    updated_at: at,
  });
  return false;
}

/** Returns whether a task is that of a missed hand-over, or was it before this kind of matter settled it. */
function isSettledBy({ kind }: Pick<Task, 'kind'>, handOver: Task | undefined): boolean {
  if (handOver?.state !== 'open') return false;
  return handOver.kind === 'hand_over_missed' || handOver.kind === kind;
}
