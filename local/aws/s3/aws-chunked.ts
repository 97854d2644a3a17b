/** The content of an `aws-chunked` body: its bytes, and the trailers after them with names in lower case. */
export type AwsChunked = { readonly data: Buffer; readonly trailers: ReadonlyMap<string, string> };

/**
 * Decodes the `aws-chunked` framing of a streamed upload; returns `undefined` where it is broken.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export function decodeAwsChunked(body: Buffer): AwsChunked | undefined {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = body.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    // A chunk's size may be followed by its signature: `1000;chunk-signature=…`.
    const size = /^([0-9a-f]{1,8})(;|$)/i.exec(body.toString('latin1', at, lineEnd))?.[1];
    if (!size) return undefined;
    const start = lineEnd + 2;
    const end = start + Number.parseInt(size, 16);
    if (end === start) {
      return { data: Buffer.concat(chunks), trailers: toTrailers(body.toString('latin1', start)) };
    }
    if (body.toString('latin1', end, end + 2) !== '\r\n') return undefined;
    chunks.push(body.subarray(start, end));
    at = end + 2;
  }
}

function toTrailers(text: string): ReadonlyMap<string, string> {
  return new Map(
    text
      .split('\r\n')
      .filter((line) => line.includes(':'))
      .map((line) => [
        line.slice(0, line.indexOf(':')).trim().toLowerCase(),
        line.slice(line.indexOf(':') + 1).trim(),
      ]),
  );
}
