import type { Line } from '#shared/domain/calls/dialogue.ts';
import { matterIn } from './matter-kinds.ts';
import { matterNames } from './matter-texts.ts';

/** The longest reason, within the 200 characters that the tools take. */
const MAX_REASON_CHARS = 180;

/** Returns the caller's last matter in their own words, as the reason of a callback or a transfer. */
export function reasonOf(dialogue: readonly Line[]): string | undefined {
  const callers = dialogue.filter(({ speaker }) => speaker === 'caller').map(({ text }) => text);
  const kinds = callers.map((text) => matterIn(text, { isAnswer: false, isWishKnown: false }));
  const at = kinds.findLastIndex((kind) => kind && matterNames[kind]);
  const kind = kinds[at];
  if (!kind) return undefined;
  return `${matterNames[kind]}: ${callers.slice(at).join('; ')}`.slice(0, MAX_REASON_CHARS);
}
