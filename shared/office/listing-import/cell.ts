import * as z from 'zod/mini';
import { isPlainName } from '#shared/domain/plain-name.ts';

/** The most characters of a wrong cell that its problem quotes. */
const SHOWN_CHARACTERS = 40;

/** Returns a schema that reads a cell, or tells what it must be. */
export function cell<Read>(read: (text: string) => Read | Wrong) {
  return z.pipe(
    z.string('is missing'),
    z.transform((text: string, context): Exclude<Read, Wrong> => {
      const value = read(text);
      if (!isWrong(value)) return value as Exclude<Read, Wrong>;
      const wrong = (value.wrong ?? text).replace(/[\r\n]+/g, '⏎');
      const shown =
        wrong.length > SHOWN_CHARACTERS ? `${wrong.slice(0, SHOWN_CHARACTERS)}…` : wrong;
      const message = `must be ${value.must}, not "${shown}"`;
      context.issues.push({ code: 'custom', input: text, message });
      return z.NEVER;
    }),
  );
}

/** The description of a valid cell, and the wrong part if that is not the whole cell. */
export type Wrong = { readonly must: string; readonly wrong?: string };

function tooLong(maxCharacters: number): Wrong {
  return { must: `at most ${maxCharacters} characters long` };
}

function isWrong(value: unknown): value is Wrong {
  return typeof value === 'object' && value !== null && 'must' in value;
}

/** A cell of words, with a greatest length. */
export function words(maxCharacters: number) {
  return cell((text) => (text.length > maxCharacters ? tooLong(maxCharacters) : text));
}

/** A cell with the name of a place, of `maxCharacters` at most; it becomes a keyword of the transcriber. */
export function placeName(maxCharacters: number) {
  return cell((text) => {
    if (!isPlainName(text)) return { must: 'one line, without < or >' };
    return text.length > maxCharacters ? tooLong(maxCharacters) : text;
  });
}

/** A cell with a number in a range and in steps, with or without its unit, or its word. */
export function number(kind: {
  readonly must: string;
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly unit: RegExp;
  readonly words?: Readonly<Record<string, number>>;
}) {
  return cell((text) => {
    const value = kind.words?.[text.toLowerCase()] ?? toNumber(text.replace(kind.unit, ''));
    if (value === undefined || value % kind.step !== 0) return { must: kind.must };
    if (value >= kind.from && value <= kind.to) return value;
    return { must: `${kind.must} from ${kind.from} to ${kind.to}` };
  });
}

function toNumber(text: string): number | undefined {
  const digits = text.replace(/\s*(?:½|וחצי)/, '.5').replace(/^(-?\d{1,2}),(\d{1,2})$/, '$1.$2');
  const [plain] = /^-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?$/.exec(digits.trim()) ?? [];
  return plain === undefined ? undefined : Number(plain.replaceAll(',', ''));
}
