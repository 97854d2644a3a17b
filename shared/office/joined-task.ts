import type { Task, TaskKind } from '#shared/domain/office/task.ts';
import { joinedWords } from '#shared/domain/office/task-words.ts';
import type { Tasks } from '#shared/ports/tasks.ts';

/** The stores that find the task which a deed of the same call may join. */
export type JoinParts = Pick<Tasks, 'find' | 'ofContact' | 'revise'>;

/** Deeds that the office settles with the matter of the call, by speaking to the caller. */
const JOINING: readonly TaskKind[] = ['hand_over_missed', 'message_left', 'call_back'];
/** Kinds that such a deed may join: the office speaks to the caller about them. */
const JOINED: readonly TaskKind[] = [
  'maintenance',
  'complaint',
  'cooperation',
  'other',
  'call_back',
  'hand_over_missed',
];
/** The ends of the ids under which the agent opens the tasks of a call. */
const SUBJECTS = ['maintenance', 'complaint', 'cooperation', 'other', 'hand-over'] as const;

/** A deed of a call that may join a task. */
type DeedOfCall = Pick<Task, 'id' | 'contact'> & { readonly source_sid: string };

/**
 * Joins a deed to the open one of its call's tasks. That task keeps the earlier due time, and gains the words. Returns
 * false if there is none, or if the deed has a task of its own.
 * @throws VendorFailed
 */
export async function joinTask(
  tasks: Pick<Tasks, 'revise'>,
  deed: Task,
  ofCall: readonly Task[],
): Promise<boolean> {
  if (!JOINING.includes(deed.kind) || ofCall.some(({ id }) => id === deed.id)) return false;
  if (holderOf(ofCall, deed.id)) return true;
  const [target] = ofCall
    .filter((task) => takes(task, deed))
    .toSorted((one, other) => rankOf(one) - rankOf(other) || one.due_at - other.due_at);
  if (!target) return false;
  const words = deed.words ? joinedWords(target.words, deed.words) : target.words;
  const changes = {
    words,
    joined: [...(target.joined ?? []), deed.id],
    due_at: Math.min(target.due_at, deed.due_at),
    assigned_to: target.assigned_to ?? deed.assigned_to,
    ...(deed.urgent && { urgent: true }),
  };
  return tasks.revise(target.id, changes, deed.created_at);
}

/** Returns the task that a deed of a call has joined, also a done one. @throws VendorFailed */
export async function taskJoinedBy(
  tasks: Omit<JoinParts, 'revise'>,
  deed: DeedOfCall,
): Promise<Task | undefined> {
  return holderOf(await tasksOfCall(tasks, deed), deed.id);
}

/**
 * Returns the tasks of a deed's call, also done ones, and its own. The index may lag, and a withheld caller is in none.
 * @throws VendorFailed
 */
export async function tasksOfCall(
  tasks: Omit<JoinParts, 'revise'>,
  { id: own, contact, source_sid: callSid }: DeedOfCall,
): Promise<Task[]> {
  const wanted = new Set([own, ...SUBJECTS.map((subject) => `${callSid}-${subject}`)]);
  const [ofContact, ...found] = await Promise.all([
    contact ? tasks.ofContact(contact) : [],
    ...[...wanted].map((id) => tasks.find(id)),
  ]);
  const known = found.filter((task) => task !== undefined);
  const ids = new Set(known.map(({ id }) => id));
  const others = ofContact.filter(({ id, source_sid }) => source_sid === callSid && !ids.has(id));
  return [...known, ...others];
}

function holderOf(tasks: readonly Task[], deedId: string): Task | undefined {
  return tasks.find(({ joined = [] }) => joined.includes(deedId));
}

/** Returns whether an open task takes a deed. One for another person, number or appointed time stays as it is. */
function takes(task: Task, deed: Task): boolean {
  const isOfPerson =
    !deed.assigned_to || !task.assigned_to || task.assigned_to === deed.assigned_to;
  const isOfNumber = !deed.contact || !task.phone;
  const isAppointed = task.kind === 'call_back' && task.due_at > deed.due_at;
  return (
    task.state === 'open' && JOINED.includes(task.kind) && isOfPerson && isOfNumber && !isAppointed
  );
}

function rankOf({ urgent }: Task): number {
  return urgent ? 0 : 1;
}
