import type { FaultRow } from '#local/scenario/faults/row.ts';

/** OpenAI’s transcription, whole and live. */
export const hearingRows: readonly FaultRow[] = [
  {
    id: 'stt-429',
    line: 'session',
    what: 'the transcriber answers 429',
    expectation: 'voicemail',
    faults: [
      {
        on: 'openai-live',
        operation: 'open',
        fault: { kind: 'status', status: 429 },
        until: 'beep',
      },
      {
        on: 'openai',
        operation: 'transcribe',
        fault: { kind: 'status', status: 429 },
        until: 'beep',
      },
    ],
  },
  {
    id: 'stt-500',
    line: 'session',
    what: 'the transcriber answers 500',
    expectation: 'voicemail',
    faults: [
      {
        on: 'openai-live',
        operation: 'open',
        fault: { kind: 'status', status: 500 },
        until: 'beep',
      },
      {
        on: 'openai',
        operation: 'transcribe',
        fault: { kind: 'status', status: 500 },
        until: 'beep',
      },
    ],
  },
  {
    id: 'stt-500-once',
    line: 'session',
    what: 'the transcriber answers 500 once',
    expectation: 'answered',
    faults: [
      { on: 'openai-live', operation: 'commit', fault: { kind: 'failed' }, times: 1 },
      { on: 'openai', operation: 'transcribe', fault: { kind: 'status', status: 500 }, times: 1 },
    ],
  },
  {
    id: 'stt-slow',
    line: 'session',
    what: 'the transcriber takes two seconds',
    expectation: 'answered',
    faults: [{ on: 'openai-pace', latencies: { transcribeMs: 2_000 } }],
  },
  {
    id: 'stt-hangs',
    line: 'session',
    what: 'the transcriber never answers',
    expectation: 'voicemail',
    faults: [
      { on: 'openai-live', operation: 'commit', fault: { kind: 'unanswered' }, until: 'beep' },
      { on: 'openai', operation: 'transcribe', fault: { kind: 'hang' }, until: 'beep' },
    ],
  },
  {
    id: 'stt-hangs-midway',
    line: 'session',
    what: 'the transcriber stops in the middle of its answers',
    expectation: 'voicemail',
    faults: [
      { on: 'openai-live', operation: 'commit', fault: { kind: 'hang' }, until: 'beep' },
      { on: 'openai', operation: 'transcribe', fault: { kind: 'hang-midway' }, until: 'beep' },
    ],
  },
  {
    id: 'stt-garbage',
    line: 'session',
    what: 'the transcriber answers garbage',
    expectation: 'voicemail',
    faults: [
      { on: 'openai-live', operation: 'commit', fault: { kind: 'garbage' }, until: 'beep' },
      { on: 'openai', operation: 'transcribe', fault: { kind: 'garbage' }, until: 'beep' },
    ],
  },
  {
    id: 'stt-dropped',
    line: 'session',
    what: 'the transcriber hangs up',
    expectation: 'voicemail',
    faults: [
      { on: 'openai-live', operation: 'commit', fault: { kind: 'drop' }, until: 'beep' },
      { on: 'openai', operation: 'transcribe', fault: { kind: 'drop' }, until: 'beep' },
    ],
  },
  {
    id: 'live-refused',
    line: 'session',
    what: 'the live transcriber refuses every session',
    expectation: 'answered',
    faults: [{ on: 'openai-live', operation: 'open', fault: { kind: 'status', status: 429 } }],
  },
  {
    id: 'live-refuses',
    line: 'session',
    what: 'the live transcriber refuses what it is to transcribe',
    expectation: 'answered',
    faults: [{ on: 'openai-live', operation: 'commit', fault: { kind: 'refused' } }],
  },
  {
    id: 'live-failed',
    line: 'session',
    what: 'the live transcriber fails at every sentence',
    expectation: 'answered',
    faults: [{ on: 'openai-live', operation: 'commit', fault: { kind: 'failed' } }],
  },
  {
    id: 'live-unanswered',
    line: 'session',
    what: 'the live transcriber never gives a word',
    expectation: 'answered',
    faults: [{ on: 'openai-live', operation: 'commit', fault: { kind: 'unanswered' } }],
  },
  {
    id: 'live-hangs',
    line: 'session',
    what: 'the live transcriber falls silent',
    expectation: 'answered',
    faults: [{ on: 'openai-live', operation: 'commit', fault: { kind: 'hang' } }],
  },
  {
    id: 'live-error',
    line: 'session',
    what: 'the live transcriber has an error in the middle of a session',
    expectation: 'answered',
    faults: [{ on: 'openai-live', operation: 'commit', fault: { kind: 'error' } }],
  },
  {
    id: 'live-expired',
    line: 'session',
    what: 'the live transcriber’s session expires',
    expectation: 'answered',
    faults: [{ on: 'openai-live', operation: 'commit', fault: { kind: 'expired' } }],
  },
  {
    id: 'live-closed',
    line: 'session',
    what: 'the live transcriber ends the session',
    expectation: 'answered',
    faults: [{ on: 'openai-live', operation: 'commit', fault: { kind: 'close' } }],
  },
  {
    id: 'live-garbage',
    line: 'session',
    what: 'the live transcriber sends garbage',
    expectation: 'answered',
    faults: [{ on: 'openai-live', operation: 'commit', fault: { kind: 'garbage' } }],
  },
  {
    id: 'live-binary',
    line: 'session',
    what: 'the live transcriber sends bytes instead of words',
    expectation: 'answered',
    faults: [{ on: 'openai-live', operation: 'commit', fault: { kind: 'binary' } }],
  },
  {
    id: 'live-dropped',
    line: 'session',
    what: 'the live transcriber hangs up',
    expectation: 'answered',
    faults: [{ on: 'openai-live', operation: 'commit', fault: { kind: 'drop' } }],
  },
];
