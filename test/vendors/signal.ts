/** Returns a signal that never aborts. */
export function signal(): AbortSignal {
  return new AbortController().signal;
}
