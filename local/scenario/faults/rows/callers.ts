import type { FaultRow } from '#local/scenario/faults/row.ts';
import { OFFICE_NUMBER } from '#local/world/settings.ts';

/** A key that takes the caller to a person needs an office to ring. */
const product = { OFFICE_NUMBER };
/** The time that a voicemail of a phone company takes to pick up. */
const RING_MS = 2_000;

/** A wish that is a consent in itself. */
const asksForMessages = 'תעדכנו אותי בווטסאפ כשיהיה משהו חדש';

/** Callers with odd numbers, strangers, and people who do not take a call. */
export const callerRows: readonly FaultRow[] = [
  {
    id: 'caller-by-sip',
    line: 'session',
    what: 'a caller comes by SIP',
    expectation: 'answered',
    from: 'sip',
  },
  {
    id: 'caller-without-number',
    line: 'session',
    what: 'Twilio names no number of the caller',
    expectation: 'answered',
    from: 'empty',
  },
  {
    id: 'caller-behind-superfluous-zero',
    line: 'session',
    what: 'an exchange sends the caller’s number with a zero behind +972',
    expectation: 'answered',
    from: 'superfluous-zero',
  },
  {
    id: 'caller-forwarded',
    line: 'session',
    what: 'the office’s phone forwards the call',
    expectation: 'answered',
    forwarded: 'under-callers-number',
  },
  {
    id: 'caller-forwarded-under-own-number',
    line: 'session',
    what: 'a switchboard forwards the call under its own number',
    expectation: 'answered',
    forwarded: 'under-own-number',
  },
  {
    id: 'caller-from-own-number',
    line: 'session',
    what: 'the agent is called from its own number, as by a forwarding in a circle',
    expectation: 'refused',
    from: 'office-line',
  },
  {
    id: 'caller-agrees-after-a-refusal',
    line: 'session',
    what: 'a caller who wrote “remove” asks on the phone for messages',
    expectation: 'answered',
    says: asksForMessages,
    faults: [{ on: 'opt-out' }],
  },
  {
    id: 'caller-agrees-during-a-refusal',
    line: 'session',
    what: 'a caller writes “remove” during the call, and asks in it for messages',
    expectation: 'answered',
    says: asksForMessages,
    faults: [{ on: 'opt-out', at: 'stream-attached' }],
  },
  {
    id: 'hand-over-to-voicemail',
    line: 'callback',
    what: 'the voicemail of the office’s phone company picks up a hand-over',
    expectation: 'resumed',
    office: { phone: 'machine', ringMs: RING_MS },
    product,
  },
  {
    id: 'hand-over-busy',
    line: 'callback',
    what: 'the phone of the office is busy at a hand-over',
    expectation: 'resumed',
    office: { phone: 'busy', ringMs: RING_MS },
    product,
  },
  {
    id: 'hand-over-fails',
    line: 'callback',
    what: 'the phone of the office cannot be reached at a hand-over',
    expectation: 'resumed',
    office: { phone: 'failed', ringMs: RING_MS },
    product,
  },
  {
    id: 'stranger-signs-with-nothing',
    line: 'session',
    what: 'the token before the last rotation is empty, and a stranger signs with the empty key',
    expectation: 'answered',
    product: { TWILIO_AUTH_TOKEN_PREVIOUS: '' },
    switches: { signatureFault: 'none' },
    faults: [{ on: 'hostile-request', does: 'sign-with-nothing', at: 'stream-attached' }],
  },
  {
    id: 'stranger-asks-for-a-stream',
    line: 'session',
    what: 'a stranger asks the path of the streams just before a call',
    expectation: 'answered',
    faults: [{ on: 'hostile-request', does: 'ask-for-a-stream' }],
  },
  {
    id: 'stranger-posts-unsigned',
    line: 'session',
    what: 'a stranger posts forty webhooks at once without a signature',
    expectation: 'answered',
    faults: [{ on: 'hostile-request', does: 'post-unsigned', at: 'caller-speaks' }],
  },
  {
    id: 'stranger-asks-readiness',
    line: 'session',
    what: 'a stranger asks forty times at once whether all is ready',
    expectation: 'answered',
    faults: [{ on: 'hostile-request', does: 'ask-readiness', at: 'caller-speaks' }],
  },
];
