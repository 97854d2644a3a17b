import { createMeasurement, type Tried, wasOnTime } from '#local/scenario/measurement.ts';
import { createSemaphore } from '#local/scenario/semaphore.ts';
import { createLocalVoice } from '#local/speech/voice.ts';
import type { MessageRow } from './row.ts';
import { type MessageResult, playMessageRow } from './row-run.ts';
import { type MessageStage, openMessageStage } from './stage.ts';

/** Runs the WhatsApp rows of the fault matrix. */
export interface MessageLaboratory extends AsyncDisposable {
  /** Runs a row as soon as a stage is free, and again if the machine was too slow. */
  play(row: MessageRow): Promise<Tried<MessageResult>>;
}

/** A fault of a stage affects everyone who writes there, so a stage runs one row at a time. A row mostly waits. */
const STAGES = 4;
/** The first digits of the customers' numbers, in a range without subscribers. */
const CUSTOMERS = '+972500001';

/** Opens a laboratory; its stages are opened as rows need them. */
export async function openMessageLaboratory(
  rows: readonly MessageRow[],
): Promise<MessageLaboratory> {
  const enter = createSemaphore(STAGES);
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

  // Each try has a new customer, so the CRM holds nothing of earlier tries.
  const playOnce = (row: MessageRow, attempt: number) =>
    enter(async () => {
      const stage = free.pop() ?? open();
      try {
        const customer = attempt * rows.length + rows.indexOf(row);
        const contact = `${CUSTOMERS}${String(customer).padStart(3, '0')}`;
        const hidden = `whatsapp:IL.${contact.slice(1)}`;
        return await playMessageRow(row, await stage, row.hidesNumber ? hidden : contact);
      } finally {
        free.push(stage);
      }
    });

  return {
    // Lateness only lengthens a customer's waits, so a row that keeps its promises is evidence.
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
