import { type Output, progress } from '@agent-locator/command-line/output.ts';
import { placeIn } from '#local/conversations/call-placement.ts';
import type { Conversation } from '#local/conversations/conversation.ts';
import { OWN_CONVERSATIONS, readConversations } from '#local/conversations/conversation-files.ts';
import {
  printProgress,
  printReport,
  toConversationsJson,
} from '#local/conversations/conversation-report.ts';
import { runConversation } from '#local/conversations/conversation-run.ts';
import { createMeasurement, wasOnTime } from '#local/scenario/measurement.ts';
import { createSemaphore } from '#local/scenario/semaphore.ts';
import { samplePeople } from '#local/world/sample-people.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld } from '#local/world/world.ts';

/** Two cores are on time for these calls in one world. */
const AT_ONCE = 6;
/** A phone of the office on the local exchange, so that callers can be handed over. */
const OFFICE_NUMBER = '+97233000002';

/** Has every scripted conversation of the product; returns whether all went as expected. */
export async function demonstrateConversations({ print, result }: Output): Promise<boolean> {
  const conversations = longestFirst(readConversations(OWN_CONVERSATIONS));
  print('Opening the world …');
  const settings = { ...closedWorld(), people: samplePeople, product: { OFFICE_NUMBER } };
  await using world = await openWorld({ settings });
  const { exchange } = world;
  if (!exchange) throw new Error('This world has no exchange.');
  const place = placeIn({ ...world, exchange });
  const measurement = createMeasurement();
  const share = createSemaphore(AT_ONCE);
  let count = 0;
  print(`Having ${conversations.length} conversations, ${AT_ONCE} at a time.`);
  const results = await Promise.all(
    conversations.map(async (conversation) => {
      const had = await measurement.measure(
        () =>
          share(async () => ({ ...(await runConversation(place, conversation)), clockLateMs: 0 })),
        (measured) => measured.ok || wasOnTime(measured),
      );
      count += 1;
      printProgress(print, had, `${progress(count, conversations.length)}  `);
      return had;
    }),
  );
  printReport(print, results);
  result(toConversationsJson(results));
  return results.every(({ ok }) => ok);
}

/** Orders conversations so that none is left to run alone. */
function longestFirst(conversations: readonly Conversation[]): readonly Conversation[] {
  return conversations.toSorted((one, other) => other.steps.length - one.steps.length);
}
