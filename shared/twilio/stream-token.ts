import { createHmac, timingSafeEqual } from 'node:crypto';

/** The longest time from a `<Connect>` to its stream: many times a greeting and a slow handshake. */
const TOKEN_LIFETIME_MS = 120_000;

/** A token's grant: this call may attach a stream of this generation. `connectedAt` is in epoch ms. */
type StreamGrant = { readonly callSid: string; readonly gen: number; readonly connectedAt: number };

/** Returns a token that grants one stream. It has no random part, so that a duplicated webhook gets the same document. */
export function signStreamToken(key: string, grant: StreamGrant): string {
  const expiresAt = grant.connectedAt + TOKEN_LIFETIME_MS;
  return `${grant.gen}.${expiresAt}.${mac(key, grant.callSid, grant.gen, expiresAt)}`;
}

/** Returns the generation that a token grants to a stream of this call; undefined if it is invalid or expired. */
export function readStreamToken(
  key: string,
  stream: { readonly callSid: string; readonly token: string; readonly at: number },
): number | undefined {
  const [, gen, expiresAt, signature] =
    /^([1-9]\d{0,3})\.(\d{13})\.([\w-]{43})$/.exec(stream.token) ?? [];
  if (!gen || !expiresAt || !signature || Number(expiresAt) < stream.at) return undefined;
  const expected = mac(key, stream.callSid, Number(gen), Number(expiresAt));
  return timingSafeEqual(Buffer.from(signature), Buffer.from(expected)) ? Number(gen) : undefined;
}

function mac(key: string, callSid: string, gen: number, expiresAt: number): string {
  return createHmac('sha256', key).update(`${callSid}|${gen}|${expiresAt}`).digest('base64url');
}
