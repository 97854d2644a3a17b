import { rankedBrokers } from './assignment.ts';
import type { Broker } from './broker.ts';
import type { OfficeSettings } from './office-settings.ts';
import { afterOpenMinutes, isOfficeOpen, nextOpening } from './opening-hours.ts';
import { restAt } from './rest-time.ts';
import type { Task, TaskKind } from './task.ts';
import type { Way } from './telling.ts';

/** The next step in telling the office of a task. */
export type TellingStep =
  | { readonly kind: 'wait'; readonly until: number }
  | { readonly kind: 'send'; readonly to: Broker; readonly way: Way }
  | { readonly kind: 'end'; readonly because: 'settled' | 'untaken' | 'nobody' };

/** The facts of the office that decide who is told, how and when. */
export type TellingOffice = {
  readonly settings: OfficeSettings;
  /** The people who work here. */
  readonly people: readonly Broker[];
  /** The ways that this deployment has. */
  readonly ways: readonly Way[];
};

/** The opening time that a person has to take a task up before the next one is told. */
export const TAKE_UP_MINUTES = 10;
/** The longest wait without a look: the office may open sooner than its settings said. */
const NEXT_LOOK_MS = 5 * 60_000;
/** The pause before a task without anybody to tell is looked at again. */
const NOBODY_PAUSE_MS = 10 * 60_000;
/** After a week a new person of the office finds old matters in the list of tasks alone. */
const KEPT_FOR_NOBODY_MS = 7 * 24 * 3_600_000;

/** Kinds that a call leaves when it is over: the words of a voicemail follow within seconds. */
const LEFT_AT_THE_END: readonly TaskKind[] = ['message_left', 'hand_over_missed'];
const END_PAUSE_MS = 20_000;
/** The longest wait for the end of a call: until then its tasks may still change. */
const CALL_PAUSE_MS = 10 * 60_000;

/**
 * Returns when the office is first told of a new task (epoch ms). An urgent one, and one from a message, is told at
 * once. Returns undefined for one that an invitation tells.
 */
export function firstToldAt(task: Task): number | undefined {
  const { created_at, channel, source_sid, urgent, kind } = task;
  if (task.told_by_invitation) return undefined;
  if (urgent || channel !== 'phone' || source_sid === undefined) return created_at;
  return created_at + (LEFT_AT_THE_END.includes(kind) ? END_PAUSE_MS : CALL_PAUSE_MS);
}

/** Returns the next step for a task that is due to be told, at a moment in epoch ms. */
export function nextTelling(task: Task, office: TellingOffice, now: number): TellingStep {
  if (task.state === 'done' || task.taken_at !== undefined)
    return { kind: 'end', because: 'settled' };
  const tries = chainOf(task, office.people).flatMap((to) =>
    waysTo(to, office.ways).map((way) => ({ to, way })),
  );
  const told = task.told ?? [];
  const isReached = ({ id }: Broker) => told.some(({ broker, isLost }) => broker === id && !isLost);
  const next = tries.find(
    ({ to, way }) => !isReached(to) && !told.some((one) => one.broker === to.id && one.way === way),
  );
  if (!next) return tries.some(({ to }) => isReached(to)) ? untaken : withNobody(task, now);
  const until = tellableFrom(office.settings, task, now);
  if (until <= now) return { kind: 'send', ...next };
  return { kind: 'wait', until: nextLook(until, now) };
}

const untaken = { kind: 'end', because: 'untaken' } as const;

/** Returns the step for a task that reaches nobody: the office may still add a person. */
function withNobody({ created_at }: Task, now: number): TellingStep {
  const isOld = now - created_at > KEPT_FOR_NOBODY_MS;
  return isOld
    ? { kind: 'end', because: 'nobody' }
    : { kind: 'wait', until: now + NOBODY_PAUSE_MS };
}

/** Returns when a matter is looked at again that cannot be told before `until`. */
export function nextLook(until: number, now: number): number {
  return Math.min(until, now + NEXT_LOOK_MS);
}

/** Returns when the next person is told, unless a task told at `now` (epoch ms) is taken up. */
export function escalatesAt(settings: OfficeSettings, now: number): number {
  return afterOpenMinutes(settings, now, TAKE_UP_MINUTES) ?? now + NEXT_LOOK_MS;
}

/** Returns from when a task may be told. An urgent one waits for the end of Shabbat or a holiday alone. */
export function tellableFrom(
  settings: OfficeSettings,
  { urgent }: Pick<Task, 'urgent'>,
  now: number,
): number {
  if (isOfficeOpen(settings, now)) return now;
  if (urgent) return restAt(settings, now)?.until ?? now;
  return nextOpening(settings, now) ?? now + NEXT_LOOK_MS;
}

/** Returns who is told, in order: the one who has it, the next best, an owner. */
function chainOf(task: Task, people: readonly Broker[]): Broker[] {
  const ranked = rankedBrokers(people, {}, task.contact ?? task.id);
  const own = people.filter(({ id }) => id === task.assigned_to);
  const owner = ranked.find(({ role }) => role === 'owner');
  const [first, second] = [...new Set([...own, ...ranked])];
  return [...new Set([first, second, owner])].filter((one) => one !== undefined);
}

/** Returns the ways to a person, the one they chose first. */
function waysTo({ email, notify }: Broker, ways: readonly Way[]): Way[] {
  const own =
    notify === 'email' ? (['email', 'whatsapp'] as const) : (['whatsapp', 'email'] as const);
  return own.filter((way) => ways.includes(way) && (way !== 'email' || email !== undefined));
}
