import type { Print } from '@agent-locator/command-line/terminal.ts';
import type { CallReport } from 'twilio-exchange/call/phone-call.ts';
import type { LineSound } from 'twilio-exchange/line/line-sound.ts';
import { waitUntil } from '#local/polling.ts';
import { type OverheardLine, placeScriptedCall } from '#local/scenario/caller.ts';
import type { CallerStep } from '#local/scenario/caller-steps.ts';
import type { CallRecords } from '#local/world/crm.ts';
import type { World } from '#local/world/world.ts';

/** The kind of a caller's line. */
type LineKind = 'clean' | 'echo' | 'street';

/** A finished call, with its records. */
export type BargeInCall = {
  readonly line: LineKind;
  readonly report: CallReport;
  readonly records: CallRecords;
  readonly lines: readonly OverheardLine[];
};

/** Speech is at −20 dBFS. The street is 10 dB under it; the loudspeaker is a hand away from its microphone. */
const sounds: Readonly<Record<LineKind, LineSound>> = {
  clean: {},
  echo: { echo: { lossDb: 12, delayMs: 187 } },
  street: { noise: { dbfs: -30, kind: 'street' } },
};
/** A call of the last two kinds has five answers; the caller coughs over two of them. */
const ANSWERS = 5;

const opening = 'שלום, אני מחפש דירה להשכרה בתל אביב';
const corrections = [
  'סליחה, בעצם אני רוצה לקנות דירה בחיפה',
  'רגע, אני רוצה לשכור דירה בירושלים',
  'סליחה, ארבעה חדרים',
  'רגע, עד שבעת אלפים שקל',
  'בעצם אני רוצה לקנות דירה ברמת גן',
];
const backChannels = ['כן', 'אהה', 'אוקיי', 'בסדר'];

/** How many interruptions follow the first utterance of a caller on a clean line. */
export const CORRECTIONS = corrections.length;

/** The keys that ask for an answer which the caller will not interrupt. */
const ASIDE_KEYS = '789';

/** Returns whether a line is such a request. */
export function isAsideKey(text: string): boolean {
  return text.length === 1 && ASIDE_KEYS.includes(text);
}

/** Five corrections over the agent's answers, at other moments in each call, then a back-channel word and a cough. */
function interrupting(call: number): CallerStep[] {
  const interrupted = corrections.map((_, index): CallerStep => {
    const words = corrections[(index + call) % corrections.length] ?? opening;
    return { interrupt: words, afterMs: 500 + ((call * 7 + index * 3) % 10) * 100 };
  });
  return [
    { say: opening },
    ...interrupted,
    { press: '7' },
    { interrupt: backChannels[call % backChannels.length] ?? 'כן', afterMs: 500 },
    { press: '8' },
    { cough: true, afterMs: 1_200 },
    { listen: true },
    { hangUp: true },
  ];
}

/** Keys, which are understood on every line, and coughs over some of the answers. */
function listening(call: number): CallerStep[] {
  const heardOut = Array.from({ length: ANSWERS }, (_, answer): CallerStep[] =>
    (answer + call) % 3 === 0
      ? [{ press: '8' }, { cough: true, afterMs: 1_200 }, { listen: true }]
      : [{ press: '9' }, { listen: true }],
  );
  return [...heardOut.flat(), { hangUp: true }];
}

/** The callers. */
export const callers: readonly { readonly line: LineKind; readonly steps: CallerStep[] }[] = [
  ...Array.from({ length: 10 }, (_, call) => ({
    line: 'clean' as const,
    steps: interrupting(call),
  })),
  ...Array.from({ length: 4 }, (_, call) => ({ line: 'echo' as const, steps: listening(call) })),
  ...Array.from({ length: 4 }, (_, call) => ({ line: 'street' as const, steps: listening(call) })),
];

/** Holds all calls at once. */
export async function holdCalls(world: World, print: Print): Promise<BargeInCall[]> {
  const { exchange, crm } = world;
  if (!exchange) throw new Error('The closed world has its own exchange.');
  return await Promise.all(
    callers.map(async ({ line, steps }, call) => {
      const from = `+9725000000${String(call).padStart(2, '0')}`;
      const sound = sounds[line];
      const placed = placeScriptedCall({ ...world, exchange }, { from, steps, sound });
      const { report, lines } = await placed.ended;
      const records = await waitUntil(
        () => crm.ofCall(report.callSid),
        ({ callLog, turns }) =>
          callLog?.status === 'completed' &&
          turns.every(
            ({ reply_text, heard_text }) => reply_text === undefined || heard_text !== undefined,
          ),
        10_000,
      );
      print(`  call ${call + 1}, ${line}: ${records.turns.length} turns`);
      return { line, report, records, lines };
    }),
  );
}
