import type { CallLog } from '#shared/domain/calls/call-log.ts';
import type { CallCards } from '#shared/ports/cards.ts';
import type { DynamoDb } from './table-client.ts';
import { UNCARDED, waitingCards } from './waiting-cards.ts';

/** Returns the columns of a call that waits for its card from a moment (epoch ms) on. */
export function awaitsCard(at: number): {
  readonly [UNCARDED]: string;
  readonly card_at: number;
} {
  return { [UNCARDED]: UNCARDED, card_at: at };
}

/** The cards of calls in DynamoDB: columns of `call_log`. */
export function dynamoCallCards(db: DynamoDb): CallCards {
  return waitingCards<CallLog>(db, {
    table: 'call_log',
    keyOf: ({ call_sid }) => ({ call_sid }),
  });
}
