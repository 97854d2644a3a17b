import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { functions } from '#infra/functions.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { OWN_CONVERSATIONS, readConversations } from '#local/conversations/conversation-files.ts';
import { placeIn } from '#local/conversations/place-call.ts';
import { runConversation } from '#local/conversations/run-conversation.ts';
import { loadSampleListings } from '#local/listings/sample-listings.ts';
import { placeScriptedCall } from '#local/scenario/caller.ts';
import { waitUntil } from '#local/scenario/wait-until.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld, type World } from '#local/world/world.ts';
import { dynamoListings } from '#shared/adapters/dynamo-listings.ts';
import { MEDIA_KEY, rightsGuard } from './rights-guard.ts';

const guard = rightsGuard();
let world: World;
beforeAll(async () => {
  const product = { OFFICE_NUMBER: '+97233000001', AWS_ACCESS_KEY_ID: MEDIA_KEY };
  world = await openWorld({ settings: { ...closedWorld(), product }, guard });
  const db = localDynamoDb(world.dynamoDb.endpoint);
  await loadSampleListings(dynamoListings(db), Date.now());
  db.destroy();
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await guard[Symbol.asyncDispose]();
});

/** Conversations that use the tools, and other ways out of a call than its end. */
const telling = ['search-and-book', 'callback', 'transfer-answered'];

const message = 'שלום, מדבר דוד כהן, אני מחפש דירה להשכרה בתל אביב';

function exchange() {
  if (!world.exchange) throw new Error('This world has no exchange.');
  return world.exchange;
}

describe.concurrent('with the rights that it has on AWS, and no others, the product', () => {
  test.each(readConversations(OWN_CONVERSATIONS).filter(({ name }) => telling.includes(name)))(
    'has the conversation $name',
    async (conversation) => {
      const { problems } = await runConversation(
        placeIn({ ...world, exchange: exchange() }),
        conversation,
      );
      expect(problems).toEqual([]);
    },
  );

  test('rescues a caller from a mute stream, and has the words of the message', async () => {
    const { ended } = placeScriptedCall(
      { ...world, exchange: exchange() },
      {
        from: '+972500000077',
        // Once to a line that does not answer, once after the beep.
        steps: [{ say: message }, { say: message }, { hangUp: true }],
        trouble: { stream: { fault: 'mute' } },
      },
    );
    const { report } = await ended;
    const { turns } = await waitUntil(
      () => world.crm.ofCall(report.callSid),
      (records) => records.turns.some(({ transcription }) => transcription === 'done'),
      30_000,
    );
    expect(turns.map(({ mode }) => mode)).toContain('recording');
  });

  test('connects a caller again whose stream was refused', async () => {
    const { ended } = placeScriptedCall(
      { ...world, exchange: exchange() },
      {
        from: '+972500000078',
        steps: [{ say: message }, { listen: true }, { hangUp: true }],
        trouble: { stream: { fault: 'refused', status: 503, times: 1 } },
      },
    );
    const { report } = await ended;
    const { callLog } = await world.crm.ofCall(report.callSid);
    expect(callLog).toMatchObject({ gen: 2, resumes: 1 });
  });

  test('says that it is ready', async () => {
    expect((await fetch(`${world.url}/readyz`)).status).toBe(200);
  });
});

test('it asked for nothing that it has no right to', async () => {
  await world.lambda.invoke('reconcile', {});
  expect([...guard.refused]).toEqual([]);
});

test('and every part of it that runs in a call asked for something', () => {
  const asked = new Set([...guard.allowed].map((one) => one.split(':')[0]));
  const silent = Object.entries(functions).flatMap(([name, rights]) =>
    'tables' in rights && !asked.has(name) ? [name] : [],
  );
  expect(silent).toEqual(['fetch-recording']);
});
