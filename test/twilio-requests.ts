import { randomBytes } from 'node:crypto';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { type ClientOptions, WebSocket } from 'ws';
import type { World } from '#local/world/world.ts';
import type { FormFields } from '#shared/twilio/signature.ts';

type Account = Pick<World, 'url' | 'env'>;

/** Returns a new identifier of Twilio's shape. */
export function newSid(prefix: 'CA' | 'RE' | 'MZ' | 'SM' | 'ME'): string {
  return prefix + randomBytes(16).toString('hex');
}

let callers = 0;

/** Returns a number that no call of this process had before. */
function newCaller(): string {
  callers += 1;
  return `+97252${String(process.pid).slice(-3).padStart(3, '0')}${String(callers).padStart(4, '0')}`;
}

/** Returns the form of an incoming call as Twilio sends it, blank values included. Each has another caller. */
export function callFields(change: FormFields = {}): FormFields & { CallSid: string } {
  return {
    CallSid: newSid('CA'),
    From: newCaller(),
    To: '+97233000000',
    CallStatus: 'ringing',
    Direction: 'inbound',
    ApiVersion: '2010-04-01',
    FromCity: '',
    ToState: '',
    ...change,
  };
}

/** Posts a form to a path of the product, signed as Twilio signs, or with the token given. */
export async function post(
  world: Account,
  path: string,
  fields: FormFields,
  token = world.env['TWILIO_AUTH_TOKEN'] ?? '',
) {
  const body = new URLSearchParams();
  for (const [name, values] of Object.entries(fields)) {
    for (const value of [values].flat()) body.append(name, value);
  }
  const response = await fetch(world.url + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-twilio-signature': getExpectedTwilioSignature(token, world.url + path, fields),
    },
    body: body.toString(),
  });
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: await response.text(),
  };
}

/** Returns the value of a TwiML parameter. */
export function parameter(twiml: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(twiml)?.[1] ?? '';
}

/** The client side of a media stream. */
export type StreamClient = {
  readonly socket: WebSocket;
  /** The status of the handshake: 101, or that of the refusal. */
  readonly status: number;
  readonly received: Record<string, unknown>[];
  readonly closed: Promise<void>;
  send(message: unknown): void;
};

/** Opens a media stream as Twilio does: signed, without extensions. */
export async function openStream(
  world: Account,
  {
    path = '/ws/twilio-media',
    isSigned = true,
    options = {},
  }: { path?: string; isSigned?: boolean; options?: ClientOptions } = {},
): Promise<StreamClient> {
  const url = world.url.replace('http', 'ws') + path;
  const signature = getExpectedTwilioSignature(world.env['TWILIO_AUTH_TOKEN'] ?? '', url, {});
  const headers = isSigned ? { 'x-twilio-signature': signature } : {};
  const socket = new WebSocket(url, { perMessageDeflate: false, headers, ...options });
  const received: Record<string, unknown>[] = [];
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('message', (data) => received.push(JSON.parse(data.toString())));
  const status = await new Promise<number>((resolve) => {
    socket.once('open', () => resolve(101));
    socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => resolve(0));
  });
  const send = (message: unknown) =>
    socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  return { socket, status, received, closed, send };
}

/** Returns Twilio's first messages on a stream. */
export function startMessages(
  world: Account,
  {
    callSid,
    token,
    streamSid = newSid('MZ'),
  }: { callSid: string; token: string; streamSid?: string },
) {
  return [
    { event: 'connected', protocol: 'Call', version: '1.0.0' },
    {
      event: 'start',
      sequenceNumber: '1',
      streamSid,
      start: {
        accountSid: world.env['TWILIO_ACCOUNT_SID'],
        streamSid,
        callSid,
        tracks: ['inbound'],
        mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
        customParameters: { call_sid: callSid, token },
      },
    },
  ];
}
