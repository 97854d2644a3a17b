import { turnId } from '#shared/domain/calls/call-turn.ts';
import { isStaff } from '#shared/domain/office/broker.ts';
import { log } from '#shared/log.ts';
import { optWish } from '#shared/messages/opt-words.ts';
import type { KnownBrokers } from '#shared/ports/brokers.ts';
import type { CallLogs, HeldStream } from '#shared/ports/calls.ts';
import type { Leads } from '#shared/ports/office.ts';
import type { WriteQueue } from './write-queue.ts';

/** The stores of refusals. */
export type RefusalStores = {
  readonly calls: Pick<CallLogs, 'find'>;
  readonly leads: Pick<Leads, 'optOut'>;
  readonly brokers: Pick<KnownBrokers, 'active'>;
};

/**
 * Returns a function that records a caller's sure refusal of messages, whatever the model makes of it.
 * The write is repeated while the store is away. A withheld number gets no messages anyway, nor does a person of
 * the office.
 */
export function spokenRefusals(
  { calls, leads, brokers }: RefusalStores,
  { callSid, gen }: Pick<HeldStream, 'callSid' | 'gen'>,
  writes: Pick<WriteQueue, 'write'>,
) {
  return (turn: number, text: string, at: number): void => {
    if (optWish(text, 'phone') !== 'out') return;
    writes.write(async () => {
      const contact = (await calls.find(callSid))?.contact;
      if (!contact || isStaff(await brokers.active(), contact)) return;
      const id = `${callSid}-${turnId(gen, turn)}`;
      await leads.optOut(contact, at, { channel: 'phone', id });
      log.info('messages.refused', { callSid, gen, turn });
    });
  };
}
