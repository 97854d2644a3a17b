import { nameKey } from '#shared/domain/listings/listing-names.ts';
import type { Broker } from './broker.ts';

/** The people whom a name may mean: one, several, none, or anybody. */
export type NamedBroker =
  | { readonly is: 'found'; readonly broker: Broker }
  | { readonly is: 'several'; readonly brokers: readonly Broker[] }
  | { readonly is: 'unknown' }
  /** No name was said: a title, or a word for anybody. */
  | { readonly is: 'anybody' };

/** Words around a name, in the form of `nameKey`. */
const TITLES =
  /^(?:ה?גברת|גב|מר|אדונ|ה?מתוכת?|ה?סוכנת?|מה?משרד|ה?מנהלת?|ה?בעלימ?|ה?נציגה?|ה?נציגת|מישהו|מישהי|אדמ|בנ|אנושי|ה?מזכירה|ה?מוקד|ה?שירות|את|עמ|אל)$/;
/** The titles of an owner. */
const OWNER = /מנהל|בעלי/;
/** A skeleton of one letter says nothing. */
const MIN_SKELETON = 2;

/**
 * Returns the person with a name as a caller said it: the first name, the last, or both. Where no name is spelt like
 * it, the consonants decide, because a transcriber spells names by their sound.
 */
export function brokerNamed(said: string, brokers: readonly Broker[]): NamedBroker {
  const words = wordsOf(said);
  if (words.length === 0) {
    const [owner, ...others] = brokers.filter(({ role }) => role === 'owner');
    const isOne = owner !== undefined && others.length === 0 && OWNER.test(said);
    return isOne ? { is: 'found', broker: owner } : { is: 'anybody' };
  }
  for (const form of [same, skeleton]) {
    const wanted = words.map(form);
    const matches = brokers.filter(({ name }) => holdsAll(wordsOf(name).map(form), wanted));
    const [broker, ...others] = matches;
    if (broker) {
      return others.length === 0 ? { is: 'found', broker } : { is: 'several', brokers: matches };
    }
  }
  return { is: 'unknown' };
}

function holdsAll(name: readonly string[], wanted: readonly string[]): boolean {
  return wanted.length > 0 && wanted.every((word) => name.includes(word));
}

function wordsOf(name: string): string[] {
  const words = nameKey(name).split(/[^\p{L}]+/u);
  return words.filter((word) => word && !TITLES.test(word));
}

function same(word: string): string {
  return word;
}

/** Returns the consonants of a word by their sound; a short word stays as it is. */
function skeleton(word: string): string {
  const sounds = word
    .replace(/[אויהע]/g, '')
    .replaceAll('ט', 'ת')
    .replaceAll('ק', 'כ');
  return sounds.length >= MIN_SKELETON ? sounds : word;
}
