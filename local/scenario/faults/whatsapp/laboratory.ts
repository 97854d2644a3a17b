import { createTurnstile } from '#local/scenario/faults/turnstile.ts';
import { createLocalVoice } from '#local/speech/voice.ts';
import { type MessageResult, playMessageRow } from './play-row.ts';
import type { MessageRow } from './row.ts';
import { type MessageStage, openMessageStage } from './stage.ts';

/** Where the rows of messages are played. */
export interface MessageLaboratory extends AsyncDisposable {
  /** Plays a row as soon as a stage is free. */
  play(row: MessageRow): Promise<MessageResult>;
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
  const voice = await createLocalVoice();
  const all: Promise<MessageStage>[] = [];
  const free: Promise<MessageStage>[] = [];
  const open = () => {
    const stage = openMessageStage(voice);
    stage.catch(() => {});
    all.push(stage);
    return stage;
  };

  return {
    play: (row) =>
      enter(async () => {
        const stage = free.pop() ?? open();
        try {
          const contact = `${CUSTOMERS}${String(rows.indexOf(row)).padStart(3, '0')}`;
          return await playMessageRow(row, await stage, contact);
        } finally {
          free.push(stage);
        }
      }),
    async [Symbol.asyncDispose]() {
      for (const opened of await Promise.allSettled(all)) {
        if (opened.status === 'fulfilled') await opened.value[Symbol.asyncDispose]();
      }
      await voice[Symbol.asyncDispose]();
    },
  };
}
