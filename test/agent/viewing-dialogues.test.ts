import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerTo } from '#local/rule-agent/rules.ts';
import { toBriefing } from '#shared/agent/briefing.ts';
import { toToolNote } from '#shared/agent/dialogue/tool-notes.ts';
import { createToolbox } from '#shared/agent/toolbox.ts';
import type { Line } from '#shared/domain/calls/dialogue.ts';
import { defaultSettings } from '#shared/domain/office/office-settings.ts';
import { type CrmStore, NOW, openCrmStore } from '../crm/crm-store.ts';
import { officeOf } from '../office/office-of.ts';

const [DANA, OTHER] = ['+972501234567', '+972521112233'];

let crm: CrmStore;
beforeAll(async () => {
  crm = await openCrmStore();
});
afterAll(() => crm[Symbol.asyncDispose]());

let turns = 0;
/** Talks to the stand-in brain with the product's toolbox; returns the agent's answers. */
async function talk(contact: string, said: readonly string[], now = NOW): Promise<string[]> {
  const dialogue: Line[] = [];
  const notes: string[] = [];
  for (const text of said) {
    dialogue.push({ speaker: 'caller', text });
    const box = createToolbox(
      { ...crm, office: officeOf(), now: () => now },
      {
        channel: 'phone',
        contact: async () => contact,
        id: `CA${'0'.repeat(32)}-001-${1_000 + turns++}`,
        holdsCall: async () => true,
        end: () => {},
        officeAnswers: true,
      },
    );
    const viewings = await crm.viewings.ofContact(contact, now);
    const briefing = `${toBriefing(now, { viewings }, defaultSettings)}\n${notes.join('\n')}`;
    const used: { name: string; arguments: string; result: string }[] = [];
    const answers: string[] = [];
    for (let uses = 0; uses < 4; uses += 1) {
      const offered = new Set(box.tools.map(({ name }) => name));
      const { say, call } = answerTo({ dialogue, briefing, offered, used } as never);
      if (say) answers.push(say);
      if (!call) break;
      const result = await box.use(call, AbortSignal.timeout(5_000));
      notes.push(toToolNote(call, result));
      used.push({ ...call, result });
    }
    dialogue.push({ speaker: 'agent', text: answers.join(' ') });
  }
  return dialogue.flatMap(({ speaker, text }) => (speaker === 'agent' ? [text] : []));
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
