import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { placeIn } from '#local/conversations/call-placement.ts';
import { OWN_CONVERSATIONS, readConversations } from '#local/conversations/conversation-files.ts';
import { runConversation } from '#local/conversations/conversation-run.ts';
import { loadSampleListings } from '#local/world/sample-listings.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld, type World } from '#local/world/world.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';

/** Opens a world with an office number and the sample listings. */
async function openOfficeWorld(): Promise<World> {
  const settings = { ...closedWorld(), product: { OFFICE_NUMBER: '+97233000002' } };
  const opened = await openWorld({ settings });
  const db = localDynamoDb(opened.dynamoDb.endpoint);
  await loadSampleListings(dynamoListings(db), Date.now());
  db.destroy();
  return opened;
}

let world: World;
beforeAll(async () => {
  world = await openOfficeWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** The longest runs first, so that none is left to run alone. */
const conversations = readConversations(OWN_CONVERSATIONS).toSorted(
  (one, other) => other.steps.length - one.steps.length,
);

describe.concurrent('in a scripted conversation', () => {
  test.for(conversations)('$name: $about', async (conversation, { task, onTestFinished }) => {
    // A repeat has a world of its own: the try before may have booked the home in the shared one.
    const isRepeat = (task.result?.retryCount ?? 0) > 0;
    const opened = isRepeat ? await openOfficeWorld() : world;
    if (isRepeat) onTestFinished(() => opened[Symbol.asyncDispose]());
    const { exchange } = opened;
    if (!exchange) throw new Error('This world has no exchange.');
    const { problems } = await runConversation(placeIn({ ...opened, exchange }), conversation);
    expect(problems).toEqual([]);
  });
});
