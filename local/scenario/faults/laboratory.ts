import { createMeasurement, type Tried, wasOnTime } from '#local/scenario/measurement.ts';
import { createSemaphore } from '#local/scenario/semaphore.ts';
import { createLocalVoice } from '#local/speech/voice.ts';
import type { WorldOptions } from '#local/world/world.ts';
import { drawSwitches } from './drawn-switches.ts';
import type { Fault } from './fault.ts';
import { DEAD_AIR_MS } from './promises.ts';
import type { FaultRow } from './row.ts';
import { type FaultResult, playRow } from './row-run.ts';
import { openStage, type Stage } from './stage.ts';

/** Runs the phone rows of the fault matrix. */
export interface Laboratory extends AsyncDisposable {
  /** Runs a row as soon as there is room for it, and again if the machine was too slow. */
  play(row: FaultRow): Promise<Tried<FaultResult>>;
}

/** Calls mostly wait: two cores suffice for these calls in one world, beside these in worlds of their own. */
const SHARING_AT_ONCE = 6;
const ALONE_AT_ONCE = 6;
/** The opening of a world keeps a core busy for seconds, and makes the calls beside it late. */
const OPENING_AT_ONCE = 2;
/** A process that may die needs a second one. */
const MEDIA_PROCESSES = 2;
/** The first digits of the callers' numbers, in a range without subscribers. */
const CALLERS = '+972500000';

/**
 * Opens a laboratory. Rows that affect only their own call share a world. A row with a vendor's fault takes a
 * world that has come through another such fault, or opens one. Each other row opens its own.
 */
export async function openLaboratory(
  rows: readonly FaultRow[],
  prompts: NonNullable<WorldOptions['prompts']> = 'brief',
): Promise<Laboratory> {
  const share = createSemaphore(SHARING_AT_ONCE);
  const enter = createSemaphore(ALONE_AT_ONCE);
  const opening = createSemaphore(OPENING_AT_ONCE);
  const open = (options: Parameters<typeof openStage>[1]) =>
    opening(() => openStage(voice, { prompts, ...options }));
  const measurement = createMeasurement();
  const drawn = drawSwitches(rows);
  const voice = await createLocalVoice();
  let shared: Promise<Stage> | undefined;
  const sharedStage = () => {
    shared ??= open({ mediaProcesses: MEDIA_PROCESSES });
    return shared;
  };

  // Each try has a new caller, so the CRM holds nothing of earlier tries.
  const callOf = (row: FaultRow, attempt: number) => {
    const caller = attempt * rows.length + rows.indexOf(row);
    const from = `${CALLERS}${String(caller).padStart(3, '0')}`;
    return { from, switches: drawn.get(row.id) ?? {} };
  };
  const playSharing = async (row: FaultRow, attempt: number) =>
    playRow(row, await sharedStage(), callOf(row, attempt));
  const recovered: Stage[] = [];
  const playInTurn = async (row: FaultRow, attempt: number) => {
    const stage = recovered.pop() ?? (await open({}));
    let isWell = false;
    try {
      const result = await playRow(row, stage, callOf(row, attempt));
      isWell = result.ok;
      return result;
    } finally {
      if (isWell) recovered.push(stage);
      else await stage[Symbol.asyncDispose]();
    }
  };
  const playAlone = async (row: FaultRow, attempt: number) => {
    const { mediaProcesses = processesFor(row), mediaAheadMs = 0, prompts: played = prompts } = row;
    const { indexLateMs = 0 } = row;
    const stopGraceSeconds = isRetired(row) ? 0 : undefined;
    const { product, people } = row;
    const told = { prompts: played, product, people };
    const options = { mediaProcesses, mediaAheadMs, indexLateMs, stopGraceSeconds, ...told };
    await using stage = await open(options);
    return await playRow(row, stage, callOf(row, attempt));
  };
  return {
    play: (row) =>
      measurement.measure((attempt) => {
        if (isOfOneCall(row)) return share(() => playSharing(row, attempt));
        // A repeat has a new world.
        const isInTurn = isOfVendors(row) && attempt === 0;
        return enter(() => (isInTurn ? playInTurn : playAlone)(row, attempt));
      }, isEvidence),
    async [Symbol.asyncDispose]() {
      const stages = [...recovered, await shared?.catch(() => undefined)];
      await Promise.all(stages.map((stage) => stage?.[Symbol.asyncDispose]()));
      await voice[Symbol.asyncDispose]();
    },
  };
}

/** A bound that holds even with the lateness added is evidence on a late machine too. */
function isEvidence(result: FaultResult): boolean {
  const { row, ok, longestDeadAirMs, clockLateMs } = result;
  return wasOnTime(result) || (ok && longestDeadAirMs + clockLateMs <= DEAD_AIR_MS[row.line]);
}

/** Returns whether all faults are between Twilio and the product, in one call. */
function isOfOneCall({ faults = [], mediaProcesses, ...row }: FaultRow): boolean {
  return faults.length === 0 && !mediaProcesses && isInPlainWorld(row);
}

function isInPlainWorld({ mediaAheadMs, indexLateMs, product }: Partial<FaultRow>): boolean {
  return !mediaAheadMs && !indexLateMs && !product;
}

/** The vendors whose faults end without a trace in the product's processes. */
const VENDORS: ReadonlySet<Fault['on']> = new Set([
  ...(['openai', 'openai-live', 'openai-pace'] as const),
  ...(['google', 'google-pace'] as const),
  ...(['store', 'recordings-bucket'] as const),
]);

function isOfVendors(row: FaultRow): boolean {
  const { faults = [] } = row;
  const isPlain = isInPlainWorld(row) && processesFor(row) === 1;
  return faults.every(({ on }) => VENDORS.has(on)) && isPlain;
}

/** Returns whether the row retires processes: the move must come at the row’s moment, not ten seconds later. */
function isRetired({ faults = [] }: FaultRow): boolean {
  return faults.some((fault) => fault.on === 'media' && fault.does === 'retire');
}

function processesFor({ faults = [], trouble }: FaultRow): number {
  return trouble?.stream || faults.some(({ on }) => on === 'media') ? MEDIA_PROCESSES : 1;
}
