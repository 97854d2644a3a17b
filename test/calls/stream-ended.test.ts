import { describe, expect, test } from 'vitest';
import type { CallLog } from '#shared/domain/calls/call-log.ts';
import { decideDialEnded } from '#shared/domain/calls/dial-ended.ts';
import { type Decision, decideStreamEnded } from '#shared/domain/calls/stream-ended.ts';

const NOW = 1_000_000;

const onStream: CallLog = {
  call_sid: 'CA00000000000000000000000000000001',
  created_at: 1,
  updated_at: 1,
  gen: 1,
  control: 'stream',
  moves: 0,
  losses: 0,
  connected_at: NOW - 1_000,
};

type Row = [
  sentence: string,
  call: CallLog | undefined,
  gen: number,
  callStatus: string,
  decision: Decision,
];

const afterLoss: Decision = { answer: 'connect', move: 'connect-after-loss' };
const afterMove: Decision = { answer: 'connect', move: 'connect-after-move' };

const rows: Row[] = [
  [
    'a caller who hung up is told nothing',
    onStream,
    1,
    'completed',
    { answer: 'nothing', move: 'ended' },
  ],
  [
    'a caller who hung up on a call the store never saw is told nothing',
    undefined,
    1,
    'completed',
    { answer: 'nothing', move: 'ended' },
  ],
  [
    'a goodbye hangs up',
    { ...onStream, intent: 'goodbye' },
    1,
    'in-progress',
    { answer: 'hang-up' },
  ],
  [
    'a goodbye asked about twice hangs up again',
    { ...onStream, intent: 'goodbye' },
    1,
    'in-progress',
    { answer: 'hang-up' },
  ],
  [
    'a wish for a person rings the office',
    { ...onStream, intent: 'human' },
    1,
    'in-progress',
    { answer: 'dial', move: 'human' },
  ],
  [
    'the office keeps ringing for a duplicate',
    { ...onStream, control: 'human' },
    1,
    'in-progress',
    { answer: 'dial' },
  ],
  [
    'a lost stream is connected again',
    { ...onStream, stream_sid: 'MZ1' },
    1,
    'in-progress',
    afterLoss,
  ],
  ['a refused stream is connected again', onStream, 1, 'in-progress', afterLoss],
  [
    'the fourth lost stream in a row is connected again',
    { ...onStream, gen: 4, losses: 3 },
    4,
    'in-progress',
    afterLoss,
  ],
  [
    'the fifth lost stream in a row falls back',
    { ...onStream, gen: 5, losses: 4 },
    5,
    'in-progress',
    { answer: 'record', move: 'fallback' },
  ],
  [
    'a loss after a minute of stream is the first one again',
    { ...onStream, gen: 5, losses: 4, stream_sid: 'MZ1', connected_at: NOW - 60_000 },
    5,
    'in-progress',
    afterLoss,
  ],
  [
    'a stream that was refused for a minute has not held: its call falls back',
    { ...onStream, gen: 5, losses: 4, connected_at: NOW - 60_000 },
    5,
    'in-progress',
    { answer: 'record', move: 'fallback' },
  ],
  [
    'a call that was moved four times in a row is connected again after its first loss',
    { ...onStream, gen: 5, moves: 4, losses: 0 },
    5,
    'in-progress',
    afterLoss,
  ],
  [
    'a call that lost three streams in a row is moved',
    { ...onStream, gen: 4, losses: 3, intent: 'moved' },
    4,
    'in-progress',
    afterMove,
  ],
  [
    'a moved call is connected again up to the fourth time in a row',
    { ...onStream, gen: 4, moves: 3, intent: 'moved' },
    4,
    'in-progress',
    afterMove,
  ],
  [
    'a call moved for the fifth time in a row falls back',
    { ...onStream, gen: 5, moves: 4, intent: 'moved' },
    5,
    'in-progress',
    { answer: 'record', move: 'fallback' },
  ],
  [
    'a session that gives up falls back',
    { ...onStream, intent: 'fallback' },
    1,
    'in-progress',
    { answer: 'record', move: 'fallback' },
  ],
  [
    'a duplicate gets the connect already handed out',
    { ...onStream, gen: 2, losses: 1 },
    1,
    'in-progress',
    { answer: 'connect' },
  ],
  [
    'a call at the prompt gets the same prompt again',
    { ...onStream, control: 'fallback' },
    1,
    'in-progress',
    { answer: 'record' },
  ],
  [
    'a call whose message is recorded hangs up',
    { ...onStream, control: 'fallback', recorded_at: 5 },
    1,
    'in-progress',
    { answer: 'hang-up' },
  ],
  [
    'a call that is over hangs up',
    { ...onStream, control: 'ended' },
    1,
    'in-progress',
    { answer: 'hang-up' },
  ],
  [
    'a call the store never saw falls back',
    undefined,
    1,
    'in-progress',
    { answer: 'record', move: 'fallback' },
  ],
  [
    'a row without control falls back',
    { call_sid: onStream.call_sid, created_at: 1, updated_at: 1 },
    1,
    'in-progress',
    { answer: 'record', move: 'fallback' },
  ],
];

describe('when a stream has ended', () => {
  test.each(rows)('%s', (_, call, gen, callStatus, decision) => {
    expect(decideStreamEnded({ call, gen, callStatus, at: NOW })).toEqual(decision);
  });

  test.each([
    ['stream', 'closed', 0, { answer: 'connect', move: 'connect-after-closed' }],
    ['stream', 'no-phone', 3, { answer: 'connect', move: 'connect-after-no-phone' }],
    ['human', 'no-phone', 0, { answer: 'connect', move: 'connect-after-no-phone' }],
    ['stream', 'closed', 4, { answer: 'record', move: 'fallback' }],
  ] as const)(
    'a wish for a person, on control “%s”, for which no phone rings (%s), after %i moves: %j',
    (control, noRing, moves, decision) => {
      const call = { ...onStream, control, intent: 'human', moves } as const;
      const ended = { call, gen: 1, callStatus: 'in-progress', at: NOW };
      expect(decideStreamEnded({ ...ended, noRing })).toEqual(decision);
    },
  );
});

describe('when the office was rung', () => {
  const withOffice: CallLog = { ...onStream, control: 'human' };

  test.each<[string, CallLog | undefined, string, string, Decision]>([
    [
      'a person who took the call ends it',
      { ...withOffice, taken_at: 0 },
      'in-progress',
      'completed',
      { answer: 'hang-up' },
    ],
    [
      'nobody answers: the agent is back',
      withOffice,
      'in-progress',
      'no-answer',
      { answer: 'connect', move: 'connect-after-dial' },
    ],
    [
      'a busy office: the agent is back',
      withOffice,
      'in-progress',
      'busy',
      { answer: 'connect', move: 'connect-after-dial' },
    ],
    [
      'the agent is back only so often',
      { ...withOffice, moves: 4 },
      'in-progress',
      'busy',
      { answer: 'record', move: 'fallback' },
    ],
    [
      'a duplicate gets the same connect',
      { ...withOffice, control: 'stream' },
      'in-progress',
      'busy',
      { answer: 'connect' },
    ],
    [
      'a caller who hung up is told nothing',
      withOffice,
      'completed',
      'no-answer',
      { answer: 'nothing', move: 'ended-untaken' },
    ],
    [
      'a call at the prompt stays there',
      { ...withOffice, control: 'fallback' },
      'in-progress',
      'busy',
      { answer: 'record' },
    ],
    [
      'a call that is over hangs up',
      { ...withOffice, control: 'ended' },
      'in-progress',
      'busy',
      { answer: 'hang-up' },
    ],
    [
      'a call the store never saw falls back',
      undefined,
      'in-progress',
      'busy',
      { answer: 'record', move: 'fallback' },
    ],
  ])('%s', (_, call, callStatus, dialCallStatus, decision) => {
    const rung = { gen: 1, ring: 0 };
    expect(decideDialEnded({ call, rung, callStatus, dialCallStatus, at: NOW })).toEqual(decision);
  });
});
