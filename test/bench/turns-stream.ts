import { once } from 'node:events';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { streamMessages } from 'twilio-exchange/stream/media-messages.ts';
import { WebSocket } from 'ws';
import type { Environment } from '#shared/config/environment.ts';
import { streamPaths } from '#shared/routes.ts';
import { signStreamToken } from '#shared/twilio/stream-token.ts';
import { newSid } from '../twilio-requests.ts';

/** The server of streams, and its environment. */
export type StreamDoor = { readonly url: string; readonly env: Environment };

/** A stream that has started, with the format of its messages. */
export type OpenStream = {
  readonly callSid: string;
  readonly socket: WebSocket;
  readonly messages: ReturnType<typeof streamMessages>;
};

/** Starts the media stream of a new call as Twilio does, but without the webhooks before it. */
export async function openCallStream({ url, env }: StreamDoor): Promise<OpenStream> {
  const path = streamPaths[0];
  const signedUrl = `${env['PUBLIC_BASE_URL']?.replace(/^http/, 'ws')}${path}`;
  const signature = getExpectedTwilioSignature(env['TWILIO_AUTH_TOKEN'] ?? '', signedUrl, {});
  const socket = new WebSocket(url.replace(/^http/, 'ws') + path, {
    perMessageDeflate: false,
    headers: { 'x-twilio-signature': signature },
  });
  await once(socket, 'open');
  const callSid = newSid('CA');
  const grant = { callSid, gen: 1, connectedAt: Date.now() };
  const token = signStreamToken(env['STREAM_TOKEN_KEY'] ?? '', grant);
  const messages = streamMessages({
    accountSid: env['TWILIO_ACCOUNT_SID'] ?? '',
    callSid,
    streamSid: newSid('MZ'),
    customParameters: { call_sid: callSid, token },
  });
  socket.send(messages.connected());
  socket.send(messages.start());
  return { callSid, socket, messages };
}
