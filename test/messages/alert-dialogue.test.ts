import { expect, test } from 'vitest';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import { toMessageDialogue } from '#shared/messages/message-dialogue.ts';

const NOW = Date.parse('2026-11-29T10:00:00Z');
const ends = { from_id: 'whatsapp:+97233000001', to_id: 'whatsapp:+972501234567' };
const alert: Interaction & { settled_at: number } = {
  ...ends,
  id: 'whatsapp#alert-1',
  channel: 'whatsapp',
  external_sid: 'alert-1',
  contact: '+972501234567',
  reply_text: 'פרסומת: שלום, כאן המשרד. ירד המחיר של נכס שמתאים לבקשה שלכם: דיזנגוף, תל אביב.',
  listing_id: 'TA-101',
  status: 'sent',
  settled_at: NOW - 60_000,
  created_at: NOW - 60_000,
};
const message: Interaction = {
  ...ends,
  id: 'whatsapp#SM1',
  channel: 'whatsapp',
  external_sid: 'SM1',
  contact: '+972501234567',
  text: 'אני רוצה לראות אותה',
  status: 'received',
  created_at: NOW,
};

test('an answer to an alert comes with the home that it told of', () => {
  const { dialogue } = toMessageDialogue([alert, message], message, NOW);
  expect(dialogue).toEqual([
    {
      speaker: 'agent',
      text: alert.reply_text,
      notes: ['alert of the office; listing TA-101'],
    },
    { speaker: 'caller', text: 'אני רוצה לראות אותה' },
  ]);
});

test('an alert of another day is part of the memory, not of the dialogue', () => {
  const old = { ...alert, created_at: NOW - 25 * 3_600_000 };
  const { dialogue, before } = toMessageDialogue([old, message], message, NOW);
  expect(dialogue).toHaveLength(1);
  expect(before).toEqual([old]);
});
