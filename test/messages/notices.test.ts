import { describe, expect, test } from 'vitest';
import { discussedListings } from '#shared/crm/discussed-listings.ts';
import type { Listing } from '#shared/domain/listings/listing.ts';
import { defaultSettings } from '#shared/domain/office/office-settings.ts';
import { neverQuiet } from '#shared/domain/office/quiet-times.ts';
import { followUpSchedule } from '#shared/messages/follow-up-schedule.ts';
import { followUpWords, noticeTemplates, reminderWords } from '#shared/messages/notice-words.ts';

const listing = (change: Partial<Listing> = {}): Listing => ({
  id: 'TA-101',
  deal: 'rent',
  city: 'תל אביב',
  street: 'דיזנגוף 172',
  rooms: 2,
  price_ils: 6_400,
  features: [],
  status: 'active',
  updated_at: 0,
  ...change,
});
/** A Monday in November, 11:30 in Israel. */
const AT = Date.parse('2026-11-23T09:30:00Z');

const on = {
  sender: '+97233000001',
  followUpTemplate: 'HX1',
  reminderTemplate: undefined,
  staffTemplate: undefined,
  staffAlertTemplate: undefined,
  alertTemplate: undefined,
  followsUp: true,
};

describe('a reminder', () => {
  test('tells the day and the hour by the clocks of Israel, and the place', () => {
    const { text, variables } = reminderWords(
      'נדל"ן הצפון',
      { at: AT, listing: listing() },
      defaultSettings,
    );
    expect(variables).toEqual({
      1: 'נדל"ן הצפון',
      2: 'יום שני, 23 בנובמבר, בשעה 11:30',
      3: 'דיזנגוף 172, תל אביב',
    });
    expect(text).toContain(
      'תזכורת לביקור שלכם: יום שני, 23 בנובמבר, בשעה 11:30, דיזנגוף 172, תל אביב.',
    );
    expect(text).not.toContain('{{');
  });

  test('keeps the hour of the clocks when they change to summer time', () => {
    const summer = Date.parse('2026-07-20T08:30:00Z');
    expect(reminderWords('א', { at: summer, listing: listing() }, defaultSettings).text).toContain(
      'בשעה 11:30',
    );
  });

  test('leaves the house number out where the office never tells it', () => {
    const never = { ...defaultSettings, house_number: 'never' } as const;
    const { variables } = reminderWords('א', { at: AT, listing: listing() }, never);
    expect(variables['3']).toBe('דיזנגוף, תל אביב');
  });

  test('does without a home that the office took out of its listings', () => {
    expect(
      reminderWords('א', { at: AT, listing: undefined }, defaultSettings).variables['3'],
    ).not.toBe('');
  });
});

describe('a follow-up', () => {
  const words = (change: Partial<Parameters<typeof followUpWords>[1]>) =>
    followUpWords(
      'המשרד',
      { hasLeftVoicemail: false, viewings: [], listings: [], ...change },
      defaultSettings,
    ).variables['2'];

  test('says that the voicemail was heard, what was booked and what was spoken of', () => {
    expect(words({ hasLeftVoicemail: true })).toBe('קיבלנו את ההודעה שהשארתם ונחזור אליכם.');
    expect(words({ viewings: [{ at: AT, listing: listing() }] })).toBe(
      'נקבע ביקור: יום שני, 23 בנובמבר, בשעה 11:30, דיזנגוף 172, תל אביב.',
    );
    expect(words({ listings: [listing(), listing({ street: undefined, rooms: 1 })] })).toBe(
      'דיברנו על: דיזנגוף, תל אביב (2 חדרים, 6,400 ₪ לחודש); תל אביב (חדר אחד, 6,400 ₪ לחודש).',
    );
    const shop = listing({ kind: 'shop', rooms: undefined });
    expect(words({ listings: [shop] })).toBe('דיברנו על: דיזנגוף, תל אביב (6,400 ₪ לחודש).');
    expect(words({})).toBe('הפנייה שלכם נרשמה אצלנו.');
  });

  test('fits into a template: no line breaks, nothing empty, and not too long', () => {
    const street = 'א\nב'.repeat(400);
    const filled = words({ listings: [listing({ street }), listing({ street })] }) ?? '';
    expect(filled).not.toContain('\n');
    expect(filled.length + noticeTemplates.followUp.length).toBeLessThan(1_024);
    for (const template of Object.values(noticeTemplates)) {
      expect(template).not.toMatch(/^\{\{|\}\}$/);
    }
  });

  test('never ends in half a letter, which Twilio could not read', () => {
    for (const length of [0, 1]) {
      const street = 'א'.repeat(length) + '🏠'.repeat(600);
      const filled = words({ listings: [listing({ street })] }) ?? '';
      expect(filled.isWellFormed()).toBe(true);
    }
  });

  test('is put off only where the office does that', () => {
    expect(followUpSchedule(on, neverQuiet, 'CA1', AT)).toMatchObject({
      name: 'follow-up-CA1',
      functionName: 'follow-up',
      input: { callSid: 'CA1' },
    });
    for (const off of [
      { followsUp: false },
      { sender: undefined },
      { followUpTemplate: undefined },
    ]) {
      expect(followUpSchedule({ ...on, ...off }, neverQuiet, 'CA1', AT)).toBeUndefined();
    }
  });
});

test('a follow-up of a call at night leaves in the morning', () => {
  const at = Date.parse('2026-11-25T21:50:00Z');
  expect(followUpSchedule(on, defaultSettings, 'CA1', at)?.at).toBe(
    Date.parse('2026-11-26T06:00:00Z'),
  );
});

describe('the homes that were spoken of', () => {
  const turn = (heard_text: string, user_text = '') => ({ heard_text, user_text });
  const dizengoff = listing();
  const herzl = listing({ id: 'HA-1', city: 'חיפה', street: 'הרצל 5' });
  const herzlTelAviv = listing({ id: 'TA-2', street: 'הרצל 9' });
  const all = [dizengoff, herzl, herzlTelAviv, listing({ id: 'X', street: undefined })];
  const ids = (...turns: ReturnType<typeof turn>[]) =>
    discussedListings(all, turns).map(({ id }) => id);

  test('are those whose streets the caller heard, in that order', () => {
    expect(ids(turn('יש דירה ברחוב הרצל 5 בחיפה.'), turn('ויש גם בדיזנגוף.'))).toEqual(['HA-1']);
    expect(ids(turn('יש דירה בדיזנגוף 172.'), turn('ויש גם ברחוב הרצל, תל אביב'))).toEqual([
      'TA-101',
      'TA-2',
    ]);
  });

  test('are not those that only the caller named, nor a street that is the beginning of another word', () => {
    expect(ids(turn('לא מצאתי.', 'יש לכם משהו בדיזנגוף?'))).toEqual([]);
    expect(ids(turn('זה קרוב להרצליה.'))).toEqual([]);
    expect(ids(turn('יש דירה בהרצל 9 בתל אביב, לא בחיפה'))).toEqual(['TA-2']);
    expect(ids(turn('יש דירה בהרצל 7'))).toEqual([]);
  });

  test('are still on offer', () => {
    const removed = [{ ...dizengoff, status: 'removed' as const }];
    expect(discussedListings(removed, [turn('בדיזנגוף 172')])).toEqual([]);
  });
});
