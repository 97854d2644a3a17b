import { newSid } from '../account.ts';
import { openDuplicateSocket } from '../duplicate-socket.ts';
import { openMediaSocket } from '../media-handshake.ts';
import { runMediaStream } from '../media-stream.ts';
import { streamTarget } from '../stream-url.ts';
import { resolveUrl, type TwimlElement } from '../twiml-document.ts';
import { streamTeller } from './stream-callback.ts';
import {
  fetchFrom,
  hangUp,
  type Interruption,
  type LiveCall,
  nextVerb,
  type Verb,
} from './verb.ts';

/** Name and value of a parameter together stay below this. */
const MAX_PARAMETER_CHARACTERS = 500;

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
  const tell = streamTeller(stream, call, streamSid);
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
  const { account, switches, callSid } = call;
  const parameters = customParameters(stream, call);
  const start = {
    accountSid: account.accountSid,
    callSid,
    streamSid,
    customParameters: parameters,
  };
  const running = runMediaStream(
    {
      socket: handshake.socket,
      line: call.line,
      start,
      switches,
      onError: (code) => call.log({ code, url }),
    },
    signal,
  );
  const original = new AbortController();
  const duplicated =
    switches.duplicateStreamSocket &&
    openDuplicateSocket(handshake.socket.url, { start, account, switches }, original.signal).then(
      (became) => call.emit({ type: 'stream-duplicated', streamSid, became }),
    );
  await running;
  original.abort();
  await duplicated;
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

/** The parameters that a stream's start carries; one that is too long is flagged and left out. */
function customParameters({ children }: TwimlElement, call: LiveCall): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const { name: noun, attributes } of children) {
    const { name = '', value = '' } = attributes;
    if (noun !== 'Parameter') continue;
    if (name.length + value.length < MAX_PARAMETER_CHARACTERS) parameters[name] = value;
    else
      call.log({
        code: 12200,
        detail: `<Parameter> ${name}: ${MAX_PARAMETER_CHARACTERS} characters or more`,
      });
  }
  return parameters;
}
