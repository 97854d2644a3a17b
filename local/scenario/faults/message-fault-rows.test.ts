import type { RestFault } from 'twilio-exchange/trouble/rest-faults.ts';
import type { MediaFlaw } from 'twilio-exchange/whatsapp/message.ts';
import { expect, test } from 'vitest';
import type { Fault as StoreFault } from '#local/aws/vendor-server.ts';
import { faultRows } from './rows.ts';
import type { MessageExpectation, MessageFault, MessageLine } from './whatsapp/row.ts';
import { messageRows } from './whatsapp/rows.ts';

test('no two rows of either channel have the same name', () => {
  const ids = [...messageRows, ...faultRows].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

/** Lists every case of a union: the compiler names a missing one. */
const all = <Case extends string>(cases: Readonly<Record<Case, true>>) => Object.keys(cases);

const faults = messageRows.flatMap((row) => row.faults ?? []);
const writings = messageRows.flatMap(({ writes = [] }) => writes);

test.for([
  {
    what: 'line of defence',
    cases: all<MessageLine>({
      webhook: true,
      'late-reply': true,
      reconcile: true,
      notice: true,
    }),
    met: messageRows.map(({ line }) => line),
  },
  {
    what: 'end of a customer’s waiting',
    cases: all<MessageExpectation>({
      answered: true,
      'answered-late': true,
      'answered-after-all': true,
      told: true,
      'let-be': true,
      reminded: true,
      moved: true,
      'moved-or-offered': true,
    }),
    met: messageRows.map(({ expectation }) => expectation),
  },
  {
    what: 'subject of a fault',
    cases: all<MessageFault['on']>({
      openai: true,
      'openai-pace': true,
      store: true,
      writes: true,
      scheduler: true,
      bucket: true,
      functions: true,
      concurrency: true,
      memory: true,
      usage: true,
      rest: true,
    }),
    met: faults.map(({ on }) => on),
  },
  {
    what: 'fault of the store',
    cases: all<Exclude<StoreFault, 'none'>>({
      down: true,
      hang: true,
      throttle: true,
      'answer-lost': true,
      slow: true,
    }),
    met: faults.flatMap((fault) => (fault.on === 'store' ? [fault.fault] : [])),
  },
  {
    what: 'fault of sending',
    cases: all<Extract<RestFault, 'too-many-requests' | 'server-error' | 'timeout-after-commit'>>({
      'too-many-requests': true,
      'server-error': true,
      'timeout-after-commit': true,
    }),
    met: faults.flatMap((fault) =>
      fault.on === 'rest' && fault.operation === 'create-message' ? [fault.fault] : [],
    ),
  },
  {
    what: 'flaw of a file',
    cases: all<MediaFlaw>({
      unauthorized: true,
      'not-found': true,
      huge: true,
      'wrong-type': true,
      'no-type': true,
      'redirect-loop': true,
    }),
    met: writings.flatMap(({ flaw }) => flaw ?? []),
  },
])('every $what is met in a row', ({ cases, met }) => {
  expect(cases.filter((one) => !new Set<string>(met).has(one))).toEqual([]);
});
