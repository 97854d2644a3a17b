import type { Broker } from '#shared/domain/office/broker.ts';

/** The people of an invented office; their phones are at the exchange, in a range without subscribers. */
export const samplePeople: readonly Broker[] = [
  sampleBroker({ id: 'dana', name: 'דנה לוי', phone: '+972500000801', deals: ['rent'] }),
  sampleBroker({ id: 'yosi', name: 'יוסי כהן', phone: '+972500000802', deals: ['sale'] }),
  sampleBroker({ id: 'ruth', name: 'רות מזרחי', phone: '+972500000803', role: 'owner' }),
];

function sampleBroker(facts: Pick<Broker, 'id' | 'name' | 'phone'> & Partial<Broker>): Broker {
  const at = { created_at: 0, updated_at: 0 };
  const email = `${facts.id}@office.example`;
  return { role: 'broker', areas: [], deals: [], active: true, email, ...at, ...facts };
}
