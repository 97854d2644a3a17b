import type { LineEvent } from 'twilio-exchange/line/line-event.ts';
import { waitUntil } from '#local/polling.ts';
import type { World } from '#local/world/world.ts';
import { InvalidInput } from '#shared/errors.ts';
import { leadIns, type OverheardLine, placeScriptedCall } from './caller.ts';
import type { Outcome, Scenario } from './scenarios.ts';

/** The time that the CRM may take after a call: a recording is ready after 2 s and then transcribed. */
const SETTLE_DEADLINE_MS = 15_000;

/** The result of a scenario. */
export type ScenarioResult = Outcome & {
  readonly name: string;
  readonly ok: boolean;
  /** The promises that were not kept. */
  readonly problems: readonly string[];
  /** How late this machine handled a frame of the call at worst, in ms. */
  readonly clockLateMs: number;
};

type Watching = {
  readonly from: string;
  readonly onLine?: (line: OverheardLine) => void;
  readonly onEvent?: (event: LineEvent) => void;
};

/** Runs a scenario and checks its promises. @throws InvalidInput for a world without an exchange. */
export async function runScenario(
  world: World,
  scenario: Scenario,
  watching: Watching,
): Promise<ScenarioResult> {
  const { exchange, crm } = world;
  if (!exchange)
    throw new InvalidInput('A scenario needs the local exchange: leave PUBLIC_BASE_URL unset.');
  await scenario.prepare?.(world);
  const { steps } = scenario;
  const { ended } = placeScriptedCall({ ...world, exchange }, { ...watching, steps });
  const { report, lines } = await ended;
  const records = await waitUntil(
    () => crm.ofCall(report.callSid),
    scenario.isSettled,
    SETTLE_DEADLINE_MS,
  );
  const heard = lines.flatMap(({ speaker, text }) =>
    speaker === 'agent' && !leadIns.includes(text) ? [text] : [],
  );
  const outcome = { report, records, heard };
  const problems = Object.entries(scenario.promises(outcome)).flatMap(([promise, isKept]) =>
    isKept ? [] : [promise],
  );
  const { clockLateMs } = report;
  return { ...outcome, name: scenario.name, ok: problems.length === 0, problems, clockLateMs };
}
