import { setTimeout as delay } from 'node:timers/promises';
import { nextVerb, type Verb } from './verb.ts';

/** `<Pause>`: waits in silence. */
export const pause: Verb = async ({ element, interruption: { signal } }) => {
  const seconds = Number(element.attributes.length ?? 1);
  await delay(seconds * 1000, undefined, { signal }).catch(() => {});
  return nextVerb;
};
