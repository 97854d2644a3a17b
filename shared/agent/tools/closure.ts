import { toOfficeTime } from '#shared/domain/office/office-day.ts';
import { dayPlan, nextOpening, type OpeningSettings } from '#shared/domain/office/opening-hours.ts';

/** Returns what a model tells of a time that the office refused: the holiday, and when it opens next. */
export function closure(settings: OpeningSettings, reason: string, at: number): object {
  if (reason !== 'closed') return {};
  const { name } = dayPlan(settings, at);
  const opens = nextOpening(settings, at);
  return {
    ...(name && { closed_for: name }),
    ...(opens !== undefined && { opens_next: toOfficeTime(opens) }),
  };
}
