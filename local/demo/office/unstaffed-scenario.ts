import { setTimeout as sleep } from 'node:timers/promises';
import { messagesTo } from '#local/scenario/staff-phones.ts';
import { samplePeople } from '#local/world/sample-people.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld } from '#local/world/world.ts';
import { writeForPerson } from './live-scenarios.ts';
import type { OfficeScenario } from './scenario.ts';

/** Two sweeps of the function that tells. */
const SWEPT_TWICE_MS = 12_000;
const CONTACT = '+972500009001';

/** The scenario of an office that named nobody: nothing is sent, and the matter stands in the list of tasks. */
export const unstaffed: OfficeScenario = {
  name: 'nobody-configured',
  async play() {
    await using world = await openWorld({ settings: closedWorld() });
    const { exchange } = world;
    if (!exchange) throw new Error('This world has no exchange.');
    const startedAt = Date.now();
    await writeForPerson({ ...world, exchange }, CONTACT);
    await sleep(SWEPT_TWICE_MS);
    const messages = messagesTo(samplePeople, world, startedAt);
    const { tasks } = await world.crm.ofContact(CONTACT);
    return {
      problems: [
        ...(messages.length > 0 ? ['somebody was told who is not of the office'] : []),
        ...(tasks.length > 0 ? [] : ['the matter is not in the list of tasks']),
      ],
      told_after_ms: undefined,
      messages,
    };
  },
};
