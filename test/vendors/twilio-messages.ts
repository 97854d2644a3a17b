import { randomBytes } from 'node:crypto';
import {
  createVendorServer,
  type VendorAnswer,
  type VendorRequest,
} from '#local/aws/vendor-server.ts';
import { json } from '../json-answer.ts';

/** The answer of the REST API to a request to send a message. */
export type SendAnswer = 'takes' | 'busy' | 'fails' | 'takes-unanswered' | 'unanswered' | number;

/** A message that the product sent and Twilio took. */
export type TakenMessage = {
  readonly sid: string;
  readonly to: string;
  readonly body: string;
  readonly callback: string;
  readonly contentSid: string | null;
};

/** A file that came with a message, or the refusal of its server. */
export type Media =
  | { readonly bytes: Uint8Array; readonly type: string }
  | { readonly status: number };

/** Opens a tiny Twilio: it takes messages, lists them, and keeps the files of contacts' messages on another host. */
export async function openTwilioMessages({
  accountSid,
  authToken,
}: {
  readonly accountSid: string;
  readonly authToken: string;
}) {
  await using opened = new AsyncDisposableStack();
  const taken: TakenMessage[] = [];
  /** An answer to a contact in a webhook. */
  const replied: { readonly sid: string; readonly to: string; readonly body: string }[] = [];
  const answers: SendAnswer[] = [];
  const media = new Map<string, Media>();
  const received = new Map<string, object>();
  /** Credentials that the files' host received. */
  const shown: (string | undefined)[] = [];
  let isListing = true;
  const basic = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;

  const files = opened.use(
    await server(({ path, headers }) => {
      shown.push(headers.authorization);
      const found = media.get(path.slice(1));
      if (!found || 'status' in found) return { status: 404 };
      return {
        status: 200,
        headers: { 'content-type': found.type },
        body: Buffer.from(found.bytes),
      };
    }),
  );

  const take = (body: Buffer): VendorAnswer | Promise<VendorAnswer> => {
    const form = new URLSearchParams(body.toString());
    const answer = answers.shift() ?? 'takes';
    if (answer === 'busy') return refusal(429, 20_429);
    if (answer === 'fails') return { status: 500, body: '<h1>Oops</h1>' };
    if (typeof answer === 'number') return refusal(400, answer);
    if (answer === 'unanswered') return new Promise(() => {});
    const message = {
      sid: `SM${randomBytes(16).toString('hex')}`,
      to: form.get('To') ?? '',
      body: form.get('Body') ?? form.get('ContentVariables') ?? '',
      callback: form.get('StatusCallback') ?? '',
      contentSid: form.get('ContentSid'),
    };
    taken.push(message);
    if (answer === 'takes-unanswered') return new Promise(() => {});
    return json(201, { sid: message.sid, status: 'queued' });
  };

  const list = (query: URLSearchParams): VendorAnswer => {
    if (!isListing) return { status: 503 };
    const sent = taken.map((message) => ({ ...message, direction: 'outbound-api' }));
    const answered = replied.map((message) => ({ ...message, direction: 'outbound-reply' }));
    const messages = [...answered, ...sent]
      .filter(({ to }) => to === query.get('To'))
      .map((message) => ({ ...message, date_created: new Date().toUTCString() }));
    return json(200, { messages });
  };

  const api = opened.use(
    await server(({ method, path, query, headers, body }) => {
      if (headers.authorization !== basic) return refusal(401, 20_003);
      const [, rest = ''] = path.split(`/2010-04-01/Accounts/${accountSid}`);
      if (rest === '/Messages.json') return method === 'POST' ? take(body) : list(query);
      const mediaSid = /\/Media\/(ME[0-9a-f]{32})$/.exec(rest)?.[1];
      if (mediaSid) {
        const found = media.get(mediaSid);
        if (!found) return refusal(404, 20_404);
        if ('status' in found) return { status: found.status };
        return { status: 307, headers: { location: `${files.endpoint}/${mediaSid}` } };
      }
      const messageSid = /^\/Messages\/(\w+)\.json$/.exec(rest)?.[1] ?? '';
      const message = received.get(messageSid);
      return message ? json(200, message) : refusal(404, 20_404);
    }),
  );

  const all = opened.move();
  return {
    url: api.endpoint,
    shown,
    /** Returns the messages that were taken for a contact, the oldest first. */
    sentTo: (contact: string) => taken.filter(({ to }) => to === `whatsapp:${contact}`),
    /** Sets the answers to the next messages, in order; later ones are taken. */
    answerSends: (...next: SendAnswer[]) => answers.splice(0, answers.length, ...next),
    /** Sets whether messages can be listed. */
    setListing(on: boolean) {
      isListing = on;
    },
    /** Keeps a message's file, and returns Twilio's URL for it. */
    keep(what: Media): string {
      const mediaSid = `ME${randomBytes(16).toString('hex')}`;
      media.set(mediaSid, what);
      return mediaSid;
    },
    /** Notes that a contact was answered in a webhook; returns the sid of that message. */
    reply(to: string, body: string): string {
      const sid = `SM${randomBytes(16).toString('hex')}`;
      replied.push({ sid, to, body });
      return sid;
    },
    /** Keeps a message of a contact's, as the REST API describes it. */
    receive: (messageSid: string, message: object) =>
      received.set(messageSid, {
        sid: messageSid,
        direction: 'inbound',
        date_created: new Date().toUTCString(),
        ...message,
      }),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

function server(answer: (request: VendorRequest) => VendorAnswer | Promise<VendorAnswer>) {
  return createVendorServer({
    answer,
    maxBodyBytes: 65_536,
    tooLarge: { status: 413 },
    throttled: { status: 429 },
    broken: () => ({ status: 500 }),
  });
}

function refusal(status: number, code: number): VendorAnswer {
  return json(status, { code, message: 'No.', status });
}
