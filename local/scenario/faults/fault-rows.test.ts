import type { StreamFault } from 'twilio-exchange/trouble/call-trouble.ts';
import type { RestFault } from 'twilio-exchange/trouble/rest-faults.ts';
import type { StrangeMessage } from 'twilio-exchange/trouble/strange-messages.ts';
import type { Switches } from 'twilio-exchange/trouble/switches.ts';
import { expect, test } from 'vitest';
import type { Fault as StoreFault } from '#local/aws/vendor-server.ts';
import type { GoogleFault } from '#local/google/status.ts';
import type { OpenAiFault } from '#local/openai/inquiry.ts';
import type { LiveFault } from '#local/openai/live-faults.ts';
import { drawSwitches, livedWith } from './drawn-switches.ts';
import type { Fault, HostileRequest, Moment } from './fault.ts';
import { faultRows } from './rows.ts';
import type { UsedUp } from './used-up-day.ts';

/** The number of rows that must cover each setting of a switch. */
const ROWS_A_VALUE = 3;

const drawn = drawSwitches(faultRows);

test('no two rows have the same name', () => {
  const ids = faultRows.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test.for(
  Object.entries(livedWith).flatMap(([name, values]) =>
    values.map((value) => [name, value] as const),
  ),
)('at least three rows live with %s = %s', ([name, value]) => {
  const rows = [...drawn.values()].filter(
    (switches) => new Map(Object.entries(switches)).get(name) === value,
  );
  expect(rows.length).toBeGreaterThanOrEqual(ROWS_A_VALUE);
});

test.for([
  {
    fault: 'Twilio hangs up where a handshake fails',
    meets: ({ handshakeFailure }: Partial<Switches>) => handshakeFailure === 'hangup',
  },
  {
    fault: 'frames stall',
    meets: ({ mediaJitter }: Partial<Switches>) => typeof mediaJitter === 'object',
  },
])('at least three rows show what becomes of the caller when $fault', ({ meets }) => {
  expect([...drawn.values()].filter(meets).length).toBeGreaterThanOrEqual(ROWS_A_VALUE);
});

test('a row’s own switches come before those that are drawn', () => {
  for (const { id, switches = {} } of faultRows) expect(drawn.get(id)).toMatchObject(switches);
});

test('the drawn switches depend on the set of rows alone', () => {
  expect(drawSwitches(faultRows.toReversed())).toEqual(drawn);
});

/** Lists every case of a union: the compiler names a missing one. */
const all = <Case extends string>(cases: Readonly<Record<Case, true>>) => Object.keys(cases);

const faults = faultRows.flatMap((row) => row.faults ?? []);
const troubles = faultRows.flatMap(({ trouble }) => (trouble ? [trouble] : []));
const streams = troubles.flatMap(({ stream }) => (stream ? [stream] : []));
const kindsOf = (on: Fault['on'], operation?: string) =>
  faults.flatMap((fault) =>
    fault.on === on && 'operation' in fault && fault.operation === operation
      ? [fault.fault.kind]
      : [],
  );

const openAiFaults = {
  status: true,
  hang: true,
  'hang-midway': true,
  garbage: true,
  drop: true,
} as const;

test.for([
  {
    what: 'subject of a fault',
    cases: all<Fault['on']>({
      openai: true,
      'openai-live': true,
      google: true,
      'openai-pace': true,
      'google-pace': true,
      store: true,
      'recordings-bucket': true,
      media: true,
      functions: true,
      replay: true,
      watchdog: true,
      concurrency: true,
      memory: true,
      usage: true,
      'opt-out': true,
      'hostile-request': true,
    }),
    met: faults.map(({ on }) => on),
  },
  {
    what: 'ceiling',
    cases: all<UsedUp>({
      'contact-at-once': true,
      'contact-day': true,
      'contact-minutes': true,
      'office-day': true,
      'office-minutes': true,
      'many-at-once': true,
    }),
    met: faults.flatMap((fault) => (fault.on === 'usage' ? [fault.up] : [])),
  },
  {
    what: 'deed of a stranger',
    cases: all<HostileRequest>({
      'ask-for-a-stream': true,
      'sign-with-nothing': true,
      'ask-readiness': true,
      'post-unsigned': true,
    }),
    met: faults.flatMap((fault) => (fault.on === 'hostile-request' ? [fault.does] : [])),
  },
  {
    what: 'end of a media process',
    cases: all<Extract<Fault, { on: 'media' }>['does']>({
      retire: true,
      stop: true,
      die: true,
      'stand-still': true,
    }),
    met: faults.flatMap((fault) => (fault.on === 'media' ? [fault.does] : [])),
  },
  {
    what: 'moment',
    cases: all<Exclude<Moment, 'call-ended'>>({
      'before-call': true,
      'stream-attached': true,
      'caller-speaks': true,
      'agent-thinks': true,
      'agent-answers': true,
      'stream-resumed': true,
      'watchdog-claims': true,
      'phone-rings': true,
      beep: true,
    }),
    met: faults.map(({ at = 'before-call' }) => at),
  },
  {
    what: 'fault of a stream',
    cases: all<StreamFault['fault']>({
      refused: true,
      'nobody-listens': true,
      'no-answer': true,
      mute: true,
      reset: true,
      partition: true,
      'no-start': true,
      'wrong-token': true,
      'strange-messages': true,
    }),
    met: streams.map(({ fault }) => fault),
  },
  {
    what: 'strange message',
    cases: all<StrangeMessage>({
      'malformed-json': true,
      'not-an-object': true,
      'unknown-event': true,
      binary: true,
      oversized: true,
    }),
    met: streams.flatMap((stream) => ('messages' in stream ? (stream.messages ?? []) : [])),
  },
  {
    what: 'fault of Twilio’s API',
    cases: all<RestFault>({
      'too-many-requests': true,
      'server-error': true,
      'timeout-after-commit': true,
      'not-in-progress': true,
      'not-found': true,
      truncated: true,
    }),
    met: troubles.flatMap(({ rest = [] }) => rest.map(({ fault }) => fault)),
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
    what: 'fault of the transcriber',
    cases: all<Exclude<OpenAiFault['kind'], 'failed' | 'incomplete' | 'refusal'>>(openAiFaults),
    met: kindsOf('openai', 'transcribe'),
  },
  {
    what: 'fault of the live transcriber',
    cases: all<LiveFault['kind']>({
      status: true,
      hang: true,
      'keywords-refused': true,
      refused: true,
      unanswered: true,
      failed: true,
      error: true,
      expired: true,
      close: true,
      garbage: true,
      binary: true,
      drop: true,
    }),
    met: faults.flatMap((fault) => (fault.on === 'openai-live' ? [fault.fault.kind] : [])),
  },
  {
    what: 'fault of the language model',
    cases: all<OpenAiFault['kind']>({
      ...openAiFaults,
      failed: true,
      incomplete: true,
      refusal: true,
    }),
    met: kindsOf('openai', 'reply'),
  },
  {
    what: 'fault of the voice',
    cases: all<GoogleFault['kind']>({
      status: true,
      hang: true,
      'hang-midway': true,
      drop: true,
      garbage: true,
      silence: true,
    }),
    met: kindsOf('google', 'stream'),
  },
])('every $what is met in a row', ({ cases, met }) => {
  expect(cases.filter((fault) => !new Set<string>(met).has(fault))).toEqual([]);
});
