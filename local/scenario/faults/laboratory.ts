import { createLocalVoice } from '#local/speech/voice.ts';
import type { WorldOptions } from '#local/world/world.ts';
import { drawSwitches } from './drawn-switches.ts';
import type { FaultRow } from './row.ts';
import { type FaultResult, playRow } from './row-run.ts';
import { openStage, type Stage } from './stage.ts';
import { createTurnstile } from './turnstile.ts';

/** Where the rows of a matrix are played. */
export interface Laboratory extends AsyncDisposable {
  /** Plays a row as soon as there is room for it. */
  play(row: FaultRow): Promise<FaultResult>;
}

/** Calls are mostly waiting: two cores are enough for so many in one world, beside so many with worlds of their own. */
const SHARING_AT_ONCE = 8;
const ALONE_AT_ONCE = 8;
/** Where a process may be lost, there is another. */
const MEDIA_PROCESSES = 2;
/** Callers whom no real phone belongs to, but for the last digits. */
const CALLERS = '+972500000';

/** Opens a laboratory: rows that break only their own call share a world, each other opens its own. */
export async function openLaboratory(
  rows: readonly FaultRow[],
  prompts: NonNullable<WorldOptions['prompts']> = 'brief',
): Promise<Laboratory> {
  const share = createTurnstile(SHARING_AT_ONCE);
  const enter = createTurnstile(ALONE_AT_ONCE);
  const drawn = drawSwitches(rows);
  const voice = await createLocalVoice();
  let shared: Promise<Stage> | undefined;
  const sharedStage = () => {
    shared ??= openStage(voice, { prompts, mediaProcesses: MEDIA_PROCESSES });
    return shared;
  };

  const callOf = (row: FaultRow) => {
    const from = `${CALLERS}${String(rows.indexOf(row)).padStart(3, '0')}`;
    return { from, switches: drawn.get(row.id) ?? {} };
  };
  const playSharing = async (row: FaultRow) => playRow(row, await sharedStage(), callOf(row));
  const playAlone = async (row: FaultRow) => {
    const { mediaProcesses = processesFor(row), mediaAheadMs = 0 } = row;
    await using stage = await openStage(voice, { prompts, mediaProcesses, mediaAheadMs });
    return await playRow(row, stage, callOf(row));
  };
  return {
    play: (row) => (isOfOneCall(row) ? share(() => playSharing(row)) : enter(() => playAlone(row))),
    async [Symbol.asyncDispose]() {
      const stage = await shared?.catch(() => undefined);
      await stage?.[Symbol.asyncDispose]();
      await voice[Symbol.asyncDispose]();
    },
  };
}

/** Whether all that goes wrong is between Twilio and us, in one call. */
function isOfOneCall({ faults = [], mediaProcesses, mediaAheadMs }: FaultRow): boolean {
  return faults.length === 0 && !mediaProcesses && !mediaAheadMs;
}

function processesFor({ faults = [], trouble }: FaultRow): number {
  return trouble?.stream || faults.some(({ on }) => on === 'media') ? MEDIA_PROCESSES : 1;
}
