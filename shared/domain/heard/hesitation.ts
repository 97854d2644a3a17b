import { formOf, type HeardWord } from './heard-words.ts';

/** Sounds of listening or thinking, after doubled letters became one: אהההה, אממ, מהמ, אהא. */
const SOUND = /^(?:א|ה|מ|הא|הו|או?ה(?:א(?:ה(?:א|אהא)?)?|ו|מ)?|[אהע]מ|מה?מ(?:הה?מ)?|[אה]מהמ)$/;
/** Real words of the same letters: if, they, of them, what. */
const words: ReadonlySet<string> = new Set('אם הם מהם האם מה'.split(' '));

/** Returns whether a word is a sound of listening or thinking. */
export function isHesitation({ written, form = formOf(written) }: HeardWord): boolean {
  return /^\p{L}{2}/u.test(written) && SOUND.test(form) && !words.has(written);
}

/** Sounds that say yes behind a question; shorter and longer ones of these letters only think. */
const YES = /^(?:אהה|[אה]הא|אההא|מהמ|מהם|[אה]מהמ|אהם)$/u;

/** Returns whether the sounds of a caller say yes to a question: אהה, מהמ, אה הא. */
export function isSoundOfYes(words: readonly HeardWord[]): boolean {
  return (
    words.length > 0 && words.length <= 3 && YES.test(words.map(({ written }) => written).join(''))
  );
}
