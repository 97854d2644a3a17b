/** Says that a deployment does not do what a line promises: what it does instead. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

/** Says that a line could not be checked: what was missing. */
export class NotChecked extends Error {
  override readonly name = 'NotChecked';
}

/** Throws all problems of a line as one; returns where there are none. */
export function demandNone(problems: readonly (string | false)[]): void {
  const found = problems.filter((problem) => problem !== false);
  if (found.length > 0) throw new Broken(found.join('; '));
}
