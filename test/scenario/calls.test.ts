import { describe, expect, test } from 'vitest';
import { runScenario } from '#local/scenario/run-scenario.ts';
import { scenarios } from '#local/scenario/scenarios.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld } from '#local/world/world.ts';

describe.concurrent('on the phone, every promise is kept:', () => {
  test.each(scenarios)('$name: $purpose', async (scenario) => {
    await using world = await openWorld({ settings: closedWorld() });
    const result = await runScenario(world, scenario, { from: '+972500000001' });
    expect(result.problems).toEqual([]);
  });
});
