import { type LookupAddress, type LookupOptions, lookup as resolve } from 'node:dns';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { boundedBody } from '#shared/bounded-body.ts';
import { isLoopback } from '#shared/config/loopback.ts';
import { failing, InvalidInput, VendorFailed } from '#shared/errors.ts';
import type { ListingSite } from '#shared/ports/listing-sources.ts';
import { isPublicAddress } from './public-addresses.ts';

/** The limits of one download. */
export type DownloadLimits = { readonly ms: number; readonly bytes: number };

/** An export of ten thousand homes is made within seconds; a slower site is tried again in an hour. */
const LIMITS: DownloadLimits = { ms: 30_000, bytes: 20 * 1024 * 1024 };
/** An export behind a sign-in or a short link has one or two redirects. */
const MAX_REDIRECTS = 3;

/** The site of a listing source. Without `allowsLoopback`, only public addresses of https are asked. */
export function listingSite(allowsLoopback: boolean, limits = LIMITS): ListingSite {
  async function download(address: string): Promise<Uint8Array> {
    const signal = AbortSignal.timeout(limits.ms);
    let url = allowed(address, allowsLoopback);
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      const response = await ask(url, signal);
      const { statusCode = 0, headers } = response;
      if (statusCode === 200) return await readBody(response, limits.bytes);
      response.destroy();
      const isRedirect = [301, 302, 303, 307, 308].includes(statusCode) && headers.location;
      if (!isRedirect) throw new VendorFailed('listing-source', `it answered ${statusCode}`);
      // A public site does not lead into this machine.
      const target = URL.parse(headers.location ?? '', url.href)?.href ?? '';
      url = allowed(target, allowsLoopback && isLoopback(url.hostname));
    }
    throw new VendorFailed('listing-source', `it has more than ${MAX_REDIRECTS} redirects`);
  }

  return {
    download: (address) =>
      download(address).catch((error: unknown) => {
        if (error instanceof InvalidInput) throw error;
        return failing('listing-source', 'it did not answer well in time')(error);
      }),
  };
}

function allowed(address: string, allowsLoopback: boolean): URL {
  const url = URL.parse(address);
  if (!url) throw new InvalidInput('The address of the listing source is not a URL.');
  const { protocol, hostname } = url;
  const isLocal = allowsLoopback && isLoopback(hostname);
  if (protocol !== 'https:' && !(isLocal && protocol === 'http:')) {
    throw new InvalidInput(`The listing source must be https, not ${protocol}//${hostname}.`);
  }
  // Names are checked once they are resolved.
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (!isLocal && (isLoopback(hostname) || (isIP(bare) !== 0 && !isPublicAddress(bare)))) {
    throw privateAddress(hostname);
  }
  return url;
}

function ask(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  const answered = Promise.withResolvers<IncomingMessage>();
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  const options = {
    signal,
    headers: { 'accept-encoding': 'identity', 'user-agent': 'AgentLocator listing import' },
    ...(!isLoopback(url.hostname) && { lookup: publicLookup }),
  };
  request(url, options, answered.resolve).once('error', answered.reject).end();
  return answered.promise;
}

/** Resolves a name, and fails if any of its addresses is private. The connection uses the addresses that were checked. */
const publicLookup: LookupFunction = (hostname, options: LookupOptions, done) => {
  resolve(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
    const [first] = found ?? [];
    if (error || !first) done(error ?? new Error(`${hostname} has no address`), '', 4);
    else if (!found.every(({ address }) => isPublicAddress(address))) {
      done(privateAddress(hostname), '', 4);
    } else if (options.all) done(null, found);
    else done(null, first.address, first.family);
  });
};

function privateAddress(host: string): InvalidInput {
  return new InvalidInput(`The listing source must be on the public internet, not ${host}.`);
}

async function readBody(response: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const { 'content-encoding': encoding = 'identity', 'content-length': length } = response.headers;
  if (encoding !== 'identity') {
    response.destroy();
    throw new VendorFailed('listing-source', `it answered in the encoding ${encoding}`);
  }
  const isAnnouncedTooLarge = Number(length) > maxBytes;
  if (isAnnouncedTooLarge) response.destroy();
  const body = isAnnouncedTooLarge ? undefined : await boundedBody(response, maxBytes);
  if (!body) throw new VendorFailed('listing-source', `it answered more than ${maxBytes} bytes`);
  return body;
}
