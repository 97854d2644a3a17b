import { rankedBrokers } from './assignment.ts';
import type { Broker } from './broker.ts';
import type { OfficeSettings } from './office-settings.ts';
import { afterOpenMinutes, isOfficeOpen, nextOpening } from './opening-hours.ts';
import { restAt } from './rest-time.ts';
import type { Task, TaskKind } from './task.ts';
import type { Told, Way } from './telling.ts';

/** The next step in telling the office of a task. */
export type TellingStep =
  /** `because` is `nobody` where no person can be reached; absent for a closed office. */
  | { readonly kind: 'wait'; readonly until: number; readonly because?: 'nobody' }
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
/** The pause before a matter without anybody to tell is looked at again. */
export const NOBODY_PAUSE_MS = 10 * 60_000;
/** The pause before a way is tried again that was lost. */
const LOST_PAUSE_MS = 60 * 60_000;
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

/**
 * Returns when the office is told of the tasks of a call, in epoch ms. The call is over by `now`, so that is at once,
 * though together with the words of a voicemail.
 */
export function toldAfterCall(tasks: readonly Task[], now: number): number {
  const voicemails = tasks.filter(({ kind }) => kind === 'message_left');
  return Math.max(now, ...voicemails.map((task) => firstToldAt(task) ?? now));
}

/** Returns the next step for a task that is due to be told, at a moment in epoch ms. */
export function nextTelling(task: Task, office: TellingOffice, now: number): TellingStep {
  if (task.state === 'done' || task.taken_at !== undefined)
    return { kind: 'end', because: 'settled' };
  const next = nextTry(task, office, now);
  if (!next) {
    const isKnown = chainOf(task, office.people).some((person) => isReached(task, person));
    return isKnown ? untaken : withNobody(task, now);
  }
  const until = tellableFrom(office.settings, task, now);
  if (until <= now) return { kind: 'send', ...next };
  return { kind: 'wait', until: nextLook(until, now) };
}

/** Returns the person who is told of a task next, and the way; undefined if nobody is left. */
export function nextTry(
  task: Task,
  { people, ways }: Pick<TellingOffice, 'people' | 'ways'>,
  now: number,
): { readonly to: Broker; readonly way: Way } | undefined {
  const { told = [] } = task;
  return chainOf(task, people)
    .filter((to) => !isReached(task, to))
    .flatMap((to) => waysTo(to, ways).map((way) => ({ to, way })))
    .find(({ to, way }) => !told.some((one) => isTried(one, { to, way }, now)));
}

function isReached({ told = [] }: Task, { id }: Broker): boolean {
  return told.some(({ broker, isLost }) => broker === id && !isLost);
}

/** Returns whether a way was tried. A lost message is tried again after an hour, for a task that reached nobody. */
function isTried(one: Told, { to, way }: { to: Broker; way: Way }, now: number): boolean {
  if (one.broker !== to.id || one.way !== way) return false;
  return !one.isLost || now - one.at < LOST_PAUSE_MS;
}

const untaken = { kind: 'end', because: 'untaken' } as const;

/** Returns the step for a task that reaches nobody: the office may still add a person. */
function withNobody({ created_at }: Task, now: number): TellingStep {
  const isOld = now - created_at > KEPT_FOR_NOBODY_MS;
  return isOld
    ? { kind: 'end', because: 'nobody' }
    : { kind: 'wait', until: now + NOBODY_PAUSE_MS, because: 'nobody' };
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
export function waysTo({ email, notify }: Broker, ways: readonly Way[]): Way[] {
  const own =
    notify === 'email' ? (['email', 'whatsapp'] as const) : (['whatsapp', 'email'] as const);
  return own.filter((way) => ways.includes(way) && (way !== 'email' || email !== undefined));
}
