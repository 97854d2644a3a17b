/** Says that a deployment breaks a promise: what it does instead. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

/** Says that a check could not run: what was missing. */
export class NotChecked extends Error {
  override readonly name = 'NotChecked';
}

/**
 * Checks that a list of problems is empty.
 * @throws {Broken} with all of them in one message.
 */
export function demandNone(problems: readonly (string | false)[]): void {
  const found = problems.filter((problem) => problem !== false);
  if (found.length > 0) throw new Broken(found.join('; '));
}
