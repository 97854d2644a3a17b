import type { StaffMessage } from '#local/scenario/staff-phones.ts';

/** An event in an office, with the messages to its people. */
export type OfficeScenario = {
  readonly name: string;
  readonly play: () => Promise<OfficeOutcome>;
};

/** The outcome of a scenario. */
export type OfficeOutcome = {
  /** The promises that were not kept. */
  readonly problems: readonly string[];
  /** From the moment at which the office could be told to its first message, in ms; undefined without one. */
  readonly told_after_ms: number | undefined;
  readonly messages: readonly StaffMessage[];
};

/** The longest time from the end of a call to the message handed to Twilio or SES, in opening hours. */
export const TOLD_WITHIN_MS = 60_000;

/** Returns the problems of messages that should be exactly these, one of each, and in time. */
export function problemsOf(
  messages: readonly StaffMessage[],
  wanted: readonly RegExp[],
  toldAfterMs: number | undefined,
): string[] {
  const late = toldAfterMs !== undefined && toldAfterMs > TOLD_WITHIN_MS;
  return [
    ...wanted.flatMap((words) => {
      const count = messages.filter(({ text }) => words.test(text)).length;
      return count === 1 ? [] : [`${count} messages say ${words.source}, not one`];
    }),
    ...(late ? [`told after ${Math.round(toldAfterMs / 1_000)} s, not within 60`] : []),
  ];
}
