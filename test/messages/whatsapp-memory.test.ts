import { expect, onTestFinished, test } from 'vitest';
import type { Answer } from '#local/openai/reply-events.ts';
import type { Asked } from '#local/openai/reply-request.ts';
import { searchFor } from '#local/rule-agent/wishes/search.ts';
import { loadSampleListings } from '#local/world/sample-listings.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import { dynamoViewings } from '#shared/adapters/dynamo/viewings.ts';
import { toOfficeTime } from '#shared/domain/office/office-day.ts';
import { defaultSettings } from '#shared/domain/office/office-settings.ts';
import { nextOpening } from '#shared/domain/office/opening-hours.ts';
import { message, newContact, openWhatsAppWorld } from './whatsapp-world.ts';

const DAY_MS = 24 * 3_600_000;
const HALF_HOUR_MS = 1_800_000;
const WISH = 'יש משהו להשכרה בחיפה?';
const YES = 'כן, תקבעי ליום ראשון בעשר';

test('a home that was found in one message is booked in the next, without a second search', async () => {
  const { world, from, used } = await openChat((asked) => {
    if (asked.dialogue.at(-1)?.text === WISH)
      return asked.used.length > 0 ? { say: 'יש דירה ברחוב אבא חושי.' } : { call: SEARCH };
    if (asked.used.length > 0) return { say: 'קבעתי לכם ליום ראשון בעשר.' };
    const id = /listings id ([\w-]+)/.exec(asked.briefing)?.[1];
    return id ? { call: bookingOf(id) } : { say: 'איזו דירה?' };
  });
  await world.write(message(from, WISH));
  const { replies } = await world.write(message(from, YES));
  expect(replies).toEqual(['קבעתי לכם ליום ראשון בעשר.']);
  expect(used()).toEqual(['search_listings', 'book_viewing']);
  expect(await dynamoViewings(world.db).ofContact(from, Date.now())).toMatchObject([
    { status: 'booked', listing_id: expect.stringMatching(/^HF-/) },
  ]);
});

test('a booking that no tool made is asked about, made, and then written', async () => {
  const { world, from, used } = await openChat((asked) => {
    if (
      asked.used.some(({ name }) => name === 'book_viewing') ||
      !asked.briefing.includes('were not said')
    )
      return { say: 'קבעתי לכם ליום ראשון בעשר.' };
    return { call: bookingOf('HF-401') };
  });
  const { replies } = await world.write(message(from, YES));
  expect(replies).toEqual(['קבעתי לכם ליום ראשון בעשר.']);
  expect(used()).toEqual(['book_viewing']);
  expect(await dynamoViewings(world.db).ofContact(from, Date.now())).toHaveLength(1);
  expect(world.logs.join()).toContain('brain.promise-questioned');
  expect(world.logs.join()).not.toContain('PromisesUnkept');
});

test('a promise that the model insists on is written once it is a task of the office', async () => {
  const { world, from } = await openChat(() => ({ say: 'נחזור אליכם בהקדם.' }));
  expect((await world.write(message(from, 'תודה'))).replies).toEqual(['נחזור אליכם בהקדם.']);
  expect(world.asked()).toBe(2);
  await expect.poll(() => world.logs.join()).toContain('"PromisesUnkept":1');
  const words = expect.stringContaining('נחזור אליכם בהקדם.');
  expect(await world.tasks.ofContact(from)).toMatchObject([{ kind: 'promise', words }]);
});

const SEARCH = {
  name: 'search_listings',
  arguments: JSON.stringify(searchFor({ deal: 'rent', city: 'חיפה' })),
};

/** Returns the booking of a home when the office opens next, from tomorrow on. */
function bookingOf(listing_id: string) {
  const opens = nextOpening(defaultSettings, Date.now() + DAY_MS) ?? 0;
  const at = toOfficeTime(opens - (opens % HALF_HOUR_MS));
  return { name: 'book_viewing', arguments: JSON.stringify({ listing_id, at, name: null }) };
}

async function openChat(answerTo: (asked: Asked) => Answer) {
  const world = await openWhatsAppWorld({ answerTo });
  onTestFinished(() => world[Symbol.asyncDispose]());
  await loadSampleListings(dynamoListings(world.db), Date.now());
  const used = () =>
    world.logs.flatMap((line) => /"event":"tool.used".*"name":"(\w+)"/.exec(line)?.[1] ?? []);
  return { world, from: newContact(), used };
}
