import { afterAll, beforeAll, expect, test } from 'vitest';
import { placeIn } from '#local/conversations/call-placement.ts';
import { runConversation } from '#local/conversations/conversation-run.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld, type World } from '#local/world/world.ts';

const ON_THE_LIST = 'ברשימה של המשרד';
const PROMISE = /(?:יחזור|נחזור|יחזרו|נתקשר|יתקשר) אליכם/;

/** A world whose office has no people: requests are kept, and nobody is told of them. */
let world: World;
beforeAll(async () => {
  world = await openWorld({ settings: closedWorld(), prompts: 'brief' });
});
afterAll(() => world[Symbol.asyncDispose]());

function exchange() {
  if (!world.exchange) throw new Error('This world has no exchange.');
  return world.exchange;
}

test('a caller hears that the request is on the office’s list, and no promise of a call', async () => {
  const { problems } = await runConversation(placeIn({ ...world, exchange: exchange() }), {
    name: 'callback of an office that is not told',
    about: 'A caller asks to be called back, and no person of the office is told.',
    from: '+972500000171',
    steps: [
      { say: 'שלום, אפשר שיחזרו אליי בהקדם?', expect: { answer: { anyOf: [ON_THE_LIST] } } },
      { say: 'לא, תודה, להתראות' },
    ],
    afterwards: {
      neverSaid: ['יחזור אליכם', 'נחזור אליכם', 'נתקשר אליכם'],
      longestDeadAirMs: 60_000,
      tasks: [{ kind: 'call_back', state: 'open' }],
    },
  });
  expect(problems).toEqual([]);
});

test('a customer reads that the request is on the office’s list, and no promise of a call', async () => {
  const customer = exchange().whatsApp.customer('+972500000172');
  await customer.write({ text: 'שלום, אפשר שיחזרו אליי בהקדם?' }).posted;
  const [answer = ''] = customer
    .conversation()
    .flatMap(({ body, direction }) => (direction === 'inbound' ? [] : [body]));
  expect(answer).toContain(ON_THE_LIST);
  expect(answer).not.toMatch(PROMISE);
});
