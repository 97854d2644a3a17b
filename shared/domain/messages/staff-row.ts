import type { Broker } from '#shared/domain/office/broker.ts';
import type { Interaction } from './interaction.ts';

/** Returns a message as that of the person of the office who wrote it; undefined for a customer's. */
export function staffRow(
  message: Interaction,
  people: readonly Pick<Broker, 'id' | 'phone'>[],
): Interaction | undefined {
  if (message.broker_id !== undefined) return message;
  const { contact, ...row } = message;
  const person = people.find(({ phone }) => phone === contact);
  return person && { ...row, broker_id: person.id };
}
