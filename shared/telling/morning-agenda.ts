import { agendaSince, isAgendaTime } from '#shared/domain/office/agenda-time.ts';
import type { Broker } from '#shared/domain/office/broker.ts';
import {
  escalatesAt,
  nextTry,
  type TellingOffice,
  waysTo,
} from '#shared/domain/office/next-telling.ts';
import { officeDay } from '#shared/domain/office/office-day.ts';
import type { StaffMessage } from '#shared/domain/office/staff-message.ts';
import type { Way } from '#shared/domain/office/telling.ts';
import { LEASE_MS } from '#shared/messages/single-delivery.ts';
import type { Tellings } from '#shared/ports/tellings.ts';
import { survive } from '#shared/survival.ts';
import { type Agenda, type AgendaParts, agendaInWords, agendaOfDay } from './agenda.ts';
import { noteEarlyFailure, type TellingParts } from './office-telling.ts';
import { sendToStaff } from './staff-delivery.ts';

/** The stores and senders that tell people of their day. */
export type MorningAgendaParts = AgendaParts &
  Omit<TellingParts, 'tellings'> & {
    readonly tellings: Pick<Tellings, 'begin' | 'finish' | 'lose'>;
  };

/** One morning of the office. */
type Morning = {
  readonly office: TellingOffice;
  readonly agenda: Agenda;
  /** When the agenda was due: matters that came later are told by themselves. */
  readonly since: number;
  readonly now: number;
};

const MINUTE_MS = 60_000;

/**
 * Returns a sweep that tells people of their day, once a day and person. It reads once a minute, and only in the
 * morning of a working day. It returns how many were told.
 */
export function morningAgenda(parts: MorningAgendaParts, clock = Date.now): () => Promise<number> {
  let sweptMinute = Number.NaN;
  return async () => {
    const now = clock();
    const minute = Math.floor(now / MINUTE_MS);
    if (minute === sweptMinute || !isAgendaTime(now)) return 0;
    sweptMinute = minute;
    const settings = await parts.office.settings();
    const since = agendaSince(settings, now);
    if (since === undefined) return 0;
    const [people, agenda] = await Promise.all([parts.brokers.active(), agendaOfDay(parts, now)]);
    const ways = Object.keys(parts.senders) as Way[];
    const morning = { office: { settings, people, ways }, agenda, since, now };
    const told = await Promise.all(
      people.map((person) => survive('agenda.put-off', tell(parts, person, morning))),
    );
    return told.filter(Boolean).length;
  };
}

/** Tells a person of their day, by the next way where one fails. Returns whether it was told now. */
async function tell(parts: MorningAgendaParts, person: Broker, morning: Morning): Promise<boolean> {
  const { messages, senders } = parts;
  const { office, now } = morning;
  for (const [index, way] of waysTo(person, office.ways).entries()) {
    const id = agendaId(person, now, index);
    const standing = await messages.find(id);
    if (standing?.state === 'failed') continue;
    const message = standing ?? (await composed(parts, person, { id, way, morning }));
    if (!message) return false;
    const isTold = standing !== undefined && standing.state !== 'sending';
    const sender = senders[message.way];
    if (!isTold) {
      const outcome = sender ? await sendToStaff({ messages, sender }, message, person) : 'lost';
      if (outcome === 'held') return false;
      if (outcome === 'lost') continue;
    }
    await noteTasks(parts, message, morning);
    return !isTold;
  }
  return false;
}

/** Returns the message to a person; undefined if nothing of theirs waited when the agenda was due. */
async function composed(
  parts: MorningAgendaParts,
  person: Broker,
  { id, way, morning }: { readonly id: string; readonly way: Way; readonly morning: Morning },
): Promise<StaffMessage | undefined> {
  const { office, agenda, since, now } = morning;
  const isTheirs = (owner: string | undefined) => isAgendaOf(person, owner, office.people);
  const viewings = agenda.viewings.filter(({ broker_id }) => isTheirs(broker_id));
  const tasks = agenda.tasks.filter(({ assigned_to }) => isTheirs(assigned_to));
  const hasWaited =
    viewings.some(({ created_at }) => created_at < since) ||
    tasks.some(({ updated_at }) => updated_at < since);
  if (!hasWaited) return undefined;
  const { text, named } = await agendaInWords(parts, { viewings, tasks }, now);
  const to = way === 'email' ? (person.email ?? '') : person.phone;
  return { id, broker_id: person.id, way, to, tasks: named.map((task) => task.id), text, at: now };
}

/**
 * Notes the agenda in the tasks that it was the first to name: the opening does not tell them again. Where a sweep
 * died before that, the next one does it.
 */
async function noteTasks(
  parts: MorningAgendaParts,
  message: StaffMessage,
  { office, agenda, now }: Morning,
): Promise<void> {
  const { tellings } = parts;
  const { id, broker_id: broker, way, tasks } = message;
  const untold = agenda.tasks.filter(
    (task) =>
      tasks.includes(task.id) &&
      task.tell_at !== undefined &&
      task.telling === undefined &&
      nextTry(task, office, now)?.to.id === broker,
  );
  const telling = { id, broker, way };
  const dueAt = escalatesAt(office.settings, now);
  await Promise.all(
    untold.map(async (task) => {
      if (!(await tellings.begin(task, telling, now + LEASE_MS))) return;
      await tellings.finish(task.id, { ...telling, at: now }, dueAt);
    }),
  );
  if (untold.length > 0) await noteEarlyFailure(parts, message, now);
}

/** Returns whether a matter is in a person's agenda: their own, and an owner's also if nobody here has it. */
function isAgendaOf(
  { id, role }: Broker,
  owner: string | undefined,
  people: readonly Broker[],
): boolean {
  return owner === id || (role === 'owner' && !people.some((one) => one.id === owner));
}

/** Returns the id of a person's agenda: one for a day, and another one for each further way. */
function agendaId({ id }: Broker, now: number, index: number): string {
  return [`agenda-${officeDay(now)}-${id}`, ...(index > 0 ? [index + 1] : [])].join('-');
}
