import type { FaultRow } from '#local/scenario/faults/row.ts';

/** Google’s voices. */
export const speakingRows: readonly FaultRow[] = [
  {
    id: 'tts-quota',
    line: 'session',
    what: 'the quota of the first voice is used up',
    expectation: 'answered',
    faults: [
      {
        on: 'google',
        operation: 'stream',
        fault: { kind: 'status', status: 'RESOURCE_EXHAUSTED' },
      },
    ],
  },
  {
    id: 'tts-quota-of-both-voices',
    line: 'session',
    what: 'the quota of both voices is used up',
    expectation: 'voicemail',
    faults: [
      {
        on: 'google',
        operation: 'stream',
        fault: { kind: 'status', status: 'RESOURCE_EXHAUSTED' },
      },
      {
        on: 'google',
        operation: 'synthesize',
        fault: { kind: 'status', status: 'RESOURCE_EXHAUSTED' },
      },
    ],
  },
  {
    id: 'tts-500',
    line: 'session',
    what: 'the first voice fails',
    expectation: 'answered',
    faults: [{ on: 'google', operation: 'stream', fault: { kind: 'status', status: 'INTERNAL' } }],
  },
  {
    id: 'tts-slow',
    line: 'session',
    what: 'the voices take a second and a half',
    expectation: 'answered',
    faults: [{ on: 'google-pace', firstAudioMs: 1_500 }],
  },
  {
    id: 'tts-hangs',
    line: 'session',
    what: 'the first voice never begins',
    expectation: 'answered',
    faults: [{ on: 'google', operation: 'stream', fault: { kind: 'hang' } }],
  },
  {
    id: 'tts-hangs-midway',
    line: 'session',
    what: 'the first voice stops in the middle of its answers',
    expectation: 'answered',
    faults: [{ on: 'google', operation: 'stream', fault: { kind: 'hang-midway' } }],
  },
  {
    id: 'tts-dropped',
    line: 'session',
    what: 'the first voice hangs up in the middle of its answers',
    expectation: 'answered',
    faults: [{ on: 'google', operation: 'stream', fault: { kind: 'drop' } }],
  },
  {
    id: 'tts-garbage',
    line: 'session',
    what: 'the first voice’s connection turns to garbage at its first answer',
    expectation: 'answered',
    faults: [{ on: 'google', operation: 'stream', fault: { kind: 'garbage' }, times: 1 }],
  },
  {
    id: 'tts-dropped-once',
    line: 'session',
    what: 'the first voice hangs up in the middle of its first answer',
    expectation: 'answered',
    faults: [{ on: 'google', operation: 'stream', fault: { kind: 'drop' }, times: 1 }],
  },
  {
    id: 'tts-without-sound',
    line: 'session',
    what: 'the first voice returns silent audio',
    expectation: 'answered',
    faults: [{ on: 'google', operation: 'stream', fault: { kind: 'silence' } }],
  },
];
