import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { type Answer, eventsOf } from '#local/openai/reply-events.ts';

/** The part of a question to the model that tests read. */
export type Asked = {
  readonly input: readonly Readonly<Record<string, unknown>>[];
  readonly tools?: readonly Readonly<Record<string, unknown>>[];
  readonly tool_choice?: string;
};

/** An answer, and promises before which it does not begin, or its call is not written to the end. */
type ScriptedAnswer = Answer & {
  readonly callEndsAfter?: Promise<void>;
  readonly beginsAfter?: Promise<void>;
};

/** Opens a model that gives these answers over OpenAI's protocol in turn, and repeats the last. Several answers in one are simultaneous calls. */
export async function openScriptedModel(
  ...answers: readonly (ScriptedAnswer | readonly ScriptedAnswer[])[]
) {
  const asked: Asked[] = [];
  let connections = 0;
  const server = createServer(async (request, response) => {
    if (request.method === 'GET') {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ id: 'any', object: 'model' }));
      return;
    }
    const answer = answers[Math.min(asked.length, answers.length - 1)] ?? { say: '' };
    asked.push((await json(request)) as Asked);
    await [answer].flat().find((one) => one.beginsAfter)?.beginsAfter;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const events = [answer].flat().map((one) => {
      return eventsOf({ answer: one, model: 'any', ending: 'completed' });
    });
    const items = events.slice(0, -1).flatMap((some) => some.slice(0, -1));
    const callEndsAfter = [answer].flat().find((one) => one.callEndsAfter)?.callEndsAfter;
    for (const event of [...items, ...(events.at(-1) ?? [])]) {
      if (event.type === 'response.function_call_arguments.done') await callEndsAfter;
      response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    }
    response.end();
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
