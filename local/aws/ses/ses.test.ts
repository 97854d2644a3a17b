import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { localAws } from '#local/aws/local-aws.ts';
import type { MailFate } from './kept-mail.ts';
import type { MailEvent } from './mail-event.ts';
import { createSesStandIn, type SesOptions, type SesStandIn } from './ses.ts';

const FROM = 'agent@office.example';
const DANA = 'dana@mail.example';
const events: MailEvent[] = [];
let ses: SesStandIn;
let client: SESv2Client;
const open = async (options: Partial<SesOptions> = {}) => {
  events.length = 0;
  ses = await createSesStandIn({
    verified: ['office.example'],
    configurationSets: ['mail'],
    onEvent: (event) => events.push(event),
    ...options,
  });
  client = new SESv2Client({ ...localAws, endpoint: ses.endpoint, maxAttempts: 1 });
};
afterEach(async () => {
  client.destroy();
  await ses[Symbol.asyncDispose]();
});

type Mail = {
  from?: string;
  to?: string[];
  set?: string;
  tag?: string;
  text?: string;
};

/** Sends a mail; returns its id, or the name of the refusal. */
const send = ({ from = FROM, to = [DANA], set = 'mail', tag = 'tell-1', text = 'hi' }: Mail = {}) =>
  client
    .send(
      new SendEmailCommand({
        FromEmailAddress: from,
        Destination: { ToAddresses: to },
        Content: {
          Raw: { Data: Buffer.from(`From: ${from}\r\nTo: ${to}\r\nSubject: a\r\n\r\n${text}`) },
        },
        EmailTags: [{ Name: 'telling', Value: tag }],
        ConfigurationSetName: set || undefined,
      }),
    )
    .then(({ MessageId }) => MessageId)
    .catch((error: Error) => error.name);

describe('the local SES', () => {
  test.each<[string, Mail, string]>([
    ['a sender that is not verified', { from: 'agent@other.example' }, 'MessageRejected'],
    ['a configuration set that does not exist', { set: 'other' }, 'NotFoundException'],
    ['a tag with other characters', { tag: 'tell 1' }, 'BadRequestException'],
    ['a mail to nobody', { to: [] }, 'BadRequestException'],
    ['an address without a domain', { to: ['dana'] }, 'BadRequestException'],
    ['an address with a blank', { to: ['da na@mail.example'] }, 'BadRequestException'],
    ['an address in Hebrew', { to: ['דנה@mail.example'] }, 'BadRequestException'],
    ['a domain without a dot', { to: ['dana@mail'] }, 'BadRequestException'],
    ['a list in one address', { to: [`${DANA},b@mail.example`] }, 'BadRequestException'],
    ['over 40 MB in base64', { text: 'x'.repeat(31 * 1024 * 1024) }, 'BadRequestException'],
  ])('refuses %s', async (_, mail, refusal) => {
    await open();
    expect(await send(mail)).toBe(refusal);
    expect(ses.mails).toEqual([]);
  });

  test('takes mails from a subdomain of a verified domain', async () => {
    await open();
    expect(await send({ from: 'agent@il.office.example' })).toMatch(/^0100/);
  });

  test('lets the sandbox write only to verified addresses, once a second', async () => {
    await open({ inSandbox: true });
    expect(await send()).toBe('MessageRejected');
    expect(await send({ to: ['dana@office.example'] })).toMatch(/^0100/);
    expect(await send({ to: ['dana@office.example'] })).toBe('TooManyRequestsException');
  });

  test('refuses mails past the quota of a day', async () => {
    await open({ perDay: 1 });
    expect(await send()).toMatch(/^0100/);
    expect(await send()).toBe('LimitExceededException');
  });

  test.each([
    ['paused', 'SendingPausedException'],
    ['suspended', 'AccountSuspendedException'],
  ] as const)('refuses all mails of an account that is %s', async (sending, refusal) => {
    await open();
    ses.setSending(sending);
    expect(await send()).toBe(refusal);
    ses.setSending('on');
    expect(await send()).toMatch(/^0100/);
  });

  test.each<[MailFate, string[]]>([
    ['deliver', ['Email Sent', 'Email Delivered']],
    ['delay', ['Email Sent', 'Email Delivery Delayed', 'Email Delivered']],
    ['bounce', ['Email Sent', 'Email Bounced']],
    ['bounce-softly', ['Email Sent', 'Email Delivery Delayed', 'Email Bounced']],
    ['bounce-as-suppressed', ['Email Sent', 'Email Bounced']],
    ['bounce-after-delivery', ['Email Sent', 'Email Delivered', 'Email Bounced']],
    ['complain', ['Email Sent', 'Email Delivered', 'Email Complaint Received']],
    ['find-virus', ['Email Sent', 'Email Rejected']],
  ])('publishes on a mail with the fate %s what SES publishes', async (fate, types) => {
    await open();
    ses.behave(DANA, fate);
    const messageId = await send();
    await vi.waitFor(() => expect(events).toHaveLength(types.length));
    expect(events.map((event) => event['detail-type'])).toEqual(types);
    for (const event of events) {
      expect(event).toMatchObject({
        source: 'aws.ses',
        detail: {
          mail: {
            messageId,
            destination: [DANA],
            tags: { telling: ['tell-1'], 'ses:configuration-set': ['mail'] },
          },
        },
      });
    }
  });

  test('publishes nothing on a mail without a configuration set', async () => {
    await open();
    await send({ set: '' });
    await send({ tag: 'tell-2' });
    await vi.waitFor(() => expect(events).toHaveLength(2));
    expect(JSON.stringify(events)).not.toContain('tell-1');
  });
});
