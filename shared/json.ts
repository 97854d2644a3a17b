/** Returns the value of a JSON text; undefined if it is not JSON. The parser's error would quote the text, so it is dropped. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
