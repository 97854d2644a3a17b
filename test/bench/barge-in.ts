import type { Print } from '@agent-locator/command-line/terminal.ts';
import type { CallReport } from 'twilio-exchange/call/phone-call.ts';
import type { OverheardLine } from '#local/scenario/caller.ts';
import type { CallRecords } from '#local/world/crm.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld } from '#local/world/world.ts';
import { type BargeInCall, CORRECTIONS, callers, holdCalls, isAsideKey } from './barge-in-calls.ts';
import { type Interruption, interruptionsOf } from './interruptions.ts';
import { quantile } from './quantile.ts';

/** The promises: pauses and words on a clean line, the rest on all lines. */
const PROMISED = { pauseP95Ms: 350, heardErrorWords: 2, falsePausesPerMin: 1 };

/** Measures how callers interrupt the agent, and that noise and back-channels do not. */
export const bargeIn = {
  purpose: `npm run bench -- barge-in: callers who speak over the agent, cough, or only show that they listen.

They have a world of their own. Some are on a clean line, some in a street 10 dB under their voice. Others have a
loudspeaker whose echo of the agent is 12 dB quieter.

  pause      from the caller's first sound to the agent's silence at the caller's ear, on a clean line
  false      pauses while the caller was silent, per minute, of all calls and of each kind
  abandoned  answers that a cough, an echo, a noise or a "yes, yes" ended
  heard      difference in words between the CRM's heard text and the caller's ear, on a clean line

Promised: 95 % of the pauses within ${PROMISED.pauseP95Ms} ms, ${PROMISED.falsePausesPerMin} false pause a minute, no answer abandoned, ${PROMISED.heardErrorWords} words.`,

  async measure(progress: Print) {
    const figures = await measureBargeIn(progress);
    const ok =
      figures.interruptions >= 50 &&
      figures.pause_p95_ms <= PROMISED.pauseP95Ms &&
      figures.abandoned_without_words === 0 &&
      figures.false_pauses_per_min <= PROMISED.falsePausesPerMin &&
      figures.heard_error_p95_words <= PROMISED.heardErrorWords;
    const lines = Object.entries(figures).map(([name, value]) => `${name.padEnd(26)} ${value}`);
    return { ok, lines, figures };
  },
};

/** The voice detector may find the last word only after its end. */
const AFTER_SPEECH_MS = 700;

/** Holds all calls at once. */
async function measureBargeIn(print: Print) {
  const pauses: { callSid: string; at: number }[] = [];
  await using world = await openWorld({
    settings: closedWorld(),
    onLog(line) {
      if (!line.includes('"agent.paused"')) return;
      const { callSid, at } = JSON.parse(line) as { callSid: string; at: string };
      pauses.push({ callSid, at: Date.parse(at) });
    },
  });
  print(`${callers.length} calls at once, about a minute …`);
  const calls = await holdCalls(world, print);

  const clean = calls.filter(({ line }) => line === 'clean');
  const interruptions = clean.flatMap((call) => interruptionsIn(call));
  const pauseMs = interruptions.flatMap((interruption) => interruption.pauseMs ?? []);
  const falsePausesPerMin = (some: readonly BargeInCall[]) => {
    const minutes = some.reduce((sum, { report }) => sum + lengthMs(report), 0) / 60_000;
    const falsePauses = some.flatMap(({ report }) =>
      pauses.filter(
        ({ callSid, at }) => callSid === report.callSid && !isDuring(interruptionsOf(report), at),
      ),
    );
    return Number((falsePauses.length / minutes).toFixed(2));
  };
  const minutes = calls.reduce((sum, { report }) => sum + lengthMs(report), 0) / 60_000;
  return {
    interruptions: pauseMs.length,
    minutes: Math.round(minutes),
    pause_p50_ms: quantile(pauseMs, 0.5),
    pause_p95_ms: quantile(pauseMs, 0.95),
    false_pauses_per_min: falsePausesPerMin(calls),
    false_pauses_per_min_echo: falsePausesPerMin(calls.filter(({ line }) => line === 'echo')),
    false_pauses_per_min_street: falsePausesPerMin(calls.filter(({ line }) => line === 'street')),
    asides: calls.reduce((sum, { records }) => sum + answersToAsides(records).length, 0),
    abandoned_without_words: calls.reduce((sum, { records }) => sum + abandoned(records), 0),
    heard_error_p95_words: quantile(
      clean.flatMap((call) => heardErrors(call.records, call.lines, interruptionsOf(call.report))),
      0.95,
    ),
  };
}

function interruptionsIn({ report }: BargeInCall): Interruption[] {
  return interruptionsOf(report).slice(1, 1 + CORRECTIONS);
}

/** Returns the answers during which the caller did not want the floor, with or without a sound. */
function answersToAsides({ turns }: CallRecords) {
  return turns.filter(({ user_text }) => isAsideKey(user_text));
}

/** Returns how many of these answers were not heard to their end. */
function abandoned(records: CallRecords): number {
  const given = answersToAsides(records).filter(
    ({ reply_text, heard_text }) => !reply_text || heard_text !== reply_text,
  );
  return given.length;
}

/** Returns, for each interrupted answer, by how many words the CRM differs from the caller's ear. */
function heardErrors(
  { turns }: CallRecords,
  lines: readonly OverheardLine[],
  speeches: readonly Interruption[],
): number[] {
  // The ear reports a line when it ends: within a second of the interruption, it belongs to the answer before.
  const ends = speeches.slice(1, 1 + CORRECTIONS).map(({ startedAt }) => startedAt + 1_000);
  const begins = [speeches[0]?.endedAt ?? 0, ...ends];
  return ends.map((end, answer) => {
    const heard = lines.filter(
      ({ speaker, at }) => speaker === 'agent' && at > (begins[answer] ?? 0) && at <= end,
    );
    const truth = heard.map(({ text }) => text).join(' ');
    return Math.abs(words(truth) - words(turns[answer]?.heard_text ?? ''));
  });
}

function isDuring(speeches: readonly Interruption[], at: number): boolean {
  return speeches.some(
    ({ startedAt, endedAt }) => at >= startedAt && at <= endedAt + AFTER_SPEECH_MS,
  );
}

function lengthMs({ answeredAt, endedAt }: CallReport): number {
  return answeredAt === undefined ? 0 : endedAt - answeredAt;
}

function words(text: string): number {
  return text.split(/\s+/).filter(Boolean).length;
}
