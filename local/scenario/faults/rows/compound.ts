import type { FaultRow } from '#local/scenario/faults/row.ts';

/** Two faults at once. */
export const compoundRows: readonly FaultRow[] = [
  {
    id: 'mute-and-rest-429',
    line: 'compound',
    what: 'the stream is mute, and Twilio’s API answers 429',
    expectation: 'voicemail',
    trouble: {
      stream: { fault: 'mute' },
      rest: [{ operation: 'update-call', fault: 'too-many-requests', times: 2 }],
    },
  },
  {
    id: 'mute-and-rest-500',
    line: 'compound',
    what: 'the stream is mute, and Twilio’s API answers 500 with a page of HTML',
    expectation: 'voicemail',
    trouble: {
      stream: { fault: 'mute' },
      rest: [{ operation: 'update-call', fault: 'server-error', times: 2 }],
    },
  },
  {
    id: 'mute-and-rest-timeout',
    line: 'compound',
    what: 'the stream is mute, and Twilio’s API redirects the call without answering',
    expectation: 'voicemail',
    trouble: {
      stream: { fault: 'mute' },
      rest: [{ operation: 'update-call', fault: 'timeout-after-commit', times: 1 }],
    },
    switches: { connectActionOnRestRedirect: false },
  },
  {
    id: 'mute-and-rest-21220',
    line: 'compound',
    what: 'the stream is mute, and Twilio’s API says that the living call is not in progress',
    expectation: 'voicemail',
    trouble: {
      stream: { fault: 'mute' },
      rest: [{ operation: 'update-call', fault: 'not-in-progress', times: 1 }],
    },
  },
  {
    id: 'media-dies-and-store-down',
    line: 'compound',
    what: 'the media process dies while the store is down',
    expectation: 'voicemail',
    late: 'reconcile',
    faults: [
      { on: 'store', fault: 'down', at: 'agent-answers', forMs: 15_000 },
      { on: 'media', which: 'holding', does: 'die', at: 'agent-answers' },
    ],
  },
  {
    id: 'media-dies-twice',
    line: 'compound',
    what: 'the media process dies, and then the one that took the call over',
    expectation: 'resumed',
    mediaProcesses: 3,
    prompts: 'own',
    faults: [
      { on: 'media', which: 'holding', does: 'die', at: 'agent-thinks' },
      { on: 'media', which: 'holding', does: 'die', at: 'stream-resumed' },
    ],
  },
  {
    id: 'refused-and-stt-500',
    line: 'compound',
    what: 'every stream is refused, and the voicemail cannot be transcribed at first',
    expectation: 'voicemail',
    late: 'retries',
    trouble: { stream: { fault: 'refused', status: 426 } },
    faults: [
      { on: 'openai', operation: 'transcribe', fault: { kind: 'status', status: 500 }, times: 1 },
    ],
  },
  {
    id: 'llm-slow-and-tts-quota',
    line: 'compound',
    what: 'the language model takes a second and a half, and the quota of the first voice is used up',
    expectation: 'answered',
    faults: [
      { on: 'openai-pace', latencies: { firstTokenMs: 1_500 } },
      {
        on: 'google',
        operation: 'stream',
        fault: { kind: 'status', status: 'RESOURCE_EXHAUSTED' },
      },
    ],
  },
  {
    id: 'stream-twice-and-stt-slow',
    line: 'compound',
    what: 'a second socket claims the same stream, and the transcriber takes two seconds',
    expectation: 'answered',
    switches: { duplicateStreamSocket: true },
    faults: [{ on: 'openai-pace', latencies: { transcribeMs: 2_000 } }],
  },
  {
    id: 'drained-and-stt-slow',
    line: 'compound',
    what: 'a deployment replaces the media process while a slow transcriber works',
    expectation: 'resumed',
    faults: [
      { on: 'openai-pace', latencies: { transcribeMs: 2_000 } },
      { on: 'media', which: 'holding', does: 'retire', at: 'agent-thinks' },
    ],
  },
  {
    id: 'store-throttled-and-llm-500',
    line: 'compound',
    what: 'the language model answers 500 while the store throttles',
    expectation: 'voicemail',
    faults: [
      { on: 'store', fault: 'throttle', at: 'agent-thinks', forMs: 5_000 },
      { on: 'openai', operation: 'reply', fault: { kind: 'status', status: 500 } },
    ],
  },
  {
    id: 'blocked-and-webhooks-twice',
    line: 'compound',
    what: 'the media process freezes, and every webhook comes twice',
    expectation: 'voicemail',
    switches: { webhookFaults: 'duplicate' },
    faults: [{ on: 'media', which: 'holding', does: 'stand-still', at: 'agent-answers' }],
  },
];
