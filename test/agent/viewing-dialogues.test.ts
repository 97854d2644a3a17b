import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CrmStore, NOW, openCrmStore } from '../crm/crm-store.ts';
import { talkTo } from './stand-in-dialogue.ts';

const [DANA, OTHER] = ['+972501234567', '+972521112233'];

let crm: CrmStore;
beforeAll(async () => {
  crm = await openCrmStore();
});
afterAll(() => crm[Symbol.asyncDispose]());

/** Returns the agent's answers to a contact. */
async function talk(contact: string, said: readonly string[], now = NOW): Promise<string[]> {
  const { answers } = await talkTo(crm, { contact, now }, said);
  return answers;
}
const booked = async (contact: string) =>
  (await crm.viewings.ofContact(contact, NOW))
    .filter(({ status }) => status === 'booked')
    .map(({ id }) => id);

const SEARCH = 'דירת שלושה חדרים להשכרה בגבעתיים, עד שמונת אלפים שקל';

test('the second of two callers for one half hour is offered the next ones, and has one', async () => {
  const first = await talk(DANA, [SEARCH, 'כן, ביום רביעי בשתיים']);
  expect(first[1]).toMatch(/קבעתי .* 14:00, ברחוב כצנלסון 77/);
  const answers = await talk(OTHER, [SEARCH, 'כן, ביום רביעי בשתיים', 'בשתיים וחצי']);
  expect(answers[1]).toContain('בשעה הזאת כבר יש שם ביקור. יש פנוי ביום רביעי');
  expect(answers[1]).toContain('בשעה 14:30, בשעה 15:00, או בשעה 15:30. איזו שעה מתאימה לכם?');
  expect(answers[2]).toMatch(/קבעתי .* 14:30/);
  expect(await booked(OTHER)).toEqual(['GV-301#2090-11-22T14:30']);
});

test('a caller who wants Yom Kippur hears its name and has a time after it', async () => {
  const now = Date.parse('2090-10-02T09:00:00Z');
  const answers = await talk(
    '+972533334444',
    [SEARCH, 'כן, ביום רביעי בעשר', 'כן, הראשונה מתאימה'],
    now,
  );
  expect(answers[1]).toMatch(/המשרד סגור ביום הזה, יום כיפור\. יש פנוי ביום חמישי, 5 באוקטובר/);
  expect(answers[2]).toMatch(/קבעתי .* 9:00/);
});

test('a caller who wants the afternoon of Seder eve hears its name, and has its morning', async () => {
  const now = Date.parse('2091-03-29T09:00:00Z');
  const contact = '+972535556666';
  const wishes = [SEARCH, 'כן, ביום שני בשלוש', 'אז ביום שני באחת עשרה'];
  const answers = await talk(contact, wishes, now);
  expect(answers[1]).toMatch(/המשרד סגור .*ערב פסח\. יש פנוי ביום רביעי, 4 באפריל/);
  expect(answers[2]).toMatch(/קבעתי .* 11:00/);
});

test('a caller moves a viewing by half an hour, and calls it off', async () => {
  const contact = '+972544445555';
  await talk(contact, [SEARCH, 'כן, ביום חמישי בעשר']);
  const [asked, moved] = await talk(contact, ['אפשר להזיז את הביקור?', 'ביום חמישי בעשר וחצי']);
  expect([asked, moved]).toEqual([expect.any(String), expect.stringMatching(/קבעתי .* 10:30/)]);
  expect(await booked(contact)).toEqual(['GV-301#2090-11-23T10:30']);
  const [cancelled] = await talk(contact, ['לא אוכל להגיע, אפשר לבטל?']);
  expect(cancelled).toContain('ביטלתי');
  expect(await booked(contact)).toEqual([]);
});
