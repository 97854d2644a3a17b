import type { Channel } from './contact.ts';
import { isOfficeOpen, type OpeningSettings } from './opening-hours.ts';

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
  settings: OpeningSettings,
  at: number,
  now: number,
): 'past' | 'too_far' | 'closed' | undefined {
  if (at + MINUTE_MS <= now) return 'past';
  if (at > now + HORIZON_MS) return 'too_far';
  return isOfficeOpen(settings, at) ? undefined : 'closed';
}

/**
 * Returns the schedule that reminds the office of a callback; undefined for a callback as soon as possible.
 * It holds no number: an erasure does not reach the queue of failed invocations.
 */
export function callbackReminder({ id, at }: Callback) {
  if (at === undefined) return undefined;
  return {
    name: `callback-${id}`,
    at,
    functionName: 'remind',
    input: { kind: 'callback', callbackId: id },
  };
}

/** The call or the message of a request, as the CRM knows it. */
type CallbackSource = { readonly channel: Channel; readonly external_sid: string };

/** Returns the call or the message in which a callback was requested; undefined for an id of another form. */
export function callbackSource(id: string): CallbackSource | undefined {
  const [externalSid = ''] = id.split('-');
  if (/^CA[0-9a-f]{32}$/.test(externalSid)) return { channel: 'phone', external_sid: externalSid };
  if (!/^(SM|MM)[0-9a-f]{32}$/.test(externalSid)) return undefined;
  return { channel: 'whatsapp', external_sid: externalSid };
}
