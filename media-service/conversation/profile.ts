import { isDictated } from './dictation.ts';
import type { Conversation } from './state.ts';

/** How much voice means what, in milliseconds. */
export type Profile = {
  /** A speaking agent pauses: less may be a click on the line. */
  readonly pauseVoicedMs: number;
  /** Whoever speaks this long wants the floor, whatever is being said. */
  readonly floorVoicedMs: number;
  /** A thinking agent listens again. */
  readonly thoughtVoicedMs: number;
};

/** Longer than a "fine" or an "of course" takes: whoever says no more may only be listening, and the words decide. */
const usual: Profile = { pauseVoicedMs: 128, floorVoicedMs: 640, thoughtVoicedMs: 128 };

/** What the agent is about decides how easily it is interrupted. */
const profiles = {
  /** The caller has not said anything yet: a line that opens crackles, and people say hello twice. */
  greeting: { ...usual, pauseVoicedMs: 192 },
  'open-question': usual,
  /** Who reads a number goes on where the agent takes a breath too early. */
  dictating: { ...usual, floorVoicedMs: 320 },
  /** A tool is at work for the caller: an "okay" meanwhile must not undo it. */
  'tool-running': { ...usual, thoughtVoicedMs: 480 },
} as const satisfies Record<string, Profile>;

/** The profile of the moment. */
export function profileOf({ phase, dialogue }: Conversation): Profile {
  if (phase.name === 'thinking' && phase.reply.isUsingTool) return profiles['tool-running'];
  if (dialogue.length === 0) return profiles.greeting;
  const said = dialogue.findLast(({ speaker }) => speaker === 'caller')?.text ?? '';
  const asked = dialogue.findLast(({ speaker }) => speaker === 'agent')?.text;
  return isDictated(said, asked) ? profiles.dictating : profiles['open-question'];
}
