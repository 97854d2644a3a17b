import { writeFile } from 'node:fs/promises';
import { toWav } from '@agent-locator/audio/wav.ts';
import type { GoogleSettings } from '#commands/voice-settings.ts';
import { createLocalVoice } from '#local/speech/voice.ts';
import { googleVoice } from '#shared/adapters/google/voice.ts';
import { InvalidInput } from '#shared/errors.ts';

/**
 * Returns speech as μ-law at 8 kHz: in the voice of calls, or the offline voice without Google’s settings.
 * @throws VendorFailed
 */
export async function toSpeech(
  pieces: readonly string[],
  google: GoogleSettings | undefined,
): Promise<Uint8Array> {
  if (!google) {
    await using voice = await createLocalVoice();
    const audio: Uint8Array[] = [];
    for (const piece of pieces) audio.push(await voice.speak(piece));
    return Buffer.concat(audio);
  }
  await using voice = googleVoice(google);
  const speech = voice.speak(each(pieces), new AbortController().signal);
  return Buffer.concat(await Array.fromAsync(speech));
}

/**
 * Writes speech as a WAV file.
 * @throws InvalidInput where the file cannot be written
 */
export async function keepWav(file: string, speech: Uint8Array): Promise<void> {
  await writeFile(file, toWav(speech)).catch((cause: unknown) => {
    throw new InvalidInput(`--wav names "${file}", which cannot be written.`, { cause });
  });
}

async function* each(pieces: readonly string[]) {
  yield* pieces;
}
