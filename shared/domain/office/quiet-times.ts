import { minuteOf } from './day-minutes.ts';
import { restTimesOf } from './holidays.ts';
import { officeDay, toOfficeTime } from './office-day.ts';
import type { OfficeSettings } from './office-settings.ts';

/** The part of the settings that says when nothing is sent unasked. */
export type QuietSettings = Pick<OfficeSettings, 'keeps_shabbat' | 'city' | 'quiet_hours'>;

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
  return walk(settings, at, (span) => span.until);
}

/** Returns the moment itself if a message may leave then, else the last one before the quiet time (epoch ms). */
export function sendableBefore(settings: QuietSettings, at: number): number {
  return walk(settings, at, (span) => span.from - MINUTE_MS);
}

/** Returns whether a message may leave unasked at a moment (epoch ms). */
export function isSendable(settings: QuietSettings, at: number): boolean {
  return quietSpan(settings, at) === undefined;
}

/** Returns whether an office that keeps Shabbat and the holidays rests at a moment (epoch ms). */
export function isResting(settings: QuietSettings, at: number): boolean {
  return restSpan(settings, at) !== undefined;
}

function walk(settings: QuietSettings, at: number, leave: (span: Span) => number): number {
  let moment = at;
  for (let step = 0; step < MAX_SPANS_IN_A_ROW; step += 1) {
    const span = quietSpan(settings, moment);
    if (!span) return moment;
    moment = leave(span);
  }
  return moment;
}

function quietSpan(settings: QuietSettings, at: number): Span | undefined {
  return restSpan(settings, at) ?? nightSpan(settings, at);
}

function restSpan({ keeps_shabbat, city }: QuietSettings, at: number): Span | undefined {
  if (!keeps_shabbat) return undefined;
  const year = Number(officeDay(at).slice(0, 4));
  return restTimesOf(year, city).find(({ from, until }) => at >= from && at < until);
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
