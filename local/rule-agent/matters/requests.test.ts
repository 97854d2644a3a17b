import { expect, test } from 'vitest';
import { phoneIn } from '#local/rule-agent/heard/dictated-phone.ts';
import { answerTo } from '#local/rule-agent/rules.ts';

const NOW = 'עכשיו יום שני, 23 בנובמבר 2026, 11:35';
const TOOLS = ['request_callback', 'note_request', 'save_lead', 'transfer_to_human', 'end_call'];

/** Returns the words and the call of an answer, to lines of the caller and the agent by turns. */
function answered(lines: readonly string[], results: Readonly<Record<string, object>> = {}) {
  const used = Object.entries(results).map(([name, result]) => ({
    name,
    arguments: '{}',
    result: JSON.stringify(result),
  }));
  const { say = '', call } = answerTo({
    dialogue: lines.map((text, at) => ({ speaker: at % 2 === 0 ? 'caller' : 'agent', text })),
    briefing: NOW,
    offered: new Set(TOOLS.filter((tool) => !(tool in results))),
    used,
  });
  return { say, name: call?.name, sent: call && JSON.parse(call.arguments) };
}

test('a defect of a managed flat is noted with its address', () => {
  const asked = answered(['יש נזילה מהתקרה']);
  const told = ['יש נזילה מהתקרה', asked.say, 'ויצמן 4, לא דחוף'];
  expect(answered(told)).toMatchObject({
    name: 'note_request',
    sent: { kind: 'maintenance', urgent: false, words: expect.stringContaining('ויצמן 4') },
  });
  expect(answered(told, { note_request: { noted: true } }).say).toMatch(/^רשמתי את התקלה/);
});

test('water from the ceiling is urgent also where the caller does not say so', () => {
  const asked = answered(['יש נזילה מהתקרה']);
  const told = ['יש נזילה מהתקרה', asked.say, 'ויצמן 4'];
  expect(answered(told)).toMatchObject({ name: 'note_request', sent: { urgent: true } });
  expect(answered(told, { note_request: { noted: true } }).name).toBe('transfer_to_human');
});

test('an urgent defect is noted before the caller is put through', () => {
  const told = ['יש הצפה בדירה, זה דחוף'];
  expect(answered(told)).toMatchObject({ name: 'note_request', sent: { urgent: true } });
  expect(answered(told, { note_request: { noted: true } }).name).toBe('transfer_to_human');
});

test('a complaint is noted before the caller is put through', () => {
  const told = ['אני רוצה להתלונן, אף אחד לא חזר אליי'];
  expect(answered(told)).toMatchObject({ name: 'note_request', sent: { kind: 'complaint' } });
  expect(answered(told, { note_request: { noted: true } }).name).toBe('transfer_to_human');
});

test('a broker of another office is noted with their office and the home', () => {
  const told = ['אני מתווך ממשרד אחר', 'שמחה לשתף פעולה. מאיזה משרד אתם, ועל איזה נכס מדובר?'];
  const line = 'רימקס, הדירה בדיזנגוף';
  expect(answered([...told, line])).toMatchObject({
    name: 'note_request',
    sent: { kind: 'cooperation', words: expect.stringContaining(line) },
  });
});

test('a withheld caller is asked for a number, which is called at the named time', () => {
  const said = 'תחזרו אליי מחר בתשע';
  const refused = { request_callback: { requested: false, reason: 'no_number' } };
  const { say } = answered([said], refused);
  expect(say).toContain('לאיזה מספר לחזור אליכם?');
  const dictated = 'אפס חמישים וארבע, שתיים שלוש שבע, ארבע אחת תשע שמונה';
  expect(answered([said, say, dictated])).toMatchObject({
    name: 'request_callback',
    sent: { at: '2026-11-24T09:00', phone: '0542374198' },
  });
  const unclear = { request_callback: { requested: false, reason: 'unclear_number' } };
  expect(answered([said, say, dictated], unclear).say).toMatch(/כל הספרות.*לאיזה מספר/);
});

test('a phone number is heard from nine digits on', () => {
  expect(phoneIn('0542374198')).toBe('0542374198');
  expect(phoneIn('שלושה חדרים עד שמונת אלפים')).toBeUndefined();
});
