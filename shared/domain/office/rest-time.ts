import { type RestTime, restTimesOf } from './holidays.ts';
import { officeDay } from './office-day.ts';
import type { OfficeSettings } from './office-settings.ts';

/** The part of the settings that says when the office rests. */
export type RestSettings = Pick<OfficeSettings, 'keeps_shabbat' | 'city'>;

/** Returns the Shabbat or the holiday that a moment (epoch ms) is in; undefined outside, or where none is kept. */
export function restAt({ keeps_shabbat, city }: RestSettings, at: number): RestTime | undefined {
  if (!keeps_shabbat) return undefined;
  const year = Number(officeDay(at).slice(0, 4));
  return restTimesOf(year, city).find(({ from, until }) => at >= from && at < until);
}
