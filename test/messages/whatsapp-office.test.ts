import { expect, test } from 'vitest';
import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import { messageTexts } from '#shared/messages/message-texts.ts';
import { message, newContact, openWhatsAppWorld } from './whatsapp-world.ts';

test('a chat is told the office’s fee, and ends for the day at the office’s own ceiling', async () => {
  await using world = await openWhatsAppWorld();
  const texts = { fee_sentence: 'חודש שכירות.', contact_messages_a_day: '1' };
  await dynamoOfficeSettings(world.db).write({ version: 0, texts }, Date.now());
  const from = newContact();
  await world.write(message(from, 'שלום'));
  expect(world.questions().at(-1)?.briefing).toContain('עמלה: "חודש שכירות."');
  const { replies } = await world.write(message(from, 'יש דירה בחיפה?'), { isTold: false });
  expect(replies).toEqual([messageTexts.tomorrow]);
  expect(world.questions()).toHaveLength(1);
});
