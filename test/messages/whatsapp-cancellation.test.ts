import { afterAll, beforeAll, expect, test } from 'vitest';
import { dynamoNotices } from '#shared/adapters/dynamo/notices.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import { viewingDays } from '#shared/adapters/dynamo/viewing-days.ts';
import { dynamoViewings } from '#shared/adapters/dynamo/viewings.ts';
import { officeDay } from '#shared/domain/office/office-day.ts';
import { type Viewing, viewingId, viewingReminderName } from '#shared/domain/office/viewing.ts';
import { message, newContact, openWhatsAppWorld, type WhatsAppWorld } from './whatsapp-world.ts';

const HOUR_MS = 3_600_000;

let world: WhatsAppWorld;
beforeAll(async () => {
  world = await openWhatsAppWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

test('a viewing is cancelled by a reply to its reminder, its time is free, and the office is told', async () => {
  const [contact, at] = [newContact(), Date.now() + 2 * HOUR_MS];
  const viewing: Viewing = {
    id: viewingId('HF-401', at),
    contact,
    listing_id: 'HF-401',
    at,
    status: 'booked',
    source_id: 'CA1-001-0001-1',
    created_at: at - 24 * HOUR_MS,
  };
  const viewings = dynamoViewings(world.db);
  await viewings.book(viewing);
  const id = viewingReminderName(viewing);
  const lease = { at: Date.now() - 1_000, until: Date.now() + HOUR_MS };
  const notice = { id, contact, sender: '+97233000001', text: 'תזכורת לביקור שלכם' };
  await dynamoNotices(world.db).claim({ ...notice, at: lease.at }, lease);

  const { replies } = await world.write(message(contact, 'לא אוכל להגיע, אפשר לבטל?'));
  expect(replies.join()).toContain('ביטלתי');
  expect(await viewings.ofContact(contact, 0)).toMatchObject([{ status: 'cancelled' }]);
  expect((await viewingDays(world.db).read(officeDay(at))).intervals).toEqual([]);
  expect(await dynamoTasks(world.db).ofContact(contact)).toMatchObject([
    { kind: 'viewing', state: 'open', channel: 'whatsapp', words: expect.stringContaining('ביטל') },
  ]);
});
