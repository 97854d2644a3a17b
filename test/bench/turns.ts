import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { FRAME_MS } from '@agent-locator/audio/mulaw.ts';
import type { Print } from '@agent-locator/command-line/terminal.ts';
import { createLocalVoice, type LocalVoice } from '#local/speech/voice.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld } from '#local/world/world.ts';
import { quantile } from './quantile.ts';
import { type SpokenTurn, startCaller } from './turns-caller.ts';
import { commitAfterMs, loadEar, type Pause, pausesIn } from './turns-ear.ts';
import { preferProcesses, watchOthers } from './turns-machine.ts';
import { openCallStream } from './turns-stream.ts';
import { dialogues, speakAll } from './turns-utterance.ts';

const CALLS = 10;
const TURNS = CALLS * (dialogues[0]?.length ?? 0);
/** Callers begin one after the other, so that their turns do not coincide. */
const BEGIN_EVERY_MS = 900;
const FIRST_AFTER_MS = 1_000;
/** The settings under which the promises hold. */
const LATENCIES = { transcribeMs: 250, firstTokenMs: 300, firstAudioMs: 150 };
const VENDORS_MS = LATENCIES.transcribeMs + LATENCIES.firstTokenMs + LATENCIES.firstAudioMs;

const PROMISED = { turnP50Ms: 1_200, turnP95Ms: 1_350, ownP95Ms: 60, savedP50Ms: 250 };

/** Measures how long callers wait for an answer, and how much of it is the product's share. */
export const turns = {
  purpose: `npm run bench -- turns: ${TURNS} turns in ${CALLS} calls, and the same calls once more without speculation.

The vendors take ${LATENCIES.transcribeMs} ms to transcribe, ${LATENCIES.firstTokenMs} ms to a first clause and ${LATENCIES.firstAudioMs} ms to its first sound.

  turn    from the caller's last sample above -50 dBFS to the answer's first frame at Twilio's end of the stream.
          A filler or another recorded phrase does not count as the answer
  own     the turn minus the least that it can take. That is the vendors' ${VENDORS_MS} ms and the silence that the product
          waits for. The product's own ear hears the same audio once more and finds the frame of the pause. Its own
          rule gives the silence that commits the turn. The least begins with the time from the caller's last sample
          to that pause. Then come ${LATENCIES.transcribeMs} ms to transcribe and ${LATENCIES.firstTokenMs} ms to think. Then come ${LATENCIES.firstAudioMs} ms to speak, but not
          before the commit. Own time is every step before, between and after the vendors, and the way through the
          proxy. The lateness of the vendors' timers is in it, too
  saved   how much longer the same turn took without speculation

Promised: turn p50 ${PROMISED.turnP50Ms} ms and p95 ${PROMISED.turnP95Ms} ms, own p95 ${PROMISED.ownP95Ms} ms, saved p50 ${PROMISED.savedP50Ms} ms.

  least_p50_ms        the least that a turn can take, as above
  turns, answered     the turns, and the answered ones: all must be answered
  remembered          turns that no other figure includes. They were faster than the vendors, because the product
                      had the beginning of the answer in memory
  fillers             turns in which a recorded phrase came first

Figures of the machine; other work on it spoils the figures above:

  frame_late_p99_ms   the lateness of the callers' frames
  machine_late_ms     the longest time that the callers' process waited for its turn
  others_cpu_percent  the use of one processor by all other processes`,

  async measure(progress: Print) {
    await using voice = await createLocalVoice();
    progress(`${CALLS} calls without speculation, about a minute …`);
    const without = await measureTurns(voice, { speculates: false });
    progress(`${CALLS} calls with it, about a minute …`);
    const figures = toFigures(await measureTurns(voice, { speculates: true }), without.turns);
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

/** A measured turn; its length is NaN where it was not answered. */
type MeasuredTurn = {
  readonly ms: number;
  readonly leastMs: number;
  readonly hasFiller: boolean;
};

type TurnsRun = {
  readonly turns: readonly MeasuredTurn[];
  readonly lateMs: readonly number[];
  readonly machineLateMs: number;
  readonly othersPercent: number;
};

/** Holds all calls in a world of their own; returns the turns in the order of the calls. */
async function measureTurns(
  voice: LocalVoice,
  { speculates }: { readonly speculates: boolean },
): Promise<TurnsRun> {
  // These calls have no webhook, so the watchdog would take them for lost.
  const product = { WATCHDOG: 'off', SPECULATION: speculates ? 'on' : 'off' };
  await using world = await openWorld({
    settings: { ...closedWorld(), product },
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
      return { ...caller, callSid: stream.callSid };
    }),
  );
  lateness.disable();
  const others = await othersPercent();

  const openEar = await loadEar();
  const measured = callers.map(async (caller) => {
    const pauses = pausesIn(openEar(), caller.said);
    const { turns: rows } = await world.crm.ofCall(caller.callSid);
    return caller.turns.map((turn) => {
      const row = rows.findIndex(({ user_text }) => user_text === turn.text);
      const asked = rows[row - 1]?.reply_text;
      const ms = (turn.answeredAt ?? Number.NaN) - turn.endedAt;
      const leastMs = leastOf(turn, { startedAt: caller.startedAt, pauses, asked, speculates });
      return { ms, leastMs, hasFiller: turn.phrases.length > 0 };
    });
  });
  return {
    turns: (await Promise.all(measured)).flat(),
    lateMs: callers.flatMap((caller) => caller.lateMs),
    machineLateMs: lateness.max / 1e6,
    othersPercent: others,
  };
}

type HeardCall = {
  readonly startedAt: number;
  readonly pauses: readonly Pause[];
  /** The agent's line before it. */
  readonly asked: string | undefined;
  readonly speculates: boolean;
};

/** Returns the least that a turn can take, in milliseconds. */
function leastOf(turn: SpokenTurn, { startedAt, pauses, asked, speculates }: HeardCall): number {
  const pause = pauses.find(({ frame }) => frame > turn.endedInFrame);
  if (!pause) return Number.NaN;
  const pausedMs = startedAt + (pause.frame + 1) * FRAME_MS - turn.endedAt;
  const committedMs = pausedMs + commitAfterMs(pause, turn.text, asked);
  const wordsMs = pausedMs + LATENCIES.transcribeMs;
  const thinksMs = speculates ? wordsMs : Math.max(wordsMs, committedMs);
  return Math.max(thinksMs + LATENCIES.firstTokenMs, committedMs) + LATENCIES.firstAudioMs;
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
    own_p95_ms: at(0.95, ownMs),
    saved_p50_ms: Math.round(quantile(savedMs, 0.5)),
    own_p50_ms: at(0.5, ownMs),
    least_p50_ms: at(0.5, ({ leastMs }) => leastMs),
    turns: run.turns.length,
    answered: answered.length,
    remembered: answered.length - thought.length,
    fillers: run.turns.filter(({ hasFiller }) => hasFiller).length,
    frame_late_p99_ms: Number(quantile(run.lateMs, 0.99).toFixed(1)),
    machine_late_ms: Math.round(run.machineLateMs),
    others_cpu_percent: run.othersPercent,
  };
}

/** Returns whether every vendor was asked before the answer; a faster one came from the product's memory. */
function isThought(turn: MeasuredTurn): boolean {
  return ownMs(turn) >= 0;
}

function ownMs({ ms, leastMs }: MeasuredTurn): number {
  return ms - leastMs;
}
