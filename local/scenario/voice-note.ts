import { toWav } from '@agent-locator/audio/wav.ts';
import type { CustomerMedia } from 'twilio-exchange/whatsapp/message.ts';
import type { World } from '#local/world/world.ts';
import { toUtterance, type Words } from './utterance.ts';

/**
 * Has the local voice record a voice note, of which the ear of the local world is told beforehand.
 * Twilio calls voice notes audio/ogg; under that name stands a WAV file here, for the ear knows audio
 * by its samples, and every player knows a file by its bytes.
 */
export async function voiceNote(
  words: Words,
  { voice, phrasebook }: Pick<World, 'voice' | 'phrasebook'>,
): Promise<CustomerMedia> {
  const { mulaw, phrases } = await toUtterance(words, voice);
  for (const phrase of phrases) phrasebook.register(phrase.text, phrase.mulaw);
  return { contentType: 'audio/ogg', bytes: toWav(mulaw) };
}
