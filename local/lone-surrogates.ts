/** Returns whether a JSON value has a text with a lone surrogate, which UTF-8 cannot write. */
export function hasLoneSurrogate(value: unknown): boolean {
  let isFound = false;
  JSON.stringify(value, (_, each: unknown) => {
    isFound ||= typeof each === 'string' && !each.isWellFormed();
    return each;
  });
  return isFound;
}
