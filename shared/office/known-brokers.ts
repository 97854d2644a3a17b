import type { Broker } from '#shared/domain/office/broker.ts';
import { log } from '#shared/log.ts';
import type { Brokers, KnownBrokers } from '#shared/ports/brokers.ts';
import { knownValue } from './known-value.ts';

/** Returns the people of the office, as they were within the last minute. The last known ones serve if the store fails. */
export function knownBrokers(
  store: Pick<Brokers, 'all'>,
  now = Date.now,
  readingMs?: number,
): KnownBrokers {
  const { known, current } = knownValue<readonly Broker[]>([], {
    name: 'brokers',
    read: () => store.all(),
    failed: (error) => log.error('office.brokers-unread', error),
    readingMs,
    now,
  });
  return {
    known: () => known().filter(isActive),
    active: async () => (await current()).filter(isActive),
    hasLeft: (id) => known().some((broker) => broker.id === id && !isActive(broker)),
  };
}

function isActive({ active }: Broker): boolean {
  return active;
}
