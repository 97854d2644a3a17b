import { toWav } from '@agent-locator/audio/wav.ts';
import type { CustomerMedia } from 'twilio-exchange/whatsapp/message.ts';
import type { World } from '#local/world/world.ts';
import { toUtterance, type Words } from './utterance.ts';

/**
 * Synthesises a voice note and registers its phrases in the phrasebook. Twilio labels voice notes audio/ogg;
 * here a WAV file has that label. The phrasebook recognises samples, and players recognise a file by its
 * bytes.
 */
export async function voiceNote(
  words: Words,
  { voice, phrasebook }: Pick<World, 'voice' | 'phrasebook'>,
): Promise<CustomerMedia> {
  const { mulaw, phrases } = await toUtterance(words, voice);
  for (const phrase of phrases) phrasebook.register(phrase.text, phrase.mulaw);
  return { contentType: 'audio/ogg', bytes: toWav(mulaw) };
}
