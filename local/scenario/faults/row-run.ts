import type { CallReport } from 'twilio-exchange/call/phone-call.ts';
import type { Switches } from 'twilio-exchange/trouble/switches.ts';
import { createCallPrinter, printRecords } from '#local/scenario/call-printer.ts';
import { placeScriptedCall } from '#local/scenario/caller.ts';
import type { CallRecords } from '#local/world/crm.ts';
import { createCallMoments } from './call-moments.ts';
import { eventualProblems } from './eventual-verdict.ts';
import { createFaultInjection } from './fault-injection.ts';
import { createPersistentCaller } from './persistent-caller.ts';
import { brokenPromises } from './promises.ts';
import { addressOf, type FaultRow, forwarderOf } from './row.ts';
import type { Stage } from './stage.ts';
import { isRefusalInForce } from './written-refusal.ts';

/** The result of a row. */
export type FaultResult = {
  readonly row: FaultRow;
  readonly switches: Partial<Switches>;
  readonly ok: boolean;
  /** The promises that were not kept. */
  readonly problems: readonly string[];
  readonly longestDeadAirMs: number;
  /** The greatest lateness at which this machine handled a frame of the call, in ms. */
  readonly clockLateMs: number;
  readonly ended: CallReport['endedBy'];
  /** The call line by line; for a failed row also the CRM's rows. */
  readonly story: readonly string[];
};

/** The caller hangs up after this time, whatever happens. */
const PATIENCE_MS = 120_000;

/** Runs a row on a stage and checks its promises. */
export async function playRow(
  row: FaultRow,
  stage: Stage,
  { from, switches }: { readonly from: string; readonly switches: Partial<Switches> },
): Promise<FaultResult> {
  const { world } = stage;
  const { faults = [], trouble = {} } = row;
  const moments = createCallMoments();
  const caller = createPersistentCaller(row, world.prompts);
  const story: string[] = [];
  const listeners = [createCallPrinter((line) => story.push(line)), caller, moments];

  await using injection = createFaultInjection(faults, { world, from }, moments);
  await injection.before();
  const { call, ended } = placeScriptedCall(world, {
    from: addressOf(row, from),
    forwardedFrom: forwarderOf(row, from),
    switches,
    ...(row.office && { office: row.office }),
    trouble,
    steps: caller.steps(),
    onEvent(event) {
      for (const listener of listeners) listener.onEvent(event);
    },
    onLine(line) {
      for (const listener of listeners) listener.onLine(line);
    },
  });
  stage.follow(call.callSid, moments.onLog);
  injection.during(call.callSid);
  const patience = setTimeout(call.hangUp, PATIENCE_MS);
  const { report, lines } = await ended;
  clearTimeout(patience);

  const said = lines.flatMap(({ speaker, text }) => (speaker === 'caller' ? [text] : []));
  let records: CallRecords | undefined;
  const judge = async () => {
    records = await world.crm.ofCall(report.callSid).catch(() => undefined);
    if (!records) return ['the CRM can be read'];
    const { answered } = caller;
    const broken = brokenPromises(row, { from, report, records, said, answered });
    const contact = await world.crm.ofContact(from);
    const { tasks } = contact;
    const isRefused = faults.some(({ on }) => on === 'opt-out');
    if (isRefused && !isRefusalInForce(contact)) return [...broken, 'a written refusal stands'];
    const isOwed = row.office !== undefined && row.expectation !== 'taken';
    return tasks.some(({ kind }) => kind === 'hand_over_missed') === isOwed
      ? broken
      : [...broken, 'the office owes a call where nobody took one'];
  };
  const broken = await eventualProblems(judge, { world, row, switches });
  const missed = [...injection.missed].map(
    ([{ on, at }, reason]) => `the fault of ${on} strikes (${at}): ${reason}`,
  );
  const problems = [...broken, ...missed];
  if (problems.length > 0 && records) printRecords((line) => story.push(line), records);
  return {
    row,
    switches,
    ok: problems.length === 0,
    problems,
    longestDeadAirMs: report.longestDeadAirMs,
    clockLateMs: report.clockLateMs,
    ended: report.endedBy,
    story,
  };
}
