import { hebrew } from '@agent-locator/command-line/terminal.ts';
import { toOfficeTime } from '#shared/domain/office/office-day.ts';

/** Formats epoch milliseconds in the time of Israel, `2026-11-23 11:35`. */
export function moment(at: number): string {
  return toOfficeTime(at).replace('T', ' ');
}

/** Formats seconds as minutes and seconds, `2:05`. */
export function duration(seconds: number | undefined): string {
  if (seconds === undefined) return '';
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Puts text from outside on one line, cut to a length, with the direction of Hebrew. */
export function words(text: string | undefined, maxChars = Number.POSITIVE_INFINITY): string {
  // Control characters, line breaks and direction marks become one space.
  const plain = (text ?? '').replace(/[\p{C}\p{Z}]+/gu, ' ').trim();
  if (!plain) return '';
  return hebrew(plain.length <= maxChars ? plain : `${plain.slice(0, maxChars).trimEnd()}…`);
}
