import { createHmac, timingSafeEqual } from 'node:crypto';

/** How long after its `<Connect>` was handed out a stream may still attach: a greeting and a slow handshake, many times over. */
const TOKEN_LIFETIME_MS = 120_000;

/** What a token vouches for: this call may attach a stream of this generation. */
type StreamGrant = { readonly callSid: string; readonly gen: number; readonly connectedAt: number };

/** Signs the right to attach one stream; no random part, so that a duplicated webhook answers the same document. */
export function signStreamToken(key: string, grant: StreamGrant): string {
  const expiresAt = grant.connectedAt + TOKEN_LIFETIME_MS;
  return `${grant.gen}.${expiresAt}.${mac(key, grant.callSid, grant.gen, expiresAt)}`;
}

/** Reads a token that a stream of this call brought: its generation, or undefined where it is wrong or too old. */
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
