import { isOfficeOpen } from './office-hours.ts';

/** A contact's wish to be called by a person of the office. */
export type Callback = {
  /** The tool use that requested it: call, generation, turn, number. */
  readonly id: string;
  /** The wanted moment; absent for as soon as possible. */
  readonly at?: number | undefined;
  readonly reason?: string | undefined;
};

/** Callers name times to the minute, so the current minute still counts as the future. */
const MINUTE_MS = 60_000;
/** The furthest moment that is accepted: beyond it, the model has mistaken the year. */
const HORIZON_MS = 60 * 24 * 3_600_000;

/** Returns why the office cannot call at a moment; undefined if it can. */
export function callbackRefusal(
  at: number,
  now: number,
): 'past' | 'too_far' | 'closed' | undefined {
  if (at + MINUTE_MS <= now) return 'past';
  if (at > now + HORIZON_MS) return 'too_far';
  return isOfficeOpen(at) ? undefined : 'closed';
}

/** Returns the schedule that reminds the office of a callback; undefined for a callback as soon as possible. */
export function callbackReminder(contact: string, { id, at }: Callback) {
  if (at === undefined) return undefined;
  return {
    name: `callback-${id}`,
    at,
    functionName: 'remind',
    input: { kind: 'callback', contact, callbackId: id },
  };
}
