import { hebrew } from '@agent-locator/command-line/terminal.ts';
import { toOfficeTime } from '#shared/domain/office/office-day.ts';

/** A moment as the clocks of Israel show it, `2026-11-23 11:35`. */
export function moment(at: number): string {
  return toOfficeTime(at).replace('T', ' ');
}

/** How long something took, `2:05`. */
export function duration(seconds: number | undefined): string {
  if (seconds === undefined) return '';
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Words of others on one line, no longer than is wanted. */
export function words(text: string | undefined, maxChars = Number.POSITIVE_INFINITY): string {
  // Controls, line breaks and the marks that turn the direction of writing.
  const plain = (text ?? '').replace(/[\p{C}\p{Z}]+/gu, ' ').trim();
  if (!plain) return '';
  return hebrew(plain.length <= maxChars ? plain : `${plain.slice(0, maxChars).trimEnd()}…`);
}
