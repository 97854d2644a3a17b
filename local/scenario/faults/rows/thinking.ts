import type { FaultRow } from '#local/scenario/faults/row.ts';

/** OpenAI’s language model. */
export const thinkingRows: readonly FaultRow[] = [
  {
    id: 'llm-429',
    line: 'session',
    what: 'the language model answers 429',
    expectation: 'voicemail',
    faults: [{ on: 'openai', operation: 'reply', fault: { kind: 'status', status: 429 } }],
  },
  {
    id: 'llm-500',
    line: 'session',
    what: 'the language model answers 500',
    expectation: 'voicemail',
    faults: [{ on: 'openai', operation: 'reply', fault: { kind: 'status', status: 500 } }],
  },
  {
    id: 'llm-500-once',
    line: 'session',
    what: 'the language model answers 500 once',
    expectation: 'answered',
    faults: [
      { on: 'openai', operation: 'reply', fault: { kind: 'status', status: 500 }, times: 1 },
    ],
  },
  {
    id: 'llm-slow',
    line: 'session',
    what: 'the language model takes a second and a half',
    expectation: 'answered',
    faults: [{ on: 'openai-pace', latencies: { firstTokenMs: 1_500 } }],
  },
  {
    id: 'llm-hangs',
    line: 'session',
    what: 'the language model never answers',
    expectation: 'voicemail',
    faults: [{ on: 'openai', operation: 'reply', fault: { kind: 'hang' } }],
  },
  {
    id: 'llm-hangs-midway',
    line: 'session',
    what: 'the language model stops in the middle of its answers',
    expectation: 'voicemail',
    faults: [{ on: 'openai', operation: 'reply', fault: { kind: 'hang-midway' } }],
  },
  {
    id: 'llm-dribbles',
    line: 'session',
    what: 'the language model writes four letters in three seconds',
    expectation: 'voicemail',
    faults: [{ on: 'openai-pace', latencies: { tokenMs: 1_200 } }],
  },
  {
    id: 'llm-garbage',
    line: 'session',
    what: 'the language model answers garbage',
    expectation: 'voicemail',
    faults: [{ on: 'openai', operation: 'reply', fault: { kind: 'garbage' } }],
  },
  {
    id: 'llm-dropped',
    line: 'session',
    what: 'the language model hangs up in the middle of its answers',
    expectation: 'voicemail',
    faults: [{ on: 'openai', operation: 'reply', fault: { kind: 'drop' } }],
  },
  {
    id: 'llm-fails-in-its-own-words',
    line: 'session',
    what: 'the language model reports that it failed',
    expectation: 'answered',
    faults: [{ on: 'openai', operation: 'reply', fault: { kind: 'failed' }, times: 1 }],
  },
  {
    id: 'llm-breaks-off-in-its-own-words',
    line: 'session',
    what: 'the language model reports an incomplete answer',
    expectation: 'answered',
    faults: [{ on: 'openai', operation: 'reply', fault: { kind: 'incomplete' }, times: 1 }],
  },
  {
    id: 'llm-refuses',
    line: 'session',
    what: 'the language model refuses to answer once',
    expectation: 'answered',
    faults: [{ on: 'openai', operation: 'reply', fault: { kind: 'refusal' }, times: 1 }],
  },
];
