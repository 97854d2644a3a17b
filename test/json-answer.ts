import type { VendorAnswer } from '#local/aws/vendor-server.ts';

/** Returns an answer with a JSON body. */
export function json(status: number, body: object): VendorAnswer {
  const headers = { 'content-type': 'application/json' };
  return { status, headers, body: JSON.stringify(body) };
}
