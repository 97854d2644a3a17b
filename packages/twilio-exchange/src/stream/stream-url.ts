import type { Switches } from '../trouble/switches.ts';

/** The URL of a stream as signed, and the address that is connected to. They differ on loopback only. */
export type StreamTarget = { readonly url: string; readonly address: string };

/** The codes of a URL that cannot be connected to. */
type Refusal = { readonly code: 31920 | 31922 | 31923 };

/**
 * Reads `<Stream url>`: wss, or ws on loopback, which Twilio does not know. Returns the code that
 * the debugger shows for any other.
 * @see https://www.twilio.com/docs/voice/twiml/stream
 */
export function streamTarget(
  named: string,
  { streamQueryString, loopbackWss }: Pick<Switches, 'streamQueryString' | 'loopbackWss'>,
): StreamTarget | Refusal {
  const url = named.trim();
  if (!URL.canParse(url)) return { code: 31923 };
  const { protocol, hostname, search } = new URL(url);
  if (!/^\w+:\/\//.test(url)) return { code: 31923 };
  const isLoopback = /^(127(\.\d+){3}|localhost|\[::1\])$/.test(hostname);
  if (protocol !== 'wss:' && !(protocol === 'ws:' && isLoopback)) return { code: 31922 };
  if (search && streamQueryString === 'refuse') return { code: 31920 };
  // The rest stays byte for byte as the document has it, because that string is signed.
  const signed = url.replace(/[?#].*$/, '');
  const isPlain = isLoopback && loopbackWss === 'plain';
  return { url: signed, address: isPlain ? signed.replace(/^wss:/i, 'ws:') : signed };
}
