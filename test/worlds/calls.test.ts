import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runScenario } from '#local/scenario/scenario-run.ts';
import { HEALTHY_LATENCIES, type Scenario, scenarios } from '#local/scenario/scenarios.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld, type World } from '#local/world/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ settings: closedWorld(), latencies: HEALTHY_LATENCIES });
});
afterAll(() => world[Symbol.asyncDispose]());

/** Returns a caller of each scenario's own: one number may call only so often at once. */
const callerOf = (scenario: Scenario) => `+97250000000${scenarios.indexOf(scenario)}`;

describe.concurrent('on the phone, every promise is kept:', () => {
  test.each(scenarios.filter(({ prepare }) => !prepare))('$name: $purpose', async (scenario) => {
    const { problems } = await runScenario(world, scenario, { from: callerOf(scenario) });
    expect(problems).toEqual([]);
  });

  test.each(scenarios.filter(({ prepare }) => prepare))('$name: $purpose', async (scenario) => {
    await using broken = await openWorld({ settings: closedWorld() });
    const { problems } = await runScenario(broken, scenario, { from: callerOf(scenario) });
    expect(problems).toEqual([]);
  });
});
