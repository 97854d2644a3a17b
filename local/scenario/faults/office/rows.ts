import type { OfficeRow } from './row.ts';

/** The promise of an office that is open. */
const AT_ONCE_MS = 60_000;
/** The lease of a message whose sender died, a tick, and a sweep. */
const AFTER_THE_LEASE_MS = 160_000;
/** Two attempts whose outcome is unknown, each with its lease. */
const AFTER_TWO_LEASES_MS = 260_000;

/** Faults around messages to the people of the office; the slowest rows first. */
export const officeRows: readonly OfficeRow[] = [
  {
    id: 'office-ses-hangs',
    what: 'SES takes mails and answers none',
    expectation: 'on-whatsapp',
    prefersMail: true,
    faults: [{ on: 'ses', fault: 'hang' }],
    withinMs: AFTER_TWO_LEASES_MS,
  },
  {
    id: 'office-sender-dies',
    what: 'Twilio takes a message, and the function dies before it knows',
    expectation: 'on-whatsapp',
    faults: [{ on: 'rest', fault: 'timeout-after-commit', times: 1 }, { on: 'functions' }],
    withinMs: AFTER_THE_LEASE_MS,
  },
  {
    id: 'office-twilio-throttles',
    what: 'Twilio takes no message for a moment',
    expectation: 'on-whatsapp',
    faults: [{ on: 'rest', fault: 'too-many-requests', times: 1 }],
    withinMs: AFTER_THE_LEASE_MS,
  },
  {
    id: 'office-ses-away',
    what: 'SES is away',
    expectation: 'on-whatsapp',
    prefersMail: true,
    faults: [{ on: 'ses', fault: 'down' }],
    withinMs: AT_ONCE_MS,
  },
  {
    id: 'office-mailbox-refuses',
    what: 'a mail to a broker bounces',
    expectation: 'on-whatsapp',
    prefersMail: true,
    faults: [{ on: 'mailboxes' }],
    withinMs: AT_ONCE_MS,
  },
  {
    id: 'office-template-unapproved',
    what: 'WhatsApp takes no template (63016)',
    expectation: 'by-mail',
    faults: [{ on: 'phones', refusal: 63016 }],
    withinMs: AT_ONCE_MS,
  },
  {
    id: 'office-template-held-back',
    what: 'Meta holds a template back (63049)',
    expectation: 'by-mail',
    faults: [{ on: 'phones', refusal: 63049 }],
    withinMs: AT_ONCE_MS,
  },
  {
    id: 'office-phone-without-whatsapp',
    what: 'the broker has no WhatsApp (63024)',
    expectation: 'by-mail',
    faults: [{ on: 'phones', refusal: 63024 }],
    withinMs: AT_ONCE_MS,
  },
  {
    id: 'office-three-sweepers',
    what: 'three functions tell at once',
    expectation: 'on-whatsapp',
    faults: [{ on: 'sweepers' }],
    withinMs: AT_ONCE_MS,
  },
  {
    id: 'office-store-slow',
    what: 'the store answers each request after half a second',
    expectation: 'on-whatsapp',
    faults: [{ on: 'store', fault: 'slow' }],
    withinMs: AT_ONCE_MS,
  },
  {
    id: 'office-model-away',
    what: 'no model answers after a call',
    expectation: 'with-a-card',
    isCall: true,
    faults: [{ on: 'model' }],
    withinMs: AT_ONCE_MS,
  },
];
