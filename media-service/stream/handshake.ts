import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Config } from '#shared/config/config.ts';
import type { TwilioSecrets } from '#shared/config/secrets.ts';
import { log } from '#shared/log.ts';
import type { Secrets } from '#shared/ports/office.ts';
import { streamPaths } from '#shared/routes.ts';
import { isSignedByTwilio } from '#shared/twilio/signature.ts';

/** The HTTP status of a refused handshake. */
export type Refusal = 403 | 404 | 503;

const reasons: Record<Refusal, string> = {
  403: 'Forbidden',
  404: 'Not Found',
  503: 'Service Unavailable',
};

type HandshakeParts = {
  readonly config: Pick<Config, 'streamUrl'>;
  readonly secrets: Pick<Secrets, 'twilio'>;
};

/**
 * Authenticates a handshake on a stream path by Twilio's signature; returns the secrets that it matches, or the refusal.
 * https://www.twilio.com/docs/usage/webhooks/webhooks-security
 */
export async function authenticate(
  request: IncomingMessage,
  { config, secrets }: HandshakeParts,
): Promise<TwilioSecrets | Refusal> {
  if (!isStreamUrl(request.url)) return 404;
  const signature = request.headers['x-twilio-signature'];
  try {
    const values = await secrets.twilio();
    const isSigned = isSignedByTwilio(values, {
      signature: typeof signature === 'string' ? signature : undefined,
      urls: signedUrls(config.streamUrl),
      fields: {},
    });
    if (isSigned) return values;
    log.warn('handshake.unsigned');
    log.count('SignatureFailures', { path: streamPaths[0] });
    return 403;
  } catch (error) {
    log.error('handshake.failed', error);
    return 503;
  }
}

/** How long a refused client may take to read its answer before its socket is destroyed. */
const REFUSAL_LINGER_MS = 1_000;

/** Answers a handshake with a plain HTTP refusal and closes its socket. */
export function refuse(socket: Duplex, status: Refusal): void {
  log.warn('handshake.refused', { status });
  socket.end(
    `HTTP/1.1 ${status} ${reasons[status]}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
  );
  setTimeout(() => socket.destroy(), REFUSAL_LINGER_MS).unref();
}

/**
 * Returns whether a URL is one that Twilio streams to, whatever its query. The edge knows an error by its path alone,
 * so a 404 to a stranger's query could answer Twilio too.
 */
export function isStreamUrl(url: string | undefined): boolean {
  const [path] = url?.split('?') ?? [];
  return streamPaths.some((streamPath) => streamPath === path);
}

/** Twilio signs the URL of the `<Stream>`, in some clients with a slash appended or as https. */
function signedUrls(streamUrl: string): string[] {
  const asHttp = streamUrl.replace(/^ws/, 'http');
  return [streamUrl, `${streamUrl}/`, asHttp, `${asHttp}/`];
}
