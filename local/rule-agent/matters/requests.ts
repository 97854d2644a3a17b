import type { Situation, ToolUse } from '#local/rule-agent/situation.ts';
import { dictatedDigits } from '#shared/domain/heard/dictated-digits.ts';

/** The shortest number that a caller dictates. */
const MIN_DIGITS = 9;

/** A matter for the people of the office. */
export type Request = {
  readonly kind: 'maintenance' | 'complaint' | 'cooperation' | 'other';
  readonly urgent: boolean;
  readonly words: string;
};

/** Gives a matter to the office; returns undefined where that tool is not offered. */
export function noteRequest(
  { use, said, told, briefing }: Situation,
  { kind, urgent, words }: Request,
): ToolUse | undefined {
  const name = told.name ?? briefing.name ?? null;
  return use('note_request', { kind, urgent, words, name, phone: phoneIn(said) ?? null });
}

/** Requests a callback at a time, or as soon as possible, to the number that the caller dictated. */
export function requestCallback(
  { use, said, found }: Situation,
  { at, reason }: { readonly at: string | null; readonly reason: string | null },
): ToolUse | undefined {
  const phone = phoneIn(said) ?? null;
  const [home, ...others] = found;
  const listing_id = home && others.length === 0 ? home.id : null;
  return use('request_callback', { at, reason, phone, name: null, asked_for: null, listing_id });
}

/** Returns the digits of the number that a line dictates. */
export function phoneIn(said: string): string | undefined {
  const digits = dictatedDigits(said).join('');
  return digits.length >= MIN_DIGITS ? digits : undefined;
}
