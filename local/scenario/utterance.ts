import { FRAME_BYTES, FRAME_MS, SILENCE } from '@agent-locator/audio/mulaw.ts';
import type { LocalVoice } from '#local/speech/voice.ts';

/** A caller's utterance: words, or words and pauses (milliseconds) in turn. */
export type Words = string | readonly (string | number)[];

/** An utterance as audio. */
type Utterance = {
  readonly text: string;
  readonly mulaw: Uint8Array;
  /** The phrases to register in the phrasebook before the audio is heard. */
  readonly phrases: readonly { readonly text: string; readonly mulaw: Uint8Array }[];
};

/** Synthesises words with their pauses, or takes them from a recording (μ-law in base64). */
export async function toUtterance(
  words: Words,
  voice: LocalVoice,
  recording?: string,
): Promise<Utterance> {
  const parts = typeof words === 'string' ? [words] : words;
  const text = textOf(words);
  if (recording !== undefined) {
    const mulaw = Uint8Array.from(Buffer.from(recording, 'base64'));
    return { text, mulaw, phrases: [{ text, mulaw }] };
  }
  const phrases: { text: string; mulaw: Uint8Array }[] = [];
  const sounds: Uint8Array[] = [];
  for (const part of parts) {
    if (typeof part === 'number') {
      sounds.push(new Uint8Array(Math.round(part / FRAME_MS) * FRAME_BYTES).fill(SILENCE));
    } else {
      const mulaw = await voice.speak(part, 'caller');
      sounds.push(mulaw);
      phrases.push({ text: part, mulaw });
    }
  }
  return { text, mulaw: Uint8Array.from(Buffer.concat(sounds)), phrases };
}

/** Returns the words without their pauses. */
export function textOf(words: Words): string {
  if (typeof words === 'string') return words;
  return words.filter((part) => typeof part === 'string').join(' ');
}
