import { isIP } from 'node:net';

/** Returns whether a host is this machine: `localhost`, `127.0.0.0/8` or `::1`, also in brackets. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
