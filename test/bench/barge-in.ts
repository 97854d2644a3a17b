import { type OverheardLine, placeScriptedCall } from '#local/scenario/caller.ts';
import type { CallerStep } from '#local/scenario/caller-steps.ts';
import { waitUntil } from '#local/scenario/wait-until.ts';
import type { Print } from '#local/terminal.ts';
import type { CallReport } from '#local/twilio/phone-call.ts';
import type { CallRecords } from '#local/world/crm.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld } from '#local/world/world.ts';
import { type Interruption, interruptionsOf } from './interruptions.ts';
import { quantile } from './quantile.ts';

/** What is promised on a clean line. */
const PROMISED = { pauseP95Ms: 350, heardErrorWords: 2 };

/** How callers interrupt the agent, in fifty interruptions and ten coughs. */
export const bargeIn = {
  purpose: `npm run bench -- barge-in: callers who speak over the agent, in a world of its own.

  pause      from the caller's first sound to the agent's silence at the caller's ear
  false      pauses while the caller was silent, per minute
  abandoned  answers that were given up for a cough
  heard      words between what the CRM holds as heard and what the caller heard

Promised: 95 % of the pauses within ${PROMISED.pauseP95Ms} ms, no answer abandoned, ${PROMISED.heardErrorWords} words.`,

  async measure(progress: Print) {
    const figures = await measureBargeIn(progress);
    const ok =
      figures.interruptions >= 50 &&
      figures.pause_p95_ms <= PROMISED.pauseP95Ms &&
      figures.abandoned_without_words === 0 &&
      figures.heard_error_p95_words <= PROMISED.heardErrorWords;
    const lines = Object.entries(figures).map(([name, value]) => `${name.padEnd(26)} ${value}`);
    return { ok, lines, figures };
  },
};

/** How well callers interrupt the agent. */
type BargeInFigures = {
  readonly interruptions: number;
  readonly coughs: number;
  /** From the caller's first sound to the agent's silence at the caller's ear. */
  readonly pause_p50_ms: number;
  readonly pause_p95_ms: number;
  /** Pauses while the caller was silent, per minute of calls. */
  readonly false_pauses_per_min: number;
  /** Answers that were given up for a sound without words. */
  readonly abandoned_without_words: number;
  /** Words between what the CRM holds as heard and what the caller heard. */
  readonly heard_error_p95_words: number;
};

const CALLS = 10;
/** The voice detector may be certain of the last word only after it. */
const AFTER_SPEECH_MS = 700;

const opening = 'שלום, אני מחפש דירה להשכרה בתל אביב';
const corrections = [
  'סליחה, בעצם אני רוצה לקנות דירה בחיפה',
  'רגע, אני רוצה לשכור דירה בירושלים',
  'סליחה, ארבעה חדרים',
  'רגע, עד שבעת אלפים שקל',
  'בעצם אני רוצה לקנות דירה ברמת גן',
];

/** A caller's script: five corrections over the agent's answers, at other moments in each call, and one cough. */
function scriptOf(call: number): CallerStep[] {
  const interrupted = corrections.map((_, index): CallerStep => {
    const words = corrections[(index + call) % corrections.length] ?? opening;
    return { interrupt: words, afterMs: 500 + ((call * 7 + index * 3) % 10) * 100 };
  });
  return [
    { say: opening },
    ...interrupted,
    { cough: true, afterMs: 1_200 },
    { listen: true },
    { hangUp: true },
  ];
}

/** Interrupts the agent fifty times in ten calls at once. */
async function measureBargeIn(print: Print): Promise<BargeInFigures> {
  const pauses: { callSid: string; at: number }[] = [];
  await using world = await openWorld({
    settings: closedWorld(),
    onLog(line) {
      if (!line.includes('"agent.paused"')) return;
      const { callSid, at } = JSON.parse(line) as { callSid: string; at: string };
      pauses.push({ callSid, at: Date.parse(at) });
    },
  });
  const { exchange, crm } = world;
  if (!exchange) throw new Error('The closed world has its own exchange.');
  print(
    `${CALLS} calls at once, ${corrections.length} interruptions and a cough in each; about a minute …`,
  );
  const calls = await Promise.all(
    Array.from({ length: CALLS }, async (_, call) => {
      const placed = placeScriptedCall(
        { ...world, exchange },
        { from: `+97250000000${call}`, steps: scriptOf(call) },
      );
      const { report, lines } = await placed.ended;
      const records = await waitUntil(
        () => crm.ofCall(report.callSid),
        ({ callLog, turns }) =>
          callLog?.status === 'completed' &&
          turns.every(({ heard_text }) => heard_text !== undefined),
        10_000,
      );
      print(`  call ${call + 1}: ${records.turns.length} turns`);
      return { report, records, lines };
    }),
  );

  const speeches = calls.map(({ report }) => interruptionsOf(report));
  const interruptions = speeches.flatMap((speech) => speech.slice(1, 1 + corrections.length));
  const pauseMs = interruptions.flatMap((interruption) => interruption.pauseMs ?? []);
  const minutes = calls.reduce((sum, { report }) => sum + lengthMs(report), 0) / 60_000;
  const falsePauses = pauses.filter(
    ({ callSid, at }) =>
      !calls.some(
        ({ report }, call) => report.callSid === callSid && isDuring(speeches[call] ?? [], at),
      ),
  );
  return {
    interruptions: pauseMs.length,
    coughs: CALLS,
    pause_p50_ms: quantile(pauseMs, 0.5),
    pause_p95_ms: quantile(pauseMs, 0.95),
    false_pauses_per_min: Number((falsePauses.length / minutes).toFixed(2)),
    abandoned_without_words: calls.filter(({ records }) => isLastAbandoned(records)).length,
    heard_error_p95_words: quantile(
      calls.flatMap(({ records, lines }, call) =>
        heardErrors(records, lines, speeches[call] ?? []),
      ),
      0.95,
    ),
  };
}

/** The cough comes last: whatever was being said then must have been heard to its end. */
function isLastAbandoned({ turns }: CallRecords): boolean {
  const last = turns.at(-1);
  return !last?.reply_text || last.heard_text !== last.reply_text;
}

/** For each interrupted answer, the words between the CRM's account and the caller's ear. */
function heardErrors(
  { turns }: CallRecords,
  lines: readonly OverheardLine[],
  speeches: readonly Interruption[],
): number[] {
  // A line is overheard when it ends or breaks off: within a second of the interruption it belongs to the answer before.
  const ends = speeches.slice(1, 1 + corrections.length).map(({ startedAt }) => startedAt + 1_000);
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
