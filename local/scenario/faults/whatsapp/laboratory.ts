import { createMeasurement, type Tried, wasOnTime } from '#local/scenario/measurement.ts';
import { createTurnstile } from '#local/scenario/turnstile.ts';
import { createLocalVoice } from '#local/speech/voice.ts';
import { type MessageResult, playMessageRow } from './play-row.ts';
import type { MessageRow } from './row.ts';
import { type MessageStage, openMessageStage } from './stage.ts';

/** Where the rows of messages are played. */
export interface MessageLaboratory extends AsyncDisposable {
  /** Plays a row as soon as a stage is free, and again where the machine was too slow to measure it. */
  play(row: MessageRow): Promise<Tried<MessageResult>>;
}

/** What is broken on a stage is broken for all who write there, so that it takes one row at a time; most of a row is waiting. */
const STAGES = 4;
/** Customers whom no real phone belongs to, but for the last digits. */
const CUSTOMERS = '+972500001';

/** Opens a laboratory. */
export async function openMessageLaboratory(
  rows: readonly MessageRow[],
): Promise<MessageLaboratory> {
  const enter = createTurnstile(STAGES);
  const measurement = createMeasurement();
  const voice = await createLocalVoice();
  const all: Promise<MessageStage>[] = [];
  const free: Promise<MessageStage>[] = [];
  const open = () => {
    const stage = openMessageStage(voice);
    stage.catch(() => {});
    all.push(stage);
    return stage;
  };

  // Each try is a customer of its own: the CRM knows nothing of the tries before it.
  const playOnce = (row: MessageRow, attempt: number) =>
    enter(async () => {
      const stage = free.pop() ?? open();
      try {
        const customer = attempt * rows.length + rows.indexOf(row);
        const contact = `${CUSTOMERS}${String(customer).padStart(3, '0')}`;
        return await playMessageRow(row, await stage, contact);
      } finally {
        free.push(stage);
      }
    });

  return {
    // Lateness only lengthens what a customer waits: a row that keeps its promises stands.
    play: (row) =>
      measurement.measure(
        (attempt) => playOnce(row, attempt),
        (result) => result.ok || wasOnTime(result),
      ),
    async [Symbol.asyncDispose]() {
      for (const opened of await Promise.allSettled(all)) {
        if (opened.status === 'fulfilled') await opened.value[Symbol.asyncDispose]();
      }
      await voice[Symbol.asyncDispose]();
    },
  };
}
