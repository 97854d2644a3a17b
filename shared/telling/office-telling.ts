import { randomUUID } from 'node:crypto';
import type { Broker } from '#shared/domain/office/broker.ts';
import {
  escalatesAt,
  nextLook,
  nextTelling,
  type TellingOffice,
  tellableFrom,
} from '#shared/domain/office/next-telling.ts';
import type { OfficeSettings } from '#shared/domain/office/office-settings.ts';
import type { StaffMessage } from '#shared/domain/office/staff-message.ts';
import type { Task } from '#shared/domain/office/task.ts';
import type { Telling, Way } from '#shared/domain/office/telling.ts';
import { tasksInWords } from '#shared/domain/office/telling-words.ts';
import { log } from '#shared/log.ts';
import { LEASE_MS } from '#shared/messages/single-delivery.ts';
import type { KnownBrokers } from '#shared/ports/brokers.ts';
import type { Office } from '#shared/ports/office.ts';
import type { StaffMessages } from '#shared/ports/staff-messages.ts';
import type { Tellings } from '#shared/ports/tellings.ts';
import { survive } from '#shared/survival.ts';
import { type StaffSender, sendToStaff } from './staff-delivery.ts';

/** The stores and senders that tell the office. */
export type TellingParts = {
  readonly tellings: Tellings;
  readonly messages: StaffMessages;
  readonly brokers: Pick<KnownBrokers, 'active'>;
  readonly office: Pick<Office, 'settings'>;
  /** The ways that this deployment has, with their senders. */
  readonly senders: { readonly [W in Way]?: StaffSender };
};

/** The tasks of one sweep: more are told by the next one, seconds later. */
const SWEPT = 200;
/** A message with its tasks, which are told together. */
type Batch = { readonly telling: Telling; readonly to: Broker; readonly tasks: readonly Task[] };

/** Returns a sweep that tells the office of every task that is due. It returns the number of tasks that were told. */
export function officeTelling(parts: TellingParts, clock = Date.now): () => Promise<number> {
  const { tellings, brokers, office, senders } = parts;

  const read = async (): Promise<TellingOffice> => {
    const [settings, people] = await Promise.all([office.settings(), brokers.active()]);
    return { settings, people, ways: Object.keys(senders) as Way[] };
  };

  /** Ends or postpones a task that is not told now; returns its place in a message otherwise. */
  const placeOf = async (task: Task, known: TellingOffice, now: number) => {
    if (task.telling) return resumed(tellings, { ...task, telling: task.telling }, known, now);
    const step = nextTelling(task, known, now);
    if (step.kind === 'send') return step;
    await tellings.postpone(task, step.kind === 'wait' ? step.until : undefined);
    if (step.because !== undefined && step.because !== 'settled') {
      log.count('TasksNotTakenUp', { reason: step.because, kind: task.kind });
    }
    return undefined;
  };

  return async () => {
    const now = clock();
    const [due, known] = await Promise.all([tellings.due(now, SWEPT), read()]);
    if (due.length === 0) return 0;
    const placed = await Promise.all(
      due.map(async (task) => {
        const place = await survive('telling.not-decided', placeOf(task, known, now));
        return place ? [{ task, ...place }] : [];
      }),
    );
    const batches = Object.values(
      Object.groupBy(placed.flat(), ({ to, way, task }) => task.telling?.id ?? `${to.id}|${way}`),
    ).map((members = []) => batchOf(members));
    const sent = await Promise.all(
      batches.map((batch) => survive('telling.put-off', tell(parts, batch, known.settings, clock))),
    );
    return sent.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  };
}

/**
 * Returns the place of a task in a message whose sender died. Without the person, it begins anew. It waits in its
 * message while the office is not told.
 */
async function resumed(
  tellings: Tellings,
  task: Task & { readonly telling: Telling },
  { people, settings }: TellingOffice,
  now: number,
) {
  const until = tellableFrom(settings, task, now);
  if (until > now) {
    await tellings.postpone(task, nextLook(until, now));
    return undefined;
  }
  const to = people.find((person) => person.id === task.telling.broker);
  if (to) return { kind: 'send' as const, to, way: task.telling.way };
  await tellings.release(task, task.telling.id, now);
  return undefined;
}

function batchOf(members: readonly { task: Task; to: Broker; way: Way }[]): Batch {
  const [first] = members;
  if (!first) throw new Error('A message to the office needs a task.');
  const tasks = members.map(({ task }) => task).toSorted((a, b) => a.created_at - b.created_at);
  const { to, way } = first;
  const telling = first.task.telling ?? { id: `tell-${randomUUID()}`, broker: to.id, way };
  return { telling, to, tasks };
}

/** Puts the tasks into the message, sends it, and notes it in each task. Returns how many were told. */
async function tell(
  parts: TellingParts,
  { telling, to, tasks }: Batch,
  settings: OfficeSettings,
  clock: () => number,
): Promise<number> {
  const { tellings, messages } = parts;
  const now = clock();
  const until = now + LEASE_MS;
  const begun = await Promise.all(
    tasks.map(async (task) => ((await tellings.begin(task, telling, until)) ? [task] : [])),
  );
  const members = begun.flat();
  if (members.length === 0) return 0;
  const standing = await messages.find(telling.id);
  const message = standing ?? composed(telling, to, members, now);
  const isNamed = ({ id }: Task) => message.tasks.includes(id);
  // A task that the message does not name is told by the next sweep.
  const strays = members.filter((task) => !isNamed(task));
  await Promise.all(strays.map((task) => tellings.release(task, telling.id, now)));
  const sender = parts.senders[telling.way];
  const outcome = sender ? await sendToStaff({ messages, sender }, message, to) : 'lost';
  if (outcome === 'held') return 0;
  const isLost = outcome === 'lost' ? ({ isLost: true } as const) : {};
  const sentAt = clock();
  const told = { ...telling, at: sentAt, ...isLost };
  const dueAt = outcome === 'lost' ? sentAt : escalatesAt(settings, sentAt);
  const named = members.filter(isNamed);
  await Promise.all(named.map(({ id }) => tellings.finish(id, told, dueAt)));
  if (outcome === 'lost') return 0;
  await noteEarlyFailure(parts, message, now);
  for (const { tell_at, created_at, kind } of named) {
    log.duration('OfficeToldMs', sentAt - Math.max(created_at, tell_at ?? 0), { reason: kind });
  }
  return named.length;
}

function composed(
  { id, way }: Telling,
  person: Broker,
  tasks: readonly Task[],
  at: number,
): StaffMessage {
  const { text, named } = tasksInWords(tasks);
  const to = way === 'email' ? (person.email ?? '') : person.phone;
  return { id, broker_id: person.id, way, to, tasks: named.map((task) => task.id), text, at };
}

/** The stores of a message whose failure may be reported before its tasks name it. */
export type EarlyFailureParts = {
  readonly tellings: Pick<Tellings, 'lose'>;
  readonly messages: Pick<StaffMessages, 'find'>;
};

/**
 * Notes a failure that the vendor reported before the tasks named their message: that report found nothing to change.
 * @throws VendorFailed
 */
export async function noteEarlyFailure(
  { tellings, messages }: EarlyFailureParts,
  { id, tasks }: StaffMessage,
  at: number,
): Promise<void> {
  if ((await messages.find(id))?.state !== 'failed') return;
  await Promise.all(tasks.map((task) => tellings.lose(task, id, at)));
}
