import { FRAME_BYTES, fromPcm16, SILENCE } from '@agent-locator/audio/mulaw.ts';
import { resample } from '@agent-locator/audio/resample.ts';
import { toInt16 } from '@agent-locator/audio/telephone-audio.ts';
import { startEspeak } from './espeak.ts';
import { toEvenSpeech } from './levelling.ts';
import { toSpokenPhonemes } from './pronunciation.ts';
import type { Speaker } from './spoken-request.ts';

/** A Hebrew voice without network; the same sentence gives the same bytes. */
export interface LocalVoice extends AsyncDisposable {
  /** Returns pointed or unpointed text as whole frames of 8 kHz μ-law at about −20 dBFS. */
  speak(text: string, speaker?: Speaker): Promise<Uint8Array>;
  /** Returns the speech as 16-bit samples at `RENDERED_HZ`. */
  render(text: string, speaker?: Speaker): Promise<Int16Array>;
  /** The id of the eSpeak process. */
  readonly pid: number;
}

/** The rate of the speech engine. */
export const RENDERED_HZ = 22_050;
const TELEPHONE_HZ = 8_000;
const MAX_CACHED_SENTENCES = 1_000;

/** Starts the voice; it runs until it is disposed of, or until this process ends. */
export async function createLocalVoice(): Promise<LocalVoice> {
  const espeak = await startEspeak();
  const spoken = new Map<string, Promise<Uint8Array>>();

  async function render(text: string, speaker: Speaker = 'agent'): Promise<Int16Array> {
    const phonemes = toSpokenPhonemes(text);
    return toEvenSpeech(await espeak.synthesize({ phonemes, speaker }));
  }

  async function speak(text: string, speaker: Speaker = 'agent'): Promise<Uint8Array> {
    const key = `${speaker} ${text}`;
    const cached = spoken.get(key);
    if (cached) return (await cached).slice();
    if (spoken.size >= MAX_CACHED_SENTENCES) spoken.delete(spoken.keys().next().value as string);
    const frames = render(text, speaker).then(toFrames);
    spoken.set(key, frames);
    frames.catch(() => spoken.delete(key));
    return (await frames).slice();
  }

  return { speak, render, pid: espeak.pid, [Symbol.asyncDispose]: espeak[Symbol.asyncDispose] };
}

function toFrames(pcm: Int16Array): Uint8Array {
  const mulaw = fromPcm16(toInt16(resample(pcm, RENDERED_HZ, TELEPHONE_HZ)));
  const frames = new Uint8Array(Math.ceil(mulaw.length / FRAME_BYTES) * FRAME_BYTES).fill(SILENCE);
  frames.set(mulaw);
  return frames;
}
