const LETTER = String.raw`[א-ת\u0591-\u05C7]`;

const patterns = new WeakMap<ReadonlyMap<string, string>, RegExp>();

/** Returns a text with the pointed spellings of names that a voice would misread, also behind prefixes. */
export function withPronunciations(
  text: string,
  pronunciations: ReadonlyMap<string, string>,
): string {
  if (pronunciations.size === 0) return text;
  return text.replace(patternOf(pronunciations), (_, prefix: string, name: string) => {
    return prefix + (pronunciations.get(name) ?? name);
  });
}

/** Returns the pattern of a map, cached from its first use: an office’s names do not change during a call. */
function patternOf(pronunciations: ReadonlyMap<string, string>): RegExp {
  const known = patterns.get(pronunciations);
  if (known) return known;
  const names = [...pronunciations.keys()]
    .filter((name) => name.trim() !== '')
    .sort((one, other) => other.length - one.length)
    .map((name) => name.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  const pattern = names.length === 0 ? /(?!)/g : wholeNames(names);
  patterns.set(pronunciations, pattern);
  return pattern;
}

function wholeNames(names: readonly string[]): RegExp {
  return new RegExp(
    `(?<!${LETTER})(?<!${LETTER}["'״׳])([והבלמשכ]{0,3}?)(${names.join('|')})(?!${LETTER}|["'״׳]${LETTER})`,
    'g',
  );
}
