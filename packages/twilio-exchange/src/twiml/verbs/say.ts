import { murmur, readingMs } from '../../line/murmur.ts';
import { playToCaller } from '../../line/playback.ts';
import type { TwimlElement } from '../document.ts';
import { isKnownVoice, maxCharacters } from './say-voices.ts';
import { nextVerb, type Verb } from './verb.ts';

const MAX_LOOPS = 1000;

/** `<Say>`: reads a text aloud, in a voice that only sounds like one. */
export const say: Verb = async ({ element, call, interruption: { signal } }) => {
  const { voice = 'man', language = 'en-US', loop = 1 } = element.attributes;
  const text = spokenText(element);
  const limit = maxCharacters(voice);
  if (!text) call.log({ code: 13520 });
  if (text.length > limit) call.log({ code: 13521, detail: `over ${limit} characters` });
  if (!text || text.length > limit) return nextVerb;
  // Twilio warns and reads on, in a voice that may not know the language.
  if (!isKnownVoice(voice, language)) call.log({ code: 13511, detail: `${voice} ${language}` });

  const audio = murmur(readingMs(text));
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
