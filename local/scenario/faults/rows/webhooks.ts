import type { FaultRow } from '#local/scenario/faults/row.ts';

/** Webhooks and their signatures. */
export const webhookRows: readonly FaultRow[] = [
  {
    id: 'webhooks-duplicated',
    line: 'callback',
    what: 'every webhook comes twice, and the first stream is reset',
    expectation: 'resumed',
    trouble: { stream: { fault: 'reset', afterMs: 4_200, times: 1 } },
    switches: { webhookFaults: 'duplicate' },
  },
  {
    id: 'webhooks-reordered',
    line: 'session',
    what: 'status callbacks arrive out of order',
    expectation: 'answered',
    switches: { statusCallbackOrder: 'shuffled' },
  },
  {
    id: 'webhooks-dropped',
    line: 'session',
    what: 'no status callback ever arrives',
    expectation: 'answered',
    late: 'reconcile',
    switches: { statusCallbackOrder: 'dropped' },
  },
  {
    id: 'webhooks-slow-at-first',
    line: 'callback',
    what: 'the first webhook is answered after sixteen seconds',
    expectation: 'voicemail',
    trouble: { webhooks: [{ urls: 'incoming_call', webhookFaults: { slowMs: 16_000 } }] },
  },
  {
    id: 'webhooks-slow-at-the-end-of-a-stream',
    line: 'callback',
    what: 'the stream is reset, and the webhook that asks how to go on is answered after a second',
    expectation: 'resumed',
    trouble: {
      stream: { fault: 'reset', afterMs: 4_200, times: 1 },
      webhooks: [{ urls: 'stream_ended', webhookFaults: { slowMs: 1_000 } }],
    },
  },
  {
    id: 'functions-throttled-at-first',
    line: 'callback',
    what: 'the function of the first webhook is throttled',
    expectation: 'voicemail',
    late: 'reconcile',
    faults: [{ on: 'concurrency', of: 'incoming-call' }],
  },
  {
    id: 'functions-throttled-at-the-end-of-a-stream',
    line: 'callback',
    what: 'the stream is reset, and the function that says how to go on is throttled',
    expectation: 'voicemail',
    trouble: { stream: { fault: 'reset', afterMs: 4_200, times: 1 } },
    faults: [{ on: 'concurrency', of: 'stream-ended' }],
    // The product learns of the static document only that its recording has begun.
    switches: { statusCallbackOrder: 'in-order' },
  },
  {
    id: 'functions-out-of-memory-at-first',
    line: 'callback',
    what: 'the function of the first webhook is killed for its memory',
    expectation: 'voicemail',
    late: 'reconcile',
    faults: [{ on: 'memory', of: 'incoming-call' }],
  },
  {
    id: 'functions-out-of-memory-at-the-end-of-a-stream',
    // Twilio waits for the function until it dies.
    line: 'watchdog',
    what: 'the stream is reset, and the function that says how to go on is killed for its memory',
    expectation: 'voicemail',
    trouble: { stream: { fault: 'reset', afterMs: 4_200, times: 1 } },
    faults: [{ on: 'memory', of: 'stream-ended' }],
    // The product learns of the static document only that its recording has begun.
    switches: { statusCallbackOrder: 'in-order' },
  },
  {
    id: 'webhooks-wrongly-signed',
    line: 'callback',
    what: 'every request of Twilio has a wrong signature',
    expectation: 'voicemail',
    late: 'reconcile',
    switches: { signatureFault: 'wrong' },
  },
  {
    id: 'webhooks-unsigned',
    line: 'callback',
    what: 'no request of Twilio is signed',
    expectation: 'voicemail',
    late: 'reconcile',
    switches: { signatureFault: 'missing' },
  },
  {
    id: 'webhooks-replayed-first',
    line: 'session',
    what: 'the first webhook is sent again in the middle of an answer',
    expectation: 'answered',
    faults: [{ on: 'replay', webhook: 'incoming-call', at: 'agent-answers' }],
  },
  {
    id: 'webhooks-replayed-after-a-resume',
    line: 'callback',
    what: 'the stream is reset, and its webhook is sent again when the next stream is there',
    expectation: 'resumed',
    trouble: { stream: { fault: 'reset', afterMs: 4_200, times: 1 } },
    faults: [{ on: 'replay', webhook: 'stream-ended', at: 'stream-resumed' }],
  },
  {
    id: 'streams-wrongly-signed',
    line: 'callback',
    what: 'the handshakes of streams are wrongly signed',
    expectation: 'voicemail',
    trouble: { webhooks: [{ urls: '/ws/', signatureFault: 'wrong' }] },
  },
  {
    id: 'end-of-stream-unsigned',
    line: 'callback',
    what: 'the stream is reset, and the webhook that asks how to go on is not signed',
    expectation: 'voicemail',
    trouble: {
      stream: { fault: 'reset', afterMs: 4_200, times: 1 },
      webhooks: [{ urls: 'stream_ended', signatureFault: 'missing' }],
    },
    // The product learns of the static document only that its recording has begun.
    switches: { statusCallbackOrder: 'in-order' },
  },
  {
    id: 'rotated-token',
    line: 'session',
    what: 'Twilio signs with the token before the last rotation',
    expectation: 'answered',
    switches: { signatureFault: 'stale-token' },
  },
];
