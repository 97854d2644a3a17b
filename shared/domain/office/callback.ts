import { isOfficeOpen } from './office-hours.ts';

/** A contact's wish to be called by a person of the office. */
export type Callback = {
  /** The use of a tool that asked for it: call, generation, turn, number. */
  readonly id: string;
  /** Absent where it is wanted as soon as somebody can. */
  readonly at?: number | undefined;
  readonly reason?: string | undefined;
};

/** Times are told to the minute, and “now” is one of them. */
const MINUTE_MS = 60_000;
/** Further ahead nobody plans, and a wrong year is a slip of a model. */
const HORIZON_MS = 60 * 24 * 3_600_000;

/** Says why nobody can call at a moment; undefined where somebody can. */
export function callbackRefusal(
  at: number,
  now: number,
): 'past' | 'too_far' | 'closed' | undefined {
  if (at + MINUTE_MS <= now) return 'past';
  if (at > now + HORIZON_MS) return 'too_far';
  return isOfficeOpen(at) ? undefined : 'closed';
}

/** The schedule on which the office is told to call; undefined where it is to call at once. */
export function callbackReminder(contact: string, { id, at }: Callback) {
  if (at === undefined) return undefined;
  return {
    name: `callback-${id}`,
    at,
    functionName: 'remind',
    input: { kind: 'callback', contact, callbackId: id },
  };
}
