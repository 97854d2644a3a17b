import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventsOf } from '#local/openai/reply-events.ts';

/** The part of a question to the model that it reads. */
type Question = { readonly input: readonly { readonly role: string; readonly content: string }[] };

/** Returns the model's answer to a message; its prefix marks the model's own lines in a dialogue. */
export function answerTo(message: string): string {
  return `answer: ${message}`;
}

/** A slow model that echoes the message which it answers, and notes every dialogue that it was asked about. */
export async function openModel(thinkingMs: number) {
  /** The dialogues that it was given, by their last message. */
  const asked = new Map<string, string[][]>();
  const server = createServer(async (request, response) => {
    const { input } = (await json(request)) as Question;
    const lines = input
      .filter(({ role }) => role !== 'developer')
      .map(({ role, content }) => (role === 'user' ? content : answerTo(content)));
    const last = lines.at(-1) ?? '';
    asked.set(last, [...(asked.get(last) ?? []), lines]);
    await sleep(thinkingMs);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of eventsOf({ answer: { say: last }, model: 'any', ending: 'completed' })) {
      response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    }
    response.end();
  });
  // The product's client keeps connections for longer than a pause between two messages.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
