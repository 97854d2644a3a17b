import { lastBookableDay } from '#shared/domain/office/booking-horizon.ts';
import { toOfficeTime } from '#shared/domain/office/office-day.ts';
import {
  dayName,
  dayPlan,
  nextOpening,
  type OpeningSettings,
} from '#shared/domain/office/opening-hours.ts';

/** A refused time (epoch ms), as seen from now. */
type RefusedTime = { readonly at: number; readonly now: number };

/**
 * Returns what a model tells of a time that the office refused: the holiday, and when it opens next. Of one too far
 * ahead, the last day that is accepted.
 */
export function closure(
  settings: OpeningSettings,
  reason: string,
  { at, now }: RefusedTime,
): object {
  if (reason === 'too_far') {
    const holiday = dayName(settings, at);
    return { last_day: lastBookableDay(now), ...(holiday && { holiday }) };
  }
  if (reason !== 'closed') return {};
  const { name } = dayPlan(settings, at);
  const opens = nextOpening(settings, at);
  return {
    ...(name && { closed_for: name }),
    ...(opens !== undefined && { opens_next: toOfficeTime(opens) }),
  };
}
