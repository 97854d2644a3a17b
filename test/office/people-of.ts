import type { Broker } from '#shared/domain/office/broker.ts';
import type { KnownBrokers } from '#shared/ports/brokers.ts';

/** Returns a person of the office; the last digit of the phone is their number. */
export function person(number: number, change: Partial<Broker> = {}): Broker {
  return {
    id: `p${number}`,
    name: `סוכן ${number}`,
    phone: `+97250000000${number}`,
    role: 'broker',
    areas: [],
    deals: [],
    active: true,
    created_at: 0,
    updated_at: 0,
    ...change,
  };
}

/** Returns the people of the office as a process knows them. */
export function peopleOf(...people: readonly Broker[]): KnownBrokers {
  const active = people.filter((one) => one.active);
  return {
    active: async () => active,
    known: () => active,
    hasLeft: (id) => people.some((one) => one.id === id && !one.active),
  };
}
