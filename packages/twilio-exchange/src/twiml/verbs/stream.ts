import { newSid } from '../../account/account.ts';
import { openDuplicateSocket } from '../../stream/duplicate-socket.ts';
import { openFaultProxy } from '../../stream/fault-proxy.ts';
import { type Handshake, openMediaSocket } from '../../stream/media-handshake.ts';
import { runMediaStream } from '../../stream/media-stream.ts';
import { type StreamTarget, streamTarget } from '../../stream/stream-url.ts';
import type { StreamFault } from '../../trouble/call-trouble.ts';
import { sendStrangeMessages } from '../../trouble/strange-messages.ts';
import type { TwimlElement } from '../document.ts';
import type { Interruption } from '../interruption.ts';
import { streamNotifier } from './stream-callback.ts';
import { streamParameters } from './stream-parameters.ts';
import type { LiveCall } from './verb.ts';

/**
 * `<Stream>`: opens a stream and waits for its end. Returns whether it opened.
 * @see https://www.twilio.com/docs/voice/twiml/stream
 */
export async function holdInStream(
  stream: TwimlElement,
  call: LiveCall,
  { signal }: Interruption,
): Promise<boolean> {
  const streamSid = newSid('MZ');
  const notify = streamNotifier(stream, call, streamSid);
  const url = stream.attributes.url ?? '';
  const fault = call.streamTroubles.next();
  const { handshake, target } = await handshakeOf(stream, { ...call, fault }, signal);
  if (signal.aborted) {
    if (handshake.kind === 'open') handshake.socket.terminate();
    return false;
  }
  if (handshake.kind === 'refused') {
    const { code, status } = handshake;
    const error = `${code}${status ? `: the server answered ${status}` : ''}`;
    const sendError = () => notify('stream-error', error);
    call.log({ code, url, ...(status && { detail: `HTTP ${status}` }) });
    call.emit({ type: 'stream-refused', code, ...(status !== undefined && { status }) });
    call.streamTroubles.failed(sendError);
    sendError();
    return false;
  }

  const { socket } = handshake;
  call.emit({ type: 'stream-started', streamSid });
  call.streamTroubles.started();
  notify('stream-started');
  const start = {
    accountSid: call.account.accountSid,
    callSid: call.callSid,
    streamSid,
    customParameters: streamParameters(stream, call, fault),
  };
  const original = new AbortController();
  const duplicated =
    call.switches.duplicateStreamSocket &&
    target &&
    openDuplicateSocket(target, { ...call, start }, original.signal).then((became) =>
      call.emit({ type: 'stream-duplicated', streamSid, became }),
    );
  {
    using _strange =
      fault?.fault === 'strange-messages' ? sendStrangeMessages(socket, fault) : undefined;
    const onError = (code: number) => call.log({ code, url });
    const { line, switches } = call;
    const brokenBy = await runMediaStream({ socket, line, start, switches, onError }, signal);
    if (brokenBy) call.streamTroubles.failed(() => notify('stream-error', String(brokenBy)));
  }
  original.abort();
  await duplicated;
  call.emit({ type: 'stream-stopped', streamSid });
  notify('stream-stopped');
  return true;
}

async function handshakeOf(
  { attributes }: TwimlElement,
  call: LiveCall & { readonly fault: StreamFault | undefined },
  signal: AbortSignal,
): Promise<{ handshake: Handshake; target?: StreamTarget }> {
  const refused = (code: number) => ({ handshake: { kind: 'refused', code } }) as const;
  if (attributes.track && attributes.track !== 'inbound_track') return refused(31941);
  const target = streamTarget(attributes.url ?? '', call.switches);
  if ('code' in target) return refused(target.code);

  const proxy = await openFaultProxy(target.address, call.fault, call.closing);
  const handshake = await openMediaSocket(target, { ...call, port: proxy?.port }, signal);
  // The proxy stays open as long as the connection through it.
  if (handshake.kind === 'open') handshake.socket.once('close', () => proxy?.[Symbol.dispose]());
  else proxy?.[Symbol.dispose]();
  return { handshake, target };
}
