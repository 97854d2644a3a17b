/** The process of the callers: opens as many streams as ordered, and reports how they went. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { FRAME_BYTES, FRAME_MS, SILENCE } from '@agent-locator/audio/mulaw.ts';
import type { VendorsSaid } from './capacity-vendors.ts';
import { quantile } from './quantile.ts';
import { type StreamCaller, startCaller } from './turns-caller.ts';
import { loadEar, pausesIn } from './turns-ear.ts';
import { openCallStream, type StreamDoor } from './turns-stream.ts';
import { toUtterance, type Utterance } from './turns-utterance.ts';

/** Orders of the parent; each is answered when it is done. */
export type CallersOrder =
  | { readonly learn: VendorsSaid['said'] }
  /** Opens streams one after the other, spread over `overMs`. */
  | {
      readonly open: { readonly door: StreamDoor; readonly calls: number; readonly overMs: number };
    }
  /** Starts counting. */
  | 'begin'
  /** Stops counting, waits for the answers that are under way, and hangs up. */
  | 'end';

/** Measurements of the callers since `begin`. */
export type CallersReport = {
  /** Waits of the callers for an answer, in milliseconds. */
  readonly turnsMs: readonly number[];
  /** Turns answered from the cache, sooner than vendors can answer; not in `turnsMs`. */
  readonly remembered: number;
  readonly unanswered: number;
  /** Turns in which a recorded phrase came before the answer. */
  readonly fillers: number;
  /** Lateness of the frames sent, in milliseconds. */
  readonly lateP99Ms: number;
  /** The longest time that the process waited for the processor. */
  readonly machineLateMs: number;
  /** Share of the time in which callers spoke. */
  readonly speechPercent: number;
};

/** An answer that is under way when counting ends has arrived after this time. */
const STRAGGLERS_MS = 2_000;
/** Silence of a caller before the first utterance. */
const FIRST_AFTER_MS = 300;
/** A turn shorter than this did not ask every vendor. */
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

/** Every text, over and over; each caller begins at another one. */
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
