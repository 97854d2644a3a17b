/** The process of the callers: opens as many streams as it is told, and reports what became of them. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { FRAME_BYTES, FRAME_MS, SILENCE } from '@agent-locator/audio/mulaw.ts';
import type { VendorsSaid } from './capacity-vendors.ts';
import { quantile } from './quantile.ts';
import { type StreamCaller, startCaller } from './turns-caller.ts';
import { loadEar, pausesIn } from './turns-ear.ts';
import { openCallStream, type StreamDoor } from './turns-stream.ts';
import { toUtterance, type Utterance } from './turns-utterance.ts';

/** What the parent orders; each is answered when it is done. */
export type CallersOrder =
  | { readonly learn: VendorsSaid['said'] }
  /** Opens streams, one after the other over a time. */
  | {
      readonly open: { readonly door: StreamDoor; readonly calls: number; readonly overMs: number };
    }
  /** Begins to count. */
  | 'begin'
  /** Counts no more; waits for the answers that are under way, and hangs up. */
  | 'end';

/** What the callers have met since `begin`. */
export type CallersReport = {
  /** How long each caller waited for an answer. */
  readonly turnsMs: readonly number[];
  /** Turns that were answered from memory, sooner than vendors can answer; they are not in `turnsMs`. */
  readonly remembered: number;
  readonly unanswered: number;
  /** Turns in which a recorded phrase came first. */
  readonly fillers: number;
  /** How late frames left. */
  readonly lateP99Ms: number;
  /** The longest time that the process waited for its turn. */
  readonly machineLateMs: number;
  /** How much of the time callers spoke. */
  readonly speechPercent: number;
};

/** An answer under way when the counting ends is there by then. */
const STRAGGLERS_MS = 2_000;
/** How long callers are silent at first. */
const FIRST_AFTER_MS = 300;
/** What vendors take is less than this only where one of them was not asked. */
const VENDORS_MS = 640;

type Learned = Utterance & { readonly silenceMs: number };

const openEar = await loadEar();
const lateness = monitorEventLoopDelay({ resolution: 10 });
let utterances: readonly Learned[] = [];
let callers: StreamCaller[] = [];
let beganAt = 0;
let framesBefore: readonly number[] = [];

/** From the last sound of an utterance to the pause that the product's ear finds behind it. */
function learn(text: string, base64: string): Learned {
  const utterance = toUtterance(text, Buffer.from(base64, 'base64'));
  const silence = new Uint8Array(FRAME_BYTES).fill(SILENCE);
  const frames = Array.from({ length: 100 + utterance.audio.length / FRAME_BYTES }, (_, frame) =>
    frame * FRAME_BYTES < utterance.audio.length
      ? utterance.audio.subarray(frame * FRAME_BYTES, (frame + 1) * FRAME_BYTES)
      : silence,
  );
  const pauses = pausesIn(openEar(), frames);
  if (pauses.length !== 1) throw new Error(`An utterance has ${pauses.length} pauses.`);
  const silenceMs = ((pauses[0]?.frame ?? 0) + 1) * FRAME_MS - utterance.audibleMs;
  return { ...utterance, silenceMs };
}

/** Everything, over and over, each caller from another place on. */
function* endless(from: number): Generator<Utterance> {
  for (let index = from; ; index++) yield utterances[index % utterances.length] as Utterance;
}

async function open({ door, calls, overMs }: Extract<CallersOrder, { open: object }>['open']) {
  callers = await Promise.all(
    Array.from({ length: calls }, async (_, call) => {
      await sleep((call * overMs) / calls);
      const stream = await openCallStream(door);
      return startCaller({ stream, utterances: endless(call), firstAfterMs: FIRST_AFTER_MS });
    }),
  );
}

function begin(): void {
  beganAt = performance.now();
  framesBefore = callers.map(({ lateMs }) => lateMs.length);
  lateness.reset();
  lateness.enable();
}

async function end(): Promise<CallersReport> {
  const endedAt = performance.now();
  lateness.disable();
  const lateMs = callers.flatMap((caller, call) => caller.lateMs.slice(framesBefore[call]));
  const saidFrames = callers.flatMap((caller, call) => caller.said.slice(framesBefore[call]));
  await sleep(STRAGGLERS_MS);
  const turns = callers
    .flatMap((caller) => caller.turns)
    .filter((turn) => turn.endedAt >= beganAt && turn.endedAt < endedAt)
    .map((turn) => ({ ...turn, ms: (turn.answeredAt ?? Number.NaN) - turn.endedAt }));
  for (const caller of callers) caller.hangUp();
  callers = [];
  const answered = turns.filter(({ ms }) => !Number.isNaN(ms));
  const isRemembered = ({ ms, text }: { ms: number; text: string }) =>
    ms < VENDORS_MS + (utterances.find((known) => known.text === text)?.silenceMs ?? 0);
  return {
    turnsMs: answered.filter((turn) => !isRemembered(turn)).map(({ ms }) => ms),
    remembered: answered.filter(isRemembered).length,
    unanswered: turns.length - answered.length,
    fillers: turns.filter(({ phrases }) => phrases.length > 0).length,
    lateP99Ms: quantile(lateMs, 0.99),
    machineLateMs: lateness.max / 1e6,
    speechPercent:
      (100 * saidFrames.filter((frame) => frame.some((byte) => byte !== SILENCE)).length) /
      saidFrames.length,
  };
}

async function obey(order: CallersOrder): Promise<unknown> {
  if (order === 'begin') return begin();
  if (order === 'end') return end();
  if ('open' in order) return open(order.open);
  utterances = order.learn.map(([text, audio]) => learn(text, audio));
}

process.on('message', async (order: CallersOrder) => {
  process.send?.((await obey(order)) ?? 'done');
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
