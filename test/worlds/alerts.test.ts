import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '#local/world/world.ts';
import { alertRights, alertScenario, openOfficeWorld } from './alert-scenario.ts';
import { MEDIA_KEY, rightsGuard } from './rights-guard.ts';

const SEEKER = '+972500000091';

const guard = rightsGuard();
let world: World;
let scenario: ReturnType<typeof alertScenario>;
beforeAll(async () => {
  const settings = { ...openOfficeWorld(), product: { AWS_ACCESS_KEY_ID: MEDIA_KEY } };
  world = await openWorld({ settings, prompts: 'brief', guard });
  scenario = alertScenario(world);
});
afterAll(async () => {
  scenario[Symbol.dispose]();
  await world[Symbol.asyncDispose]();
  await guard[Symbol.asyncDispose]();
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

  // Without the question that it answers, the word means the only alert that waits; none does.
  await broker.write({ text: 'שלחו' }).posted;
  expect(scenario.textsTo(asked?.phone ?? '').at(-1)?.body).toContain('לא מצאתי נכס');

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

test('alerts ask for nothing that the product has no right to, and each right is for something', () => {
  expect([...guard.refused]).toEqual([]);
  expect(guard.unused().filter((right) => alertRights.includes(right))).toEqual([]);
});
