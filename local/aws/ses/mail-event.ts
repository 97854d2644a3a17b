import { randomUUID } from 'node:crypto';
import { localAws } from '#local/aws/local-aws.ts';
import type { KeptMail, MailFate } from './kept-mail.ts';

/** An event of SES as EventBridge hands it to a function. */
export type MailEvent = {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: 'aws.ses';
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
};

const ACCOUNT = '000000000000';

/** The events of each fate, in their order. */
const eventsOf: Readonly<Record<MailFate, readonly EventName[]>> = {
  deliver: ['Send', 'Delivery'],
  delay: ['Send', 'DeliveryDelay', 'Delivery'],
  bounce: ['Send', 'Bounce'],
  'bounce-softly': ['Send', 'DeliveryDelay', 'SoftBounce'],
  'bounce-as-suppressed': ['Send', 'SuppressedBounce'],
  'bounce-after-delivery': ['Send', 'Delivery', 'Bounce'],
  complain: ['Send', 'Delivery', 'Complaint'],
  'find-virus': ['Send', 'Reject'],
  silence: [],
};

type EventName = keyof typeof described;

/**
 * The part of each event that is its own. Field names and values are those of
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
const described = {
  Send: { type: 'Email Sent', part: () => ({ send: {} }) },
  Delivery: {
    type: 'Email Delivered',
    part: ({ to }: KeptMail, timestamp: string) => ({
      delivery: {
        timestamp,
        processingTimeMillis: 546,
        recipients: to,
        smtpResponse: '250 2.6.0 Message received',
        reportingMTA: 'mta.example.com',
      },
    }),
  },
  DeliveryDelay: {
    type: 'Email Delivery Delayed',
    part: ({ to }: KeptMail, timestamp: string) => ({
      deliveryDelay: {
        timestamp,
        delayType: 'TransientCommunicationFailure',
        delayedRecipients: to.map((emailAddress) => ({ emailAddress, status: '4.4.1' })),
      },
    }),
  },
  Bounce: { type: 'Email Bounced', part: bounced('Permanent', 'General', '5.1.1') },
  SoftBounce: { type: 'Email Bounced', part: bounced('Transient', 'MailboxFull', '4.2.2') },
  SuppressedBounce: {
    type: 'Email Bounced',
    part: bounced('Permanent', 'OnAccountSuppressionList', '5.1.1'),
  },
  Complaint: {
    type: 'Email Complaint Received',
    part: ({ to }: KeptMail, timestamp: string) => ({
      complaint: {
        timestamp,
        feedbackId: `0100${randomUUID()}-000000`,
        complaintSubType: null,
        complaintFeedbackType: 'abuse',
        complainedRecipients: to.map((emailAddress) => ({ emailAddress })),
      },
    }),
  },
  Reject: { type: 'Email Rejected', part: () => ({ reject: { reason: 'Bad content' } }) },
} as const;

/** Returns the events that SES publishes on a mail with a configuration set. */
export function mailEvents(mail: KeptMail): MailEvent[] {
  return eventsOf[mail.fate].map((name) => {
    const { type, part } = described[name];
    const timestamp = new Date().toISOString();
    return {
      version: '0',
      id: randomUUID(),
      'detail-type': type,
      source: 'aws.ses',
      account: ACCOUNT,
      time: timestamp.replace(/\.\d+Z$/, 'Z'),
      region: localAws.region,
      resources: [arnOf(`configuration-set/${mail.configurationSet}`)],
      detail: {
        eventType: name.endsWith('Bounce') ? 'Bounce' : name,
        mail: mailIn(mail),
        ...part(mail, timestamp),
      },
    };
  });
}

function bounced(bounceType: string, bounceSubType: string, status: string) {
  return ({ to }: KeptMail, timestamp: string) => ({
    bounce: {
      feedbackId: `0100${randomUUID()}-000000`,
      bounceType,
      bounceSubType,
      bouncedRecipients: to.map((emailAddress) => ({ emailAddress, action: 'failed', status })),
      timestamp,
      reportingMTA: 'dns; mta.example.com',
    },
  });
}

/** SES adds tags of its own; each tag has a list of values. */
function mailIn({ messageId, at, from, to, tags, content, configurationSet = '' }: KeptMail) {
  const own = {
    'ses:configuration-set': configurationSet,
    'ses:from-domain': from.split('@')[1] ?? '',
    'ses:caller-identity': 'tell',
  };
  return {
    timestamp: new Date(at).toISOString(),
    source: from,
    sourceArn: arnOf(`identity/${from}`),
    sendingAccountId: ACCOUNT,
    messageId,
    destination: to,
    headersTruncated: false,
    headers: content.headers.map(({ key, value }) => ({ name: key, value })),
    commonHeaders: { from: [from], to, messageId, subject: content.subject },
    tags: Object.fromEntries(
      Object.entries({ ...own, ...tags }).map(([name, value]) => [name, [value]]),
    ),
  };
}

function arnOf(resource: string): string {
  return `arn:aws:ses:${localAws.region}:${ACCOUNT}:${resource}`;
}
