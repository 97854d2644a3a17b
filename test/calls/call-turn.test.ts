import { describe, expect, test } from 'vitest';
import { rankOfStatus, toCallStatus } from '#shared/domain/calls/call-log.ts';
import {
  heardText,
  toDialogue,
  toTranscript,
  toUnheard,
  turnId,
} from '#shared/domain/calls/call-turn.ts';
import { toContact } from '#shared/domain/office/contact.ts';

describe('the transcript', () => {
  test('shows turns as they were spoken, and of the agent’s words only what was heard', () => {
    const common = { call_sid: 'CA1', mode: 'live' } as const;
    const dialogue = toDialogue([
      { ...common, id: turnId(2, 1), started_at: 30, user_text: 'שלושה חדרים' },
      {
        ...common,
        id: turnId(1, 1),
        started_at: 10,
        user_text: 'שלום',
        reply_text: 'שלום לכם',
        heard_text: 'שלום',
      },
      { ...common, id: turnId(2, 0), started_at: 20, user_text: '', heard_text: 'סליחה, התנתקנו' },
    ]);
    expect(toTranscript(dialogue)).toBe(
      'לקוח: שלום\nסוכן: שלום\nסוכן: סליחה, התנתקנו\nלקוח: שלושה חדרים',
    );
  });

  test('keeps the results of tools beside it, under the words that they answered', () => {
    const common = { call_sid: 'CA1', mode: 'live' } as const;
    const turns = [
      { ...common, id: turnId(1, 1), started_at: 10, user_text: 'יש משהו בחיפה?' },
      // An answer owed, in the next stream of the call.
      {
        ...common,
        id: turnId(2, 1),
        started_at: 20,
        user_text: '',
        heard_text: 'יש דירה ברחוב הרצל',
        tool_notes: ['search_listings: done; found 1'],
      },
    ];
    expect(toDialogue(turns)).toEqual([
      {
        speaker: 'caller',
        text: 'יש משהו בחיפה?',
        notes: ['search_listings: done; found 1'],
      },
      { speaker: 'agent', text: 'יש דירה ברחוב הרצל' },
    ]);
    expect(toTranscript(toDialogue(turns))).not.toContain('search_listings');
  });

  test('sorts turns by generation and number', () => {
    expect(turnId(2, 7)).toBe('002-0007');
    expect([turnId(10, 1), turnId(2, 11), turnId(2, 2)].sort()).toEqual([
      '002-0002',
      '002-0011',
      '010-0001',
    ]);
  });
});

describe('words that a caller who is cut off did not hear', () => {
  const turn = (number: number, columns: object) =>
    ({
      call_sid: 'CA1',
      mode: 'live',
      id: turnId(1, number),
      started_at: number,
      user_text: '',
      ...columns,
    }) as const;
  const halfHeard = turn(1, { reply_text: 'בשמחה. באיזו עיר?', heard_text: 'בשמחה.' });

  test.each([
    ['is the rest of the last answer', [halfHeard], 'באיזו עיר?'],
    [
      'begins with the sentence in which it was cut off',
      [turn(1, { reply_text: 'בשמחה. באיזו עיר?', heard_text: 'בשמחה. באיזו' })],
      'באיזו עיר?',
    ],
    ['is all of an answer that had only begun', [turn(1, { reply_text: 'בשמחה.' })], 'בשמחה.'],
    [
      'is nothing once they have said something else',
      [halfHeard, turn(2, { user_text: 'רגע' })],
      '',
    ],
    ['is nothing where nothing was said', [], ''],
  ])('%s', (_, turns, unheard) => {
    expect(toUnheard(turns)).toBe(unheard);
  });
});

describe('what was heard', () => {
  test.each([
    ['everything', 2_000, 'שלום לכם, אני כאן'],
    ['nothing', 0, ''],
    ['half a word counts as none', 100, ''],
    ['a whole word counts', 600, 'שלום'],
    ['two words', 1_300, 'שלום לכם,'],
  ])('%s', (_, playedMs, heard) => {
    expect(heardText('שלום לכם, אני כאן', playedMs, 2_000)).toBe(heard);
  });
});

describe('a contact', () => {
  test.each([
    ['+972501234567', '+972501234567'],
    ['whatsapp:+972501234567', '+972501234567'],
    ['+266696687', undefined],
    ['Anonymous', undefined],
    ['client:alice', undefined],
    ['', undefined],
  ])('%s is %s', (address, contact) => {
    expect(toContact(address)).toBe(contact);
  });
});

describe('the status of a call', () => {
  test('rises from ringing to the end', () => {
    const ranks = ['queued', 'ringing', 'in-progress', 'completed'].map((word) =>
      rankOfStatus(toCallStatus(word)),
    );
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
  });

  test.each(['completed', 'busy', 'failed', 'no-answer', 'canceled'])('%s is the end', (word) => {
    expect(rankOfStatus(toCallStatus(word))).toBe(9);
  });
});
