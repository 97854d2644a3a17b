import type { FaultRow } from '#local/scenario/faults/row.ts';

/** Recordings of voicemails that come late, broken or never. */
export const recordingRows: readonly FaultRow[] = [
  {
    id: 'recording-late',
    line: 'callback',
    what: 'every stream is refused, and the voicemail can be fetched half a minute later',
    expectation: 'voicemail',
    trouble: { stream: { fault: 'refused', status: 503 } },
    switches: { recordingAvailableDelayMs: 30_000, recordingCallbackOrder: 'independent' },
  },
  {
    id: 'recording-absent',
    line: 'callback',
    what: 'every stream is refused, and the voicemail is not recorded',
    expectation: 'told',
    trouble: { stream: { fault: 'refused', status: 503 }, absentRecording: 16102 },
  },
  {
    id: 'recording-404-at-first',
    line: 'callback',
    what: 'every stream is refused, and the voicemail is not found three times',
    expectation: 'voicemail',
    late: 'retries',
    trouble: {
      stream: { fault: 'refused', status: 503 },
      rest: [{ operation: 'recording', fault: 'not-found', times: 3 }],
    },
  },
  {
    id: 'recording-404-for-long',
    line: 'callback',
    what: 'every stream is refused, and the voicemail is not found for half a minute',
    expectation: 'voicemail',
    late: 'retries',
    trouble: {
      stream: { fault: 'refused', status: 503 },
      rest: [{ operation: 'recording', fault: 'not-found', times: 8 }],
    },
  },
  {
    id: 'recording-truncated',
    line: 'callback',
    what: 'every stream is refused, and half of the voicemail is fetched at first',
    expectation: 'voicemail',
    late: 'retries',
    trouble: {
      stream: { fault: 'refused', status: 503 },
      rest: [{ operation: 'recording', fault: 'truncated', times: 1 }],
    },
  },
  {
    id: 'recording-never-called-back',
    line: 'callback',
    what: 'every stream is refused, and no callback says that the voicemail can be fetched',
    expectation: 'voicemail',
    late: 'reconcile',
    trouble: {
      stream: { fault: 'refused', status: 503 },
      webhooks: [{ urls: 'recording_status', statusCallbackOrder: 'dropped' }],
    },
  },
  {
    id: 'recording-without-a-call',
    line: 'callback',
    what: 'the first webhook is lost, and the voicemail is of an unknown call',
    expectation: 'voicemail',
    late: 'reconcile',
    trouble: { webhooks: [{ urls: 'incoming_call', signatureFault: 'missing' }] },
  },
];
