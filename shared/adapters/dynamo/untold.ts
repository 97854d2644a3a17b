/** The value of `untold`, the key of the indexes `by_telling`: only rows that wait for their telling have it. */
export const UNTOLD = 'untold';

/** Returns the columns of a row that the office is told of from a moment (epoch ms) on. */
export function awaitsTelling(at: number): { readonly [UNTOLD]: string; readonly tell_at: number } {
  return { [UNTOLD]: UNTOLD, tell_at: at };
}
