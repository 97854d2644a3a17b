import { newSid } from '../account.ts';
import { openMediaSocket } from '../media-handshake.ts';
import { runMediaStream } from '../media-stream.ts';
import { streamTarget } from '../stream-url.ts';
import { resolveUrl, type TwimlElement } from '../twiml-document.ts';
import { toMethod } from '../webhook.ts';
import {
  fetchFrom,
  hangUp,
  type Interruption,
  type LiveCall,
  nextVerb,
  type Verb,
} from './verb.ts';

/** `<Connect>`: holds the call in a stream, then requests its action. */
export const connect: Verb = async ({ element, document, call, interruption }) => {
  const { action, method } = element.attributes;
  const url = action && resolveUrl(document, action);
  const stream = element.children.find((child) => child.name === 'Stream');
  const opened = stream ? await holdInStream(stream, call, interruption) : false;

  const { switches } = call;
  const after = url ? fetchFrom(url, method) : nextVerb;
  if (interruption.by === 'hang-up') return switches.connectActionOnCallerHangup ? after : hangUp;
  if (interruption.by === 'redirect') return switches.connectActionOnRestRedirect ? after : hangUp;
  return opened || switches.handshakeFailure === 'action-or-next-verb' ? after : hangUp;
};

/** Opens the stream and stays with it to its end; false when it never opened. */
async function holdInStream(
  stream: TwimlElement,
  call: LiveCall,
  { signal }: Interruption,
): Promise<boolean> {
  const streamSid = newSid('MZ');
  const tell = teller(stream, call, streamSid);
  const url = stream.attributes.url ?? '';
  const handshake = await handshakeOf(stream, call, signal);
  if (signal.aborted) {
    if (handshake.kind === 'open') handshake.socket.terminate();
    return false;
  }
  if (handshake.kind === 'refused') {
    const { code, status } = handshake;
    call.log({ code, url, ...(status && { detail: `HTTP ${status}` }) });
    call.emit({ type: 'stream-refused', code, ...(status !== undefined && { status }) });
    tell('stream-error', `${code}${status ? `: the server answered ${status}` : ''}`);
    return false;
  }

  call.emit({ type: 'stream-started', streamSid });
  tell('stream-started');
  await runMediaStream(
    {
      socket: handshake.socket,
      line: call.line,
      start: {
        accountSid: call.account.accountSid,
        callSid: call.callSid,
        streamSid,
        customParameters: customParameters(stream),
      },
      stopBeforeClose: call.switches.stopBeforeClose,
      onError: (code) => call.log({ code, url }),
    },
    signal,
  );
  call.emit({ type: 'stream-stopped', streamSid });
  tell('stream-stopped');
  return true;
}

async function handshakeOf({ attributes }: TwimlElement, call: LiveCall, signal: AbortSignal) {
  const refused = (code: number) => ({ kind: 'refused', code, status: undefined }) as const;
  if (attributes.track && attributes.track !== 'inbound_track') return refused(31941);
  const target = streamTarget(attributes.url ?? '', call.switches);
  return 'code' in target ? refused(target.code) : openMediaSocket(target.url, call, signal);
}

function customParameters({ children }: TwimlElement): Record<string, string> {
  const parameters = children.filter(({ name }) => name === 'Parameter');
  return Object.fromEntries(
    parameters.map(({ attributes: { name = '', value = '' } }) => [name, value]),
  );
}

function teller({ attributes }: TwimlElement, call: LiveCall, streamSid: string) {
  return function tell(event: string, error?: string) {
    if (!attributes.statusCallback) return;
    call.callBack({
      url: attributes.statusCallback,
      method: toMethod(attributes.statusCallbackMethod),
      parameters: {
        AccountSid: call.account.accountSid,
        CallSid: call.callSid,
        StreamSid: streamSid,
        StreamName: attributes.name ?? streamSid,
        StreamEvent: event,
        ...(error && { StreamError: error }),
        Timestamp: new Date().toISOString(),
      },
    });
  };
}
