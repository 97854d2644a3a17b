import type { WaitingChat } from '#shared/domain/messages/waiting-chat.ts';
import type { ChatCards } from '#shared/ports/cards.ts';
import type { DynamoDb } from './table-client.ts';
import { waitingCards } from './waiting-cards.ts';

/** The cards of chats in DynamoDB: columns of `leads`, where each message of a contact moves `card_at` on. */
export function dynamoChatCards(db: DynamoDb): ChatCards {
  return waitingCards<WaitingChat>(db, {
    table: 'leads',
    keyOf: ({ contact }) => ({ contact }),
    ending: ['chat_at'],
  });
}
