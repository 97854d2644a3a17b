import type { Switches } from '../trouble/switches.ts';

/** Where a stream is to be opened, or the code that says why it cannot be. */
export type StreamTarget = { url: string } | { code: 31920 | 31922 | 31923 };

/** Reads `<Stream url>`: only wss, or ws on loopback, which exists in the local world alone. */
export function streamTarget(
  named: string,
  { streamQueryString }: Pick<Switches, 'streamQueryString'>,
): StreamTarget {
  const url = named.trim();
  if (!URL.canParse(url)) return { code: 31923 };
  const { protocol, hostname, search } = new URL(url);
  if (!/^\w+:\/\//.test(url)) return { code: 31923 };
  const isLoopback = /^(127(\.\d+){3}|localhost|\[::1\])$/.test(hostname);
  if (protocol !== 'wss:' && !(protocol === 'ws:' && isLoopback)) return { code: 31922 };
  if (search && streamQueryString === 'refuse') return { code: 31920 };
  // The rest of the URL stays byte for byte as the document has it: that very string is signed.
  return { url: url.replace(/[?#].*$/, '') };
}
