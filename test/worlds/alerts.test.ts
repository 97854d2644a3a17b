import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '#local/world/world.ts';
import { alertScenario, openOfficeWorld } from './alert-scenario.ts';

const SEEKER = '+972500000091';

let world: World;
let scenario: ReturnType<typeof alertScenario>;
beforeAll(async () => {
  world = await openWorld({ settings: openOfficeWorld(), prompts: 'brief' });
  scenario = alertScenario(world);
});
afterAll(async () => {
  scenario[Symbol.dispose]();
  await world[Symbol.asyncDispose]();
});

test('a cheaper home is told once its broker sends it, and not after the contact refused', async () => {
  await scenario.seek(SEEKER, 'TA-101');
  await scenario.cheapen('TA-101');
  const asked = await scenario.asked(1);
  expect(asked?.message.body).toContain('אדם אחד מתאים');
  const [button] = asked?.message.buttons ?? [];
  expect(button?.text).toBe('שלחו');
  const broker = scenario.phoneOf(asked?.phone ?? '');
  if (button) await broker.write({ button, repliesTo: asked?.message.messageSid }).posted;
  expect(scenario.textsTo(asked?.phone ?? '').at(-1)?.body).toContain('נשלח לאדם אחד');

  const [alert] = await scenario.told(SEEKER, 1);
  expect(alert).toMatch(/^פרסומת: /);
  expect(alert).toContain('דיזנגוף');
  const seeker = scenario.phoneOf(SEEKER);
  await seeker.write({ text: 'הסר' }).posted;
  const texts = await scenario.told(SEEKER, 2);

  const questions = scenario.questions().length;
  await scenario.cheapen('TA-101');
  await scenario.newsTaken('TA-101');
  expect(scenario.textsTo(SEEKER).map(({ body }) => body)).toEqual(texts);
  expect(scenario.questions()).toHaveLength(questions);
});
