import { setTimeout as delay } from 'node:timers/promises';
import { resolveUrl } from '../document.ts';
import { pause } from './pause.ts';
import { play } from './play.ts';
import { say } from './say.ts';
import { fetchFrom, nextVerb, type Verb } from './verb.ts';

const TIMEOUT_SECONDS = 5;
const prompts = new Map<string, Verb>([
  ['Say', say],
  ['Play', play],
  ['Pause', pause],
]);

/**
 * `<Gather>` on the second leg of a `<Dial>`: a person hears the prompt and presses 1, a machine presses nothing.
 * @see https://www.twilio.com/docs/voice/twiml/gather
 */
export const gather: Verb = async ({ element, document, call, interruption }) => {
  const { action = '', method, timeout = TIMEOUT_SECONDS } = element.attributes;
  for (const prompt of element.children) {
    await prompts.get(prompt.name)?.({ element: prompt, document, call, interruption });
  }
  if (interruption.signal.aborted) return nextVerb;
  if (call.office.phone === 'machine') {
    const { signal } = interruption;
    await delay(Number(timeout) * 1000, undefined, { signal }).catch(() => {});
    return nextVerb;
  }
  const after = action ? resolveUrl(document, action) : (document.url ?? '');
  return fetchFrom(after, method, { Digits: '1' });
};
