import { createSemaphore } from '#local/scenario/semaphore.ts';
import { createLocalVoice } from '#local/speech/voice.ts';
import { alwaysOpen } from '#local/world/first-office.ts';
import { samplePeople } from '#local/world/sample-people.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld } from '#local/world/world.ts';
import type { OfficeWorld } from './fault-injection.ts';
import type { OfficeRow } from './row.ts';
import { type OfficeResult, playOfficeRow } from './row-run.ts';

/** Runs the rows of the fault matrix about the people of the office. */
export interface OfficeLaboratory extends AsyncDisposable {
  /** Runs a row in a world of its own, as soon as there is room for one. */
  play(row: OfficeRow): Promise<OfficeResult>;
}

/** Worlds at once: a row mostly waits. */
const WORLDS = 4;
/** Opens a laboratory; its worlds are opened as rows need them. */
export async function openOfficeLaboratory(): Promise<OfficeLaboratory> {
  const enter = createSemaphore(WORLDS);
  const voice = await createLocalVoice();
  return {
    play: (row) =>
      enter(async () => {
        const people = samplePeople.map((person) =>
          row.prefersMail ? { ...person, notify: 'email' as const } : person,
        );
        const { exchange, ...world } = await openWorld({
          settings: { ...closedWorld(), people, office: alwaysOpen, product: { WATCHDOG: 'off' } },
          prompts: 'brief',
          mediaProcesses: 0,
          voice,
        });
        try {
          if (!exchange) throw new Error('A closed world has an exchange.');
          const staffed: OfficeWorld = { ...world, exchange };
          return await playOfficeRow(row, staffed, people);
        } finally {
          await world[Symbol.asyncDispose]();
        }
      }),
    [Symbol.asyncDispose]: () => voice[Symbol.asyncDispose](),
  };
}
