/** The longest sentence that a reader whose first language is not English takes in at once. */
export const MAX_WORDS = 20;

/** Words that begin a riddle: the reader has to find the subject before the fact. */
const RIDDLE = /^(What|Who|Whoever|Whatever|Whose|Whom|Somebody|Someone|Nobody|Those|That which)\b/;
/** A negation that belongs on the verb: "it is not CSV". "There is no such call" has no other. */
const IS_NO = /(?<!\b[Tt]here )\b(is|are|was|were|be) (no|none)\b(?! (longer|more|one|other)\b)/;

/** Names each fault of a piece of prose against the rules of CONTRIBUTING.md; empty where it has none. */
export function faultsOf(prose: string): string[] {
  return sentencesOf(prose).flatMap((sentence) => {
    const words = sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
    return [
      ...(RIDDLE.test(sentence) ? [`begins with "${words[0]}": ${sentence}`] : []),
      ...(IS_NO.test(sentence) ? [`says "is no": ${sentence}`] : []),
      ...(words.length > MAX_WORDS ? [`has ${words.length} words: ${sentence}`] : []),
    ];
  });
}

/** Splits prose into sentences; a tag of a docstring begins one, and code counts as one word. */
export function sentencesOf(prose: string): string[] {
  return prose
    .replace(/`[^`]*`/g, (code) => code.replace(/\s/g, '\u00a0').replace(/[.!?]/g, '\u2024'))
    .replace(/https?:\/\/\S+/g, 'link')
    .split(/(?<=[.!?])["”)]*\s+(?=["“(]?[\p{Lu}\p{N}`<@])|\s(?=@(?:throws|param|returns|see)\b)/u)
    .map((sentence) =>
      sentence
        .replace(/^@\w+\s+(?:\{[^}]*\}\s*)?/, '')
        .replaceAll('\u2024', '.')
        .trim(),
    )
    .filter(Boolean);
}
