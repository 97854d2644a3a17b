import { phoneIn } from '#local/rule-agent/heard/dictated-phone.ts';
import type { Situation, ToolUse } from '#local/rule-agent/situation.ts';

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
  { use, dialogue, found, told }: Situation,
  { at, reason }: { readonly at: string | null; readonly reason: string | null },
): ToolUse | undefined {
  const phone = phoneOf(dialogue) ?? null;
  const [home, ...others] = found;
  const name = told.name ?? null;
  const listing_id = home && others.length === 0 ? home.id : null;
  return use('request_callback', { at, reason, phone, name, asked_for: null, listing_id });
}

/** Returns the last number that the caller dictated. */
function phoneOf(dialogue: Situation['dialogue']): string | undefined {
  const callers = dialogue.flatMap(({ speaker, text }) => (speaker === 'caller' ? text : []));
  return callers.map(phoneIn).findLast(Boolean);
}
