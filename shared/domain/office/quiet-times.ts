import { minuteOf } from './day-minutes.ts';
import { toOfficeTime } from './office-day.ts';
import type { OfficeSettings } from './office-settings.ts';
import { type RestSettings, restAt } from './rest-time.ts';

/** The part of the settings that says when nothing is sent unasked. */
export type QuietSettings = RestSettings & Pick<OfficeSettings, 'quiet_hours'>;

/** The settings of an office that sends messages at every hour. */
export const neverQuiet: QuietSettings = {
  keeps_shabbat: false,
  city: 'ירושלים',
  quiet_hours: null,
};

/** A span in epoch ms in which nothing is sent; `until` is the first moment after it. */
type Span = { readonly from: number; readonly until: number };

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
/** A night, Shabbat and the nights beside it; a holiday of two days touches no more spans in a row. */
const MAX_SPANS_IN_A_ROW = 10;

/** Returns the moment itself if a message may leave then, else the first one after the quiet time (epoch ms). */
export function sendableFrom(settings: QuietSettings, at: number): number {
  let moment = at;
  for (let step = 0; step < MAX_SPANS_IN_A_ROW; step += 1) {
    const span = quietSpan(settings, moment);
    if (!span) return moment;
    moment = span.until;
  }
  return moment;
}

/**
 * Returns the moment itself if a message may leave then and within the margin after it (ms). Otherwise it returns the
 * last such moment before the quiet time (epoch ms).
 */
export function sendableBefore(
  settings: QuietSettings,
  at: number,
  marginMs: number = MINUTE_MS,
): number {
  let moment = at;
  for (let step = 0; step < MAX_SPANS_IN_A_ROW; step += 1) {
    const span = quietSpan(settings, moment) ?? quietSpan(settings, moment + marginMs - 1);
    if (!span) return moment;
    moment = span.from - marginMs;
  }
  return moment;
}

/** Returns whether a message may leave unasked at a moment (epoch ms). */
export function isSendable(settings: QuietSettings, at: number): boolean {
  return quietSpan(settings, at) === undefined;
}

function quietSpan(settings: QuietSettings, at: number): Span | undefined {
  return restAt(settings, at) ?? nightSpan(settings, at);
}

function nightSpan({ quiet_hours: hours }: QuietSettings, at: number): Span | undefined {
  if (!hours) return undefined;
  const { from, to } = hours;
  const [begins, ends] = [minuteOf(from), minuteOf(to)];
  const minute = minuteOf(toOfficeTime(at).slice('2026-11-23T'.length));
  const isQuiet =
    begins <= ends ? minute >= begins && minute < ends : minute >= begins || minute < ends;
  if (!isQuiet) return undefined;
  const start = at - (at % MINUTE_MS);
  const sinceBegin = (minute - begins + DAY_MINUTES) % DAY_MINUTES;
  const untilEnd = (ends - minute + DAY_MINUTES) % DAY_MINUTES;
  return { from: start - sinceBegin * MINUTE_MS, until: start + untilEnd * MINUTE_MS };
}
