import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { placeIn } from '#local/conversations/call-placement.ts';
import { OWN_CONVERSATIONS, readConversations } from '#local/conversations/conversation-files.ts';
import { runConversation } from '#local/conversations/conversation-run.ts';
import { loadSampleListings } from '#local/world/sample-listings.ts';
import { samplePeople } from '#local/world/sample-people.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld, type World } from '#local/world/world.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';

let world: World;
beforeAll(async () => {
  const product = { OFFICE_NUMBER: '+97233000002' };
  const settings = { ...closedWorld(), people: samplePeople, product };
  world = await openWorld({ settings });
  const db = localDynamoDb(world.dynamoDb.endpoint);
  await loadSampleListings(dynamoListings(db), Date.now());
  db.destroy();
});
afterAll(() => world[Symbol.asyncDispose]());

/** The longest runs first, so that none is left to run alone. */
const conversations = readConversations(OWN_CONVERSATIONS).toSorted(
  (one, other) => other.steps.length - one.steps.length,
);

describe.concurrent('in a scripted conversation', () => {
  test.for(conversations)('$name: $about', async (conversation) => {
    const { exchange } = world;
    if (!exchange) throw new Error('This world has no exchange.');
    const { problems } = await runConversation(placeIn({ ...world, exchange }), conversation);
    expect(problems).toEqual([]);
  });
});
