import { EventEmitter, once } from 'node:events';
import type { PhoneCall } from 'twilio-exchange/call/phone-call.ts';
import type { DialOptions, Exchange } from 'twilio-exchange/exchange.ts';
import type { WebSocket } from 'ws';
import { type Application, startApplication, twiml } from './application.ts';
import { caller, openExchange } from './world.ts';

/** One message of the exchange, parsed. */
export type StreamMessage = {
  readonly event: string;
  readonly streamSid?: string;
  readonly sequenceNumber?: string;
  readonly start?: Record<string, unknown>;
  readonly media?: { track: string; chunk: string; timestamp: string; payload: string };
  readonly mark?: { name: string };
  readonly dtmf?: { track: string; digit: string };
  readonly stop?: Record<string, unknown>;
};

/** The media server's end of one stream. */
export interface ServerEnd {
  readonly socket: WebSocket;
  readonly messages: readonly StreamMessage[];
  /** Settles with the n-th message of an event. */
  message(event: string, times?: number): Promise<StreamMessage>;
  /** Sends a message of this stream. */
  send(event: string, body?: object): void;
  readonly closed: Promise<number>;
}

/** A streamed call, with its application and exchange. */
export interface StreamedCall extends AsyncDisposable {
  readonly application: Application;
  readonly exchange: Exchange;
  readonly call: PhoneCall;
  /** The streams that were opened, in order. */
  readonly streams: readonly ServerEnd[];
  /** Settles with the n-th stream. */
  stream(times?: number): Promise<ServerEnd>;
}

/**
 * Dials a number that connects every caller to a stream. Its action is `/ended`, its callback
 * `/stream`; it accepts `sockets` sockets.
 */
export async function dialStream(
  options: {
    inside?: string;
    ended?: string;
    sockets?: number;
  } & Partial<DialOptions> = {},
): Promise<StreamedCall> {
  const { inside = '', ended = twiml('<Hangup/>'), sockets = 100, ...dialling } = options;
  const opened: ServerEnd[] = [];
  const arrival = new EventEmitter();
  const connect = (host = '') =>
    twiml(
      `<Connect action="/ended"><Stream url="ws://${host}/media" name="agent" statusCallback="http://${host}/stream">${inside}</Stream></Connect>`,
    );
  const application = await startApplication(
    {
      '/voice': ({ headers }) => connect(headers.host),
      '/ended': ended,
      '/stream': { status: 204 },
      '/status': { status: 204 },
    },
    (socket) => {
      opened.push(serverEnd(socket));
      arrival.emit('stream');
    },
    sockets,
  );
  const statusCallback = `${application.url}/status`;
  const exchange = await openExchange(application, { number: { statusCallback } });
  return {
    application,
    exchange,
    call: exchange.dial({ from: caller, ...dialling }),
    streams: opened,
    async stream(times = 1) {
      while (opened.length < times) await once(arrival, 'stream');
      return opened[times - 1] as ServerEnd;
    },
    async [Symbol.asyncDispose]() {
      await exchange[Symbol.asyncDispose]();
      await application[Symbol.asyncDispose]();
    },
  };
}

function serverEnd(socket: WebSocket): ServerEnd {
  const messages: StreamMessage[] = [];
  const arrival = new EventEmitter().setMaxListeners(100);
  socket.on('message', (data) => {
    messages.push(JSON.parse(String(data)) as StreamMessage);
    arrival.emit('message');
  });
  return {
    socket,
    messages,
    async message(event, times = 1) {
      for (;;) {
        const found = messages.filter((it) => it.event === event)[times - 1];
        if (found) return found;
        await once(arrival, 'message');
      }
    },
    send(event, body) {
      const { streamSid } = messages.find((it) => it.event === 'start') ?? {};
      socket.send(JSON.stringify({ event, streamSid, ...body }));
    },
    closed: once(socket, 'close').then(([code]) => code as number),
  };
}

/** Returns the body of a `media` message. */
export function media(mulaw: Uint8Array) {
  return { media: { payload: Buffer.from(mulaw).toString('base64') } };
}

/** Returns the body of a `mark` message. */
export function mark(name: string) {
  return { mark: { name } };
}
