import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runScenario } from '#local/scenario/scenario-run.ts';
import { HEALTHY_LATENCIES, scenarios } from '#local/scenario/scenarios.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld, type World } from '#local/world/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ settings: closedWorld(), latencies: HEALTHY_LATENCIES });
});
afterAll(() => world[Symbol.asyncDispose]());

describe.concurrent('on the phone, every promise is kept:', () => {
  test.each(scenarios.filter(({ prepare }) => !prepare))('$name: $purpose', async (scenario) => {
    const { problems } = await runScenario(world, scenario, { from: '+972500000001' });
    expect(problems).toEqual([]);
  });

  test.each(scenarios.filter(({ prepare }) => prepare))('$name: $purpose', async (scenario) => {
    await using broken = await openWorld({ settings: closedWorld() });
    const { problems } = await runScenario(broken, scenario, { from: '+972500000001' });
    expect(problems).toEqual([]);
  });
});
