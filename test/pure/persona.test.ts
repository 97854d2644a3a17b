import { expect, test } from 'vitest';
import { persona } from '#shared/agent/persona.ts';
import { createToolbox } from '#shared/agent/toolbox.ts';
import type { ToolParts } from '#shared/agent/tools/tool.ts';

test('the persona speaks of every tool, and of no other', () => {
  const turn = { channel: 'phone', contact: undefined, id: '1', officeAnswers: true } as const;
  const held = createToolbox({} as ToolParts, {
    ...turn,
    holdsCall: async () => true,
    end: () => {},
  });
  const named = new Set(persona('משרד').match(/[a-z]+_[a-z_]+/g));
  expect([...named].sort()).toEqual(held.tools.map(({ name }) => name).sort());
});

test('the persona is the same in every call, and short enough to be read before every answer', () => {
  expect(persona('משרד')).toBe(persona('משרד'));
  expect(persona('משרד').length).toBeLessThan(1_800);
});

test('the persona tells when viewings can be', () => {
  expect(persona('משרד')).toMatch('ראשון עד חמישי 9:00–19:00, שישי 9:00–13:00');
});
