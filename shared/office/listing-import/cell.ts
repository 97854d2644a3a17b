import { isPlainName } from '#shared/domain/plain-name.ts';

/** The most characters of a wrong cell that its problem quotes. */
const SHOWN_CHARACTERS = 40;

/** Returns what a cell says, or what it must be. Some cells depend on the moment of the import, in epoch ms. */
export type CellReader<Value> = (text: string, at: number) => Value | Wrong;

/** The description of a valid cell, the wrong part if it is not the whole cell, and perhaps a remedy. */
export type Wrong = {
  readonly must: string;
  readonly wrong?: string;
  readonly remedy?: string;
};

/** Returns whether a cell was refused. */
export function isWrong(value: unknown): value is Wrong {
  return typeof value === 'object' && value !== null && 'must' in value;
}

/** Returns the sentence that refuses a cell; the column's name comes before it. */
export function refusal(text: string, { must, wrong = text, remedy }: Wrong): string {
  const flat = wrong.replace(/[\r\n]+/g, '⏎');
  const shown = flat.length > SHOWN_CHARACTERS ? `${flat.slice(0, SHOWN_CHARACTERS)}…` : flat;
  return `must be ${must}, not "${shown}"${remedy ? `: ${remedy}` : ''}`;
}

/** Reads a cell of words, with a greatest length. */
export function words(maxCharacters: number) {
  return (text: string): string | Wrong =>
    text.length > maxCharacters ? { must: `at most ${maxCharacters} characters long` } : text;
}

/** Reads a cell with the name of a place, of `maxCharacters` at most; it becomes a keyword of the transcriber. */
export function placeName(maxCharacters: number) {
  const read = words(maxCharacters);
  return (text: string): string | Wrong =>
    isPlainName(text) ? read(text) : { must: 'one line, without < or >' };
}
