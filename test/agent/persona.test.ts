import { expect, test } from 'vitest';
import { persona } from '#shared/agent/persona.ts';
import { createToolbox } from '#shared/agent/toolbox.ts';
import type { ToolParts } from '#shared/agent/tools/tool.ts';

const channels = ['phone', 'whatsapp'] as const;

test.each(channels)(
  'the persona on %s speaks of every tool there is, and of no other',
  (channel) => {
    const followsUp = channel === 'phone';
    const turn = { channel, id: '1', officeAnswers: true } as const;
    const held = createToolbox({ followsUp } as ToolParts, {
      ...turn,
      contact: async () => undefined,
      holdsCall: async () => true,
      end: channel === 'phone' ? () => {} : undefined,
    });
    const named = new Set(persona('משרד', channel, { followsUp }).match(/[a-z]+_[a-z_]+/g));
    expect([...named].sort()).toEqual(held.tools.map(({ name }) => name).sort());
  },
);

test.each(channels)(
  'the persona on %s is always the same, and short enough to be read before every answer',
  (channel) => {
    expect(persona('משרד', channel)).toBe(persona('משרד', channel));
    const followsUp = channel === 'phone';
    expect(persona('משרד', channel, { followsUp }).length).toBeLessThan(1_800);
  },
);

test('the personas keep the same rules, and speak each as its channel wants', () => {
  const rules = (channel: (typeof channels)[number]) =>
    persona('משרד', channel).split('מה לא עושים:')[1]?.replace('אומרים בקול', 'כותבים');
  expect(rules('phone')).toBe(rules('whatsapp'));
  expect(persona('משרד')).toContain('כל מילה נשמעת בקול');
  expect(persona('משרד', 'whatsapp')).not.toContain('בקול');
});

test('callers are asked whether they want to read of it only where they can be written to', () => {
  const isAsked = (followsUp: boolean) =>
    persona('משרד', 'phone', { followsUp }).includes('agree_');
  expect([true, false].map(isAsked)).toEqual([true, false]);
});

test('the persona tells when viewings can be', () => {
  expect(persona('משרד')).toMatch('ראשון עד חמישי 9:00–19:00, שישי 9:00–13:00');
});
