import { isBare, type Letter, ownVowel, SIGN } from './pointed-letters.ts';

/** One sound in eSpeak's mnemonics; a vowel knows the letter that writes it. */
export type Sound = {
  readonly phoneme: string;
  readonly vowelOf?: number;
  readonly furtive?: true;
};

/**
 * Returns the index of a word's stressed sound; −1 for none. It is the marked vowel, else the last or the last
 * but one.
 */
export function stressedVowel(letters: readonly Letter[], heard: readonly Sound[]): number {
  const vowels = heard.flatMap(({ vowelOf, furtive }, at) =>
    vowelOf === undefined || furtive ? [] : [{ at, letter: vowelOf }],
  );
  const marked = letters.findIndex(bearsMark);
  if (marked >= 0)
    return (vowels.find(({ letter }) => letter >= marked) ?? vowels.at(-1))?.at ?? -1;
  const [earlier, last] = [vowels.at(-2), vowels.at(-1)];
  if (earlier && isEarlier(letters, earlier.letter, last?.letter ?? 0)) return earlier.at;
  return last?.at ?? -1;
}

function bearsMark({ points }: Letter): boolean {
  return points.includes(SIGN.ole) || (points.includes(SIGN.meteg) && !points.includes(SIGN.shva));
}

/** Words like `חֶדֶר` and `שַׁעַר`, pairs like `שְׁתַּיִם` and endings like `רָצִיתִי` stress the last vowel but one. */
function isEarlier(letters: readonly Letter[], earlier: number, last: number): boolean {
  const [first, second] = [letters[earlier] as Letter, letters[last] as Letter];
  if (first.points.includes(SIGN.shva)) return false;
  const end = letters.at(-1) as Letter;
  const isClosed = last < letters.length - 1 && !'הא'.includes(end.base);
  const isNext = letters.slice(earlier + 1, last).every(isBare);
  if (!isClosed || !isNext) return hasLightEnding(letters);
  const opening = ownVowel(first) ?? '';
  switch (ownVowel(second)) {
    case SIGN.segol:
      return [SIGN.segol, SIGN.tsere, SIGN.holam].some((sign) => sign === opening);
    case SIGN.patah:
      return (
        /[החע]/.test(second.base + end.base) &&
        [SIGN.segol, SIGN.tsere, SIGN.holam, SIGN.patah].some((sign) => sign === opening)
      );
    case SIGN.hiriq:
      if (second.base !== 'י' || second.points.includes(SIGN.dagesh))
        return hasLightEnding(letters);
      return opening === SIGN.patah || opening === SIGN.qamats;
    default:
      return hasLightEnding(letters);
  }
}

const LIGHT_ENDINGS = [
  /נו\u05bc$/, // שֶׁלָּנוּ
  /(?:\u05b0|א)ת\u05b4\u05bc?י$/, // קִיבַּלְתִּי, מָצָאתִי
  /\u05b4ית\u05b4י$/, // רָצִיתִי
  /(?:\u05b0|\u05b4י)ת\u05b8\u05bc?$/, // רָצִיתָ
  /\u05b6י[ךה]\u05b8$/, // אֵלֶיךָ, אֵלֶיהָ
];

function hasLightEnding(letters: readonly Letter[]): boolean {
  const spelled = letters.map(({ base, points }) => base + points.replace(/[\u05c1\u05c2]/g, ''));
  return LIGHT_ENDINGS.some((ending) => ending.test(spelled.join('')));
}
