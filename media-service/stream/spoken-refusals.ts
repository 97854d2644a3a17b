import { turnId } from '#shared/domain/calls/call-turn.ts';
import { log } from '#shared/log.ts';
import { optWish } from '#shared/messages/opt-words.ts';
import type { CallLogs, HeldStream } from '#shared/ports/calls.ts';
import type { Leads } from '#shared/ports/office.ts';
import type { WriteQueue } from './write-queue.ts';

/** The stores of refusals. */
export type RefusalStores = {
  readonly calls: Pick<CallLogs, 'find'>;
  readonly leads: Pick<Leads, 'optOut'>;
};

/**
 * Returns a function that records a caller's sure refusal of messages, whatever the model makes of it.
 * The write is repeated while the store is away; a withheld number gets no messages anyway.
 */
export function spokenRefusals(
  { calls, leads }: RefusalStores,
  { callSid, gen }: Pick<HeldStream, 'callSid' | 'gen'>,
  writes: Pick<WriteQueue, 'write'>,
) {
  return (turn: number, text: string, at: number): void => {
    if (optWish(text, 'phone') !== 'out') return;
    writes.write(async () => {
      const contact = (await calls.find(callSid))?.contact;
      if (!contact) return;
      const id = `${callSid}-${turnId(gen, turn)}`;
      await leads.optOut(contact, at, { channel: 'phone', id });
      log.info('messages.refused', { callSid, gen, turn });
    });
  };
}
