import type { FaultRow } from '#local/scenario/faults/row.ts';
import { samplePeople } from '#local/world/sample-people.ts';
import { OFFICE_NUMBER } from '#local/world/settings.ts';
import type { Broker } from '#shared/domain/office/broker.ts';

/** An assistant is rung after a broker, so their order is known. */
const people: readonly Broker[] = samplePeople
  .slice(0, 2)
  .map((one, index) => ({ ...one, role: index === 0 ? 'broker' : 'assistant' }));
const [first = '', second = ''] = people.map(({ phone }) => phone);
const staffed = { line: 'callback', people, product: { OFFICE_NUMBER } } as const;
/** A phone rings this long before it is answered, or is known not to be. */
const ringMs = 1_000;
const away = { phone: 'no-answer', ringMs } as const;
/** The second person takes a call that the first one does not. */
const present = { phone: 'answers', ringMs, talkMs: 4_000 } as const;

/** People of the office who do not take a hand-over, and those who do. */
export const peopleRows: readonly FaultRow[] = [
  {
    id: 'person-voicemail-then-next',
    what: 'the voicemail of the first person picks up a hand-over',
    expectation: 'taken',
    sentences: 1,
    rung: 2,
    office: { ...present, phones: { [first]: { phone: 'machine' } } },
    ...staffed,
  },
  {
    id: 'person-declines-then-next',
    what: 'the first person hangs up during the whisper',
    expectation: 'taken',
    sentences: 1,
    rung: 2,
    office: { ...present, phones: { [first]: { phone: 'declines' } } },
    ...staffed,
  },
  {
    id: 'person-leaves-then-next',
    what: 'the first person takes the call and hangs up at once',
    expectation: 'taken',
    sentences: 1,
    rung: 2,
    office: { ...present, phones: { [first]: { talkMs: 200 } } },
    ...staffed,
  },
  {
    id: 'person-off-then-busy-then-office',
    what: 'the phone of the first person is off, and that of the second is busy',
    expectation: 'taken',
    sentences: 1,
    // A busy phone and one that is off do not ring.
    rung: 1,
    office: { ...present, phones: { [first]: { phone: 'failed' }, [second]: { phone: 'busy' } } },
    ...staffed,
  },
  {
    id: 'people-away',
    what: 'nobody in the office answers a hand-over',
    expectation: 'resumed',
    rung: 3,
    office: away,
    ...staffed,
  },
  {
    id: 'people-told-twice',
    what: 'Twilio loses the answers to its news of each ringing, and asks again',
    expectation: 'resumed',
    rung: 3,
    office: away,
    switches: { webhookFaults: 'duplicate', faultyUrls: 'dial_ended' },
    ...staffed,
  },
  {
    id: 'people-without-whisper',
    what: 'the whisper reaches nobody who picks up',
    expectation: 'resumed',
    rung: 3,
    office: present,
    switches: { webhookFaults: 'lost', faultyUrls: 'dial_whisper' },
    ...staffed,
  },
  {
    id: 'people-store-down',
    what: 'the store is down while the phones ring',
    expectation: 'voicemail',
    rung: 1,
    office: away,
    faults: [{ on: 'store', fault: 'down', at: 'phone-rings', forMs: 5_000 }],
    ...staffed,
  },
];
