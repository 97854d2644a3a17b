import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLocalVoice, type LocalVoice } from '#local/speech/voice.ts';
import type { Print } from '#local/terminal.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld } from '#local/world/world.ts';
import { FRAME_MS } from '#media-service/mulaw.ts';
import type { Environment } from '#shared/config.ts';
import { quantile } from './quantile.ts';
import { type SpokenTurn, type StreamCaller, startCaller } from './turns-caller.ts';
import { framesOfEnds, loadEar } from './turns-ear.ts';
import { preferProcesses, watchOthers } from './turns-machine.ts';
import { openCallStream } from './turns-stream.ts';
import { dialogues, speakAll } from './turns-utterance.ts';

const CALLS = 10;
const TURNS = CALLS * (dialogues[0]?.length ?? 0);
/** Callers begin one after the other, so that they do not all wait for an answer at once. */
const BEGIN_EVERY_MS = 900;
const FIRST_AFTER_MS = 1_000;
/** The figures for which the promises are stated. */
const LATENCIES = { transcribeMs: 250, firstTokenMs: 300, firstAudioMs: 150 };
const VENDORS_MS = LATENCIES.transcribeMs + LATENCIES.firstTokenMs + LATENCIES.firstAudioMs;

const PROMISED = { turnP50Ms: 1_200, turnP95Ms: 1_350, ownP95Ms: 60, savedP50Ms: 250 };

/** How long callers wait for an answer, and whose time that is. */
export const turns = {
  purpose: `npm run bench -- turns: ${TURNS} turns in ${CALLS} calls, with vendors that take ${LATENCIES.transcribeMs} ms to transcribe,
${LATENCIES.firstTokenMs} ms to the first clause of an answer and ${LATENCIES.firstAudioMs} ms to its first sound; and the same calls once more
without speculation.

  turn    from the caller's last sample above -50 dBFS to the arrival, at Twilio's end of the stream, of the first
          frame of the answer; a filler or any other recorded phrase is no answer
  own     what is left of a turn without the vendors' ${VENDORS_MS} ms and without the silence that the product waits for.
          That silence begins at the caller's last sample and ends with the frame in which the product's own ear,
          given the same audio once more, finds that something was said. What is left is every step of ours before,
          between and behind the vendors, the way through the proxy and back, and the lateness of the vendors' timers
  saved   how much longer the same turn took without speculation

Promised: turn p50 ${PROMISED.turnP50Ms} ms and p95 ${PROMISED.turnP95Ms} ms, own p95 ${PROMISED.ownP95Ms} ms, saved p50 ${PROMISED.savedP50Ms} ms.

  silence_p50_ms      the silence that the product waited for
  turns, answered     how many there were, and how many were answered: all of them must be
  remembered          turns that are in no other figure: they were faster than the vendors, because the product had
                      the beginning of the answer in memory
  fillers             turns in which a recorded phrase came first

Of the machine, which spoils the figures above where it is not the bench's own:

  frame_late_p99_ms   how late the callers' frames left
  machine_late_ms     the longest time that the callers' process waited for its turn
  others_cpu_percent  what all other processes used, of one processor`,

  async measure(progress: Print) {
    await using voice = await createLocalVoice();
    progress(`${CALLS} calls without speculation, about a minute …`);
    const without = await measureTurns(voice, { SPECULATION: 'off' });
    progress(`${CALLS} calls with it, about a minute …`);
    const figures = toFigures(await measureTurns(voice, {}), without.turns);
    const ok =
      figures.answered === figures.turns &&
      figures.turn_p50_ms <= PROMISED.turnP50Ms &&
      figures.turn_p95_ms <= PROMISED.turnP95Ms &&
      figures.own_p95_ms <= PROMISED.ownP95Ms &&
      figures.saved_p50_ms >= PROMISED.savedP50Ms;
    const lines = Object.entries(figures).map(([name, value]) => `${name.padEnd(18)} ${value}`);
    return { ok, lines, figures };
  },
};

/** A turn as it was measured; its length is not a number where it was not answered. */
type MeasuredTurn = {
  readonly ms: number;
  readonly silenceMs: number;
  readonly ownMs: number;
  readonly hasFiller: boolean;
};

type TurnsRun = {
  readonly turns: readonly MeasuredTurn[];
  readonly lateMs: readonly number[];
  readonly machineLateMs: number;
  readonly othersPercent: number;
};

/** Holds all calls in a world of their own; the turns come in the order of the calls. */
async function measureTurns(voice: LocalVoice, product: Environment): Promise<TurnsRun> {
  await using world = await openWorld({
    // These calls have not come by webhook, and the watchdog would take them for lost.
    settings: { ...closedWorld(), product: { WATCHDOG: 'off', ...product } },
    latencies: LATENCIES,
    voice,
  });
  const spoken = await Promise.all(dialogues.map((texts) => speakAll(voice, texts)));
  for (const { text, audio } of spoken.flat()) world.phrasebook.register(text, audio);

  const ours = [process.pid, ...world.media.processes.map(({ pid }) => pid)];
  await using _preferred = await preferProcesses(ours);
  const othersPercent = await watchOthers([...ours, voice.pid]);
  const lateness = monitorEventLoopDelay({ resolution: 10 });
  lateness.enable();
  const callers = await Promise.all(
    Array.from({ length: CALLS }, async (_, call) => {
      await sleep(call * BEGIN_EVERY_MS);
      const utterances = spoken[call % spoken.length] ?? [];
      const stream = await openCallStream(world);
      const caller = startCaller({ stream, utterances, firstAfterMs: FIRST_AFTER_MS });
      await caller.ended;
      caller.hangUp();
      return caller;
    }),
  );
  lateness.disable();
  const others = await othersPercent();

  const openEar = await loadEar();
  return {
    turns: callers.flatMap((caller) => {
      const ends = framesOfEnds(openEar(), caller.said);
      return caller.turns.map((turn) => measured(turn, silenceMs(turn, caller, ends)));
    }),
    lateMs: callers.flatMap((caller) => caller.lateMs),
    machineLateMs: lateness.max / 1e6,
    othersPercent: others,
  };
}

/** From the caller's last sample to the departure of the frame in which the product's ear found that to be all. */
function silenceMs(turn: SpokenTurn, { startedAt }: StreamCaller, ends: readonly number[]): number {
  const end = ends.find((frame) => frame > turn.endedInFrame) ?? Number.NaN;
  return startedAt + (end + 1) * FRAME_MS - turn.endedAt;
}

function measured({ endedAt, answeredAt, phrases }: SpokenTurn, silenceMs: number): MeasuredTurn {
  const ms = (answeredAt ?? Number.NaN) - endedAt;
  return { ms, silenceMs, ownMs: ms - silenceMs - VENDORS_MS, hasFiller: phrases.length > 0 };
}

function toFigures(run: TurnsRun, without: readonly MeasuredTurn[]) {
  const answered = run.turns.filter(({ ms }) => !Number.isNaN(ms));
  const thought = answered.filter(isThought);
  const savedMs = run.turns.flatMap((turn, index) => {
    const same = without[index];
    return same && isThought(same) && isThought(turn) ? [same.ms - turn.ms] : [];
  });
  const at = (share: number, of: (turn: MeasuredTurn) => number) =>
    Math.round(quantile(thought.map(of), share));
  return {
    turn_p50_ms: at(0.5, ({ ms }) => ms),
    turn_p95_ms: at(0.95, ({ ms }) => ms),
    own_p95_ms: at(0.95, ({ ownMs }) => ownMs),
    saved_p50_ms: Math.round(quantile(savedMs, 0.5)),
    own_p50_ms: at(0.5, ({ ownMs }) => ownMs),
    silence_p50_ms: at(0.5, ({ silenceMs }) => silenceMs),
    turns: run.turns.length,
    answered: answered.length,
    remembered: answered.length - thought.length,
    fillers: run.turns.filter(({ hasFiller }) => hasFiller).length,
    frame_late_p99_ms: Number(quantile(run.lateMs, 0.99).toFixed(1)),
    machine_late_ms: Math.round(run.machineLateMs),
    others_cpu_percent: run.othersPercent,
  };
}

/** Whether every vendor was asked before the answer: none of them can be faster than they are. */
function isThought({ ownMs }: MeasuredTurn): boolean {
  return ownMs >= 0;
}
