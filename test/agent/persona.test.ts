import { expect, test } from 'vitest';
import { persona } from '#shared/agent/persona.ts';
import { createToolbox } from '#shared/agent/toolbox.ts';
import type { ToolParts } from '#shared/agent/tools/tool.ts';
import { officeTitle } from '#shared/domain/office/office-name.ts';

const channels = ['phone', 'whatsapp'] as const;

/** Every choice of an office that makes its agent's instructions longer. */
const all = (channel: (typeof channels)[number]) => ({
  followsUp: channel === 'phone',
  canWrite: true,
});

test.each(channels)(
  'the persona on %s speaks of every tool there is, and of no other',
  (channel) => {
    const followsUp = channel === 'phone';
    const turn = { channel, id: '1', officeAnswers: true } as const;
    const held = createToolbox({ followsUp, canWrite: followsUp } as ToolParts, {
      ...turn,
      contact: async () => undefined,
      holdsCall: async () => true,
      end: channel === 'phone' ? () => {} : undefined,
    });
    const named = new Set(persona('משרד', channel, all(channel)).match(/[a-z]+_[a-z_]+/g));
    expect([...named].sort()).toEqual(held.tools.map(({ name }) => name).sort());
  },
);

test.each(channels)(
  'the persona on %s is always the same, and short enough to be read before every answer',
  (channel) => {
    expect(persona('משרד', channel)).toBe(persona('משרד', channel));
    expect(persona('משרד', channel, all(channel)).length).toBeLessThan(3_300);
  },
);

test('the personas keep the same rules, and speak each as its channel wants', () => {
  const rules = (channel: (typeof channels)[number]) =>
    persona('משרד', channel).split('מה לא עושים:')[1]?.replaceAll('לא כותבים', 'לא אומרים');
  expect(rules('phone')).toBe(rules('whatsapp'));
  expect(persona('משרד')).toContain('כל מילה נשמעת בקול');
  expect(persona('משרד', 'whatsapp')).not.toContain('בקול');
});

test.each(channels)(
  'the persona on %s owns up to being a machine, and never denies it',
  (channel) => {
    const words = persona('משרד', channel);
    expect(words).toContain('לא מסתירים שאת מכונה');
    expect(words).not.toContain('לא יוצאים מהתפקיד');
  },
);

test.each(channels)('the persona on %s has a way for each kind of caller', (channel) => {
  const words = persona('משרד', channel);
  for (const kind of [
    'מי שמחפש נכס',
    'מי שמציע נכס למכירה או להשכרה',
    'דייר עם תקלה',
    'שת"פ',
    'תלונה',
    'טעות במספר: נפרדים בחביבות',
    'מבטל ביקור',
  ])
    expect(words, kind).toContain(kind);
});

test.each(channels)(
  'the persona on %s neither haggles, nor discriminates, nor gives advice, nor promises without a deed',
  (channel) => {
    const [, never = ''] = persona('משרד', channel).split('מה לא עושים:');
    for (const rule of ['לא מתמקחים', 'לא מפלים', 'לא מייעצים', 'לא מבטיחים מה שאף כלי לא עשה'])
      expect(never, rule).toContain(rule);
  },
);

test.each(channels)('the persona on %s tells the fee only in the office’s own words', (channel) => {
  expect(persona('משרד', channel)).toContain('עמלה: אומרים את המשפט של המשרד, אם רשום למעלה');
});

test.for([
  ['משרד התיווך', 'משרד התיווך'],
  ['משרד לוי', 'משרד לוי'],
  ['תיווך השרון', 'תיווך השרון'],
  ['נדל"ן הצפון', 'נדל"ן הצפון'],
  ['כהן ובניו', 'משרד התיווך כהן ובניו'],
  [' RE/MAX  חולון ', 'משרד התיווך RE/MAX חולון'],
  ['משרדית', 'משרד התיווך משרדית'],
] as const)('an office of the name "%s" is called "%s", never an office twice', ([name, title]) => {
  expect(officeTitle(name)).toBe(title);
  for (const channel of channels) expect(persona(name, channel)).toContain(` של ${title}, ומ`);
});

test('callers are asked whether they want to read of it only where they can be written to', () => {
  const [asksAll, asksNone] = [{ followsUp: true, canWrite: true }, {}].map((choices) =>
    persona('משרד', 'phone', choices),
  );
  for (const tool of ['agree_to_messages', 'agree_to_alerts']) {
    expect(asksAll).toContain(tool);
    expect(asksNone).not.toContain(tool);
  }
  expect(persona('משרד', 'whatsapp')).toContain('agree_to_alerts');
});

test.each(channels)(
  'the persona on %s tells the hours of the day that was asked for',
  (channel) => {
    expect(persona('משרד', channel)).toContain('office_hours. עונים תמיד על היום שנשאל');
  },
);

test('the persona books in the hours of the briefing, which know holidays', () => {
  expect(persona('משרד')).toMatch('ביקורים רק בשעות הפתיחה שליד כל יום');
});
