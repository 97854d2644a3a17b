import { placeholderSpeech, readingMs } from '../../line/placeholder-speech.ts';
import { playToCaller } from '../../line/playback.ts';
import type { TwimlElement } from '../document.ts';
import { nextVerb, type Verb } from './verb.ts';

const MAX_LOOPS = 1000;
const basicVoices = ['man', 'woman', 'alice'];
const basicLanguages = /^(en|es|fr|de|it|pt|da|sv|nb|nl|fi|pl|ru|ca|ja|ko|zh)(-[A-Z]{2})?$/;
/** Such as `Google.he-IL-Wavenet-A`: the language, then the family. */
const googleVoice =
  /^Google\.(\w{2,3}-\w{2})-(Standard-[A-Z]|Wavenet-[A-Z]|Neural2-[A-Z]|Chirp3-HD-\w+)$/;
const hebrewVoice = /^Google\.he-IL-(Standard|Wavenet)-[A-D]$/;
const pollyVoice = /^Polly\.\p{L}+(-Neural|-Generative)?$/u;

/**
 * `<Say>`: reads a text aloud, as a sound with the rhythm of speech.
 * @see https://www.twilio.com/docs/voice/twiml/say/text-speech
 */
export const say: Verb = async ({ element, call, interruption: { signal } }) => {
  const { voice = 'man', language = 'en-US', loop = 1 } = element.attributes;
  const text = spokenText(element);
  const limit = maxCharacters(voice);
  if (!text) call.log({ code: 13520 });
  if (text.length > limit) call.log({ code: 13521, detail: `over ${limit} characters` });
  if (!text || text.length > limit) return nextVerb;
  // Twilio warns, and reads the text in a voice that may not speak the language.
  if (!isKnownVoice(voice, language)) call.log({ code: 13511, detail: `${voice} ${language}` });

  const audio = placeholderSpeech(readingMs(text));
  const loops = Number(loop) || MAX_LOOPS;
  for (let read = 0; read < loops && !signal.aborted; read++) {
    await playToCaller(call.line, audio, signal);
    if (!signal.aborted) call.emit({ type: 'said', text });
  }
  return nextVerb;
};

function spokenText({ text, children }: TwimlElement): string {
  return [text, ...children.map(spokenText)].join(' ').replace(/\s+/g, ' ').trim();
}

/** Whether a voice speaks the language; of the voices, only Google's speak Hebrew. */
function isKnownVoice(voice: string, language: string): boolean {
  if (basicVoices.includes(voice)) return basicLanguages.test(language);
  if (pollyVoice.test(voice)) return language !== 'he-IL';
  const [, spoken] = googleVoice.exec(voice) ?? [];
  return spoken === 'he-IL' ? hebrewVoice.test(voice) : spoken !== undefined;
}

/** Returns the longest text that a voice reads, in characters: https://www.twilio.com/docs/api/errors/13521 */
function maxCharacters(voice: string): number {
  return voice.startsWith('Polly.') ? 3000 : 4096;
}
