import { nameKey } from '#shared/domain/listings/listing-names.ts';
import type { Broker } from './broker.ts';

/** The people whom a name may mean: one, several, none, or anybody. */
export type NamedBroker =
  | { readonly is: 'found'; readonly broker: Broker }
  | { readonly is: 'several'; readonly brokers: readonly Broker[] }
  | { readonly is: 'unknown' }
  /** The caller’s own person, or the one of the home that they speak of. */
  | { readonly is: 'own' }
  | { readonly is: 'of-home' }
  /** No name was said: a title, or a word for anybody. */
  | { readonly is: 'anybody' };

/** Words around a name, in the form of `nameKey`. */
const TITLES =
  /^(?:ל?ה?(?:גברת|מתוכת?|סוכנת?|מנהלת?|בעלימ?|בעלת?|נציגה?|נציגת|מזכירה|מוקד|שירות)|(?:מה|ל?[מהב])?משרד|ל?ה?בוס|הבוסית|גב|מר|אדונ|מישהו|מישהי|אדמ|בנ|אנושי|את|עמ|אל|אצל|של|בבקשה|תודה)$/;
/** The titles of an owner. */
const OWNER = /מנהל|בעל|בוס/;
/** A title after which a caller names themselves or a home: “my agent”, “the agent of the flat”. */
const BROKER = /(?:^| )ל?ה?(?:סוכנת?|מתוכת?|נציגה?|נציגת)(?= |$)/;
const MINE = /^של(?:י|נו)$/;
const A_HOME = /^(?:[בל]?ה?(?:דירה|בית|נכס|מודעה|מגרש|חנות)|ה?(?:זאת|זה|זו))$/;
/** Skeletons of two letters say too little: דנה, דינה and דני are three people. */
const MIN_SKELETON = 3;
/** The preposition that speech joins to a name, before at least two letters: לדנה. */
const TO = /^ל(?=\p{L}{2})/u;
/** The ending of a pet name, behind at least three letters: רותי. */
const PET_NAME = /(?<=\p{L}{3})י$/u;

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
  if (BROKER.test(nameKey(said))) {
    if (words.every((word) => MINE.test(word))) return { is: 'own' };
    if (words.every((word) => A_HOME.test(word))) return { is: 'of-home' };
  }
  const spoken = [words, words.map((word) => word.replace(TO, ''))];
  for (const form of [same, skeleton]) {
    for (const each of spoken) {
      const wanted = each.map(form);
      const matches = brokers.filter(({ name }) => holdsAll(wordsOf(name).map(form), wanted));
      const [broker, ...others] = matches;
      if (broker) {
        return others.length === 0 ? { is: 'found', broker } : { is: 'several', brokers: matches };
      }
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

/** Returns the consonants of a word by their sound. A word of few keeps its vowels, but no pet name’s ending. */
function skeleton(word: string): string {
  const sounds = word
    .replace(/[אויהע]/g, '')
    .replaceAll('ט', 'ת')
    .replaceAll('ק', 'כ');
  return sounds.length >= MIN_SKELETON ? sounds : word.replace(PET_NAME, '');
}
