import type { Exchange } from 'twilio-exchange/exchange.ts';
import type { MediaFlaw } from 'twilio-exchange/whatsapp/message.ts';
import { expect, test } from 'vitest';
import { twiml } from './application.ts';
import { openChat, template } from './whatsapp-world.ts';
import { rest } from './world.ts';

const LEAKED = 100_002;
const bytes = Buffer.from('OggS and what follows');

/** Opens a conversation with a customer's file. */
async function openMedia(flaw?: MediaFlaw) {
  const chat = await openChat();
  const file = { contentType: 'audio/ogg', bytes, flaw };
  await chat.customer.write({ media: [file] }).posted;
  const [{ MediaUrl0: mediaUrl = '' } = {}] = chat.application.forms('/inbound');
  const path = mediaUrl.slice(mediaUrl.indexOf('/Messages'));
  return { ...chat, mediaUrl, path };
}

/** Requests a file with the account's credentials, without following the redirect. */
async function locate(exchange: Exchange, path: string) {
  const { apiBaseUrl } = exchange;
  const { status, headers } = await rest(exchange, path, { redirect: 'manual' });
  const location = headers.get('location') ?? '';
  return {
    status,
    location,
    isElsewhere: location !== '' && new URL(location).hostname !== new URL(apiBaseUrl).hostname,
  };
}

test.concurrent('a file of a message is refused without credentials, and redirects to another host with them', async () => {
  await using chat = await openMedia();
  const { exchange, mediaUrl, path } = chat;
  const unauthorized = await fetch(mediaUrl);
  const found = await locate(exchange, path);
  const file = await fetch(found.location);

  expect(unauthorized.status).toBe(401);
  expect(found).toMatchObject({ status: 307, isElsewhere: true });
  expect(file.headers.get('content-type')).toBe('audio/ogg');
  expect(Buffer.from(await file.arrayBuffer())).toEqual(bytes);
  expect(exchange.errors).toMatchObject([]);
});

test.concurrent('the media host refuses the account’s credentials, and the debugger logs them', async () => {
  await using chat = await openMedia();
  const { exchange, path } = chat;
  const { location } = await locate(exchange, path);
  const leaked = await fetch(location, { headers: { Authorization: 'Basic QUM6dG9rZW4=' } });

  expect(leaked.status).toBe(400);
  expect(exchange.errors).toMatchObject([{ code: LEAKED, url: location }]);
});

test.concurrent('the redirect can be a 302', async () => {
  await using chat = await openMedia();
  chat.customer.behave({ switches: { mediaRedirectStatus: 302 } });
  expect(await locate(chat.exchange, chat.path)).toMatchObject({ status: 302 });
});

test.concurrent('a file has metadata, is listed, and can be deleted', async () => {
  await using chat = await openMedia();
  const { exchange, path, client } = chat;
  const [, messageSid = '', , mediaSid = ''] = path.slice(1).split('/');
  const listed = await client.messages(messageSid).media.list();
  const fetched = await client.messages(messageSid).media(mediaSid).fetch();
  await client.messages(messageSid).media(mediaSid).remove();

  expect(listed.map(({ sid }) => sid)).toEqual([mediaSid]);
  expect(fetched).toMatchObject({ contentType: 'audio/ogg', parentSid: messageSid });
  expect((await locate(exchange, path)).status).toBe(404);
});

test.concurrent.for([
  ['unauthorized', 401],
  ['not-found', 404],
] as const)('a file can be %s', async ([flaw, status]) => {
  await using chat = await openMedia(flaw);
  expect((await locate(chat.exchange, chat.path)).status).toBe(status);
});

test.concurrent('a file can be far larger than WhatsApp’s limit, without a Content-Length', async () => {
  await using chat = await openMedia('huge');
  const { location } = await locate(chat.exchange, chat.path);
  const file = await fetch(location);
  let read = 0;
  for await (const chunk of file.body ?? []) {
    read += chunk.length;
    if (read > 20_000_000) break;
  }

  expect(file.headers.get('content-length')).toBeNull();
  expect(read).toBeGreaterThan(20_000_000);
});

test.concurrent('a file can have another type than its webhook says', async () => {
  await using chat = await openMedia('wrong-type');
  const { location } = await locate(chat.exchange, chat.path);
  expect((await fetch(location)).headers.get('content-type')).toBe('text/html');
});

test.concurrent('a file can redirect to itself', async () => {
  await using chat = await openMedia('redirect-loop');
  const { location } = await locate(chat.exchange, chat.path);
  await expect(fetch(location)).rejects.toThrow();
});

test.concurrent('a file can be missing at first', async () => {
  await using chat = await openMedia();
  const { customer, exchange, path } = chat;
  customer.faults.set('message-media', 'not-found', 1);
  const statuses = [await locate(exchange, path), await locate(exchange, path)];
  expect(statuses.map(({ status }) => status)).toEqual([404, 307]);
});

test.concurrent('too many messages are refused with 429, and nothing is sent', async () => {
  await using chat = await openChat();
  chat.exchange.whatsApp.faults.set('create-message', 'too-many-requests', 1);
  const first = await chat.post({ Body: 'שלום' });
  const written = chat.written();
  const second = await chat.post({ Body: 'שלום' });

  expect([first.status, second.status]).toEqual([429, 201]);
  expect(await first.json()).toMatchObject({ code: 20429 });
  expect(written).toEqual([]);
});

test.concurrent('a server error is a page of HTML, for one customer alone', async () => {
  await using chat = await openChat();
  const { customer, exchange, client, from } = chat;
  customer.faults.set('create-message', 'server-error');
  const failed = await chat.post({ Body: 'שלום' });
  const other = await client.messages.create({ to: 'whatsapp:+972501234569', from, ...template });

  expect([failed.status, failed.headers.get('content-type')]).toEqual([500, 'text/html']);
  expect(other.status).toBe('queued');
  expect(exchange.whatsApp.customer('+972501234569').conversation()).toHaveLength(1);
});

test.concurrent('a timeout after the commit never answers, and the customer gets the message', async () => {
  await using chat = await openChat();
  const { customer, client, to, from, exchange } = chat;
  customer.faults.set('create-message', 'timeout-after-commit', 1);
  const answer = client.messages.create({ to, from, ...template });
  answer.catch(() => {});
  const [shown] = await customer.received(1);
  const [found] = await client.messages.list({ to });

  expect(found?.sid).toBe(shown?.messageSid);
  await exchange[Symbol.asyncDispose]();
  await expect(answer).rejects.toThrow();
});

test.concurrent.for(['list-messages', 'fetch-message'] as const)(
  'a fault can be set for %s alone',
  async (operation) => {
    await using chat = await openChat(twiml('<Message>שלום</Message>'));
    const { customer, client, to } = chat;
    customer.write({ text: 'שלום' });
    const [shown] = await customer.received(1);
    customer.faults.set(operation, 'server-error');
    const asked = {
      'list-messages': () => client.messages.list({ to }),
      'fetch-message': () => client.messages(shown?.messageSid ?? '').fetch(),
    };

    await expect(asked[operation]()).rejects.toMatchObject({ status: 500 });
    customer.faults.clear();
    await asked[operation]();
  },
);
