import { SESv2Client, SESv2ServiceException, SendEmailCommand } from '@aws-sdk/client-sesv2';
import MailComposer from 'nodemailer/lib/mail-composer';
import { failing, VendorFailed } from '#shared/errors.ts';
import type { Mailbox, OutgoingMail } from '#shared/ports/mail.ts';
import { mailPage } from './mail-page.ts';
import { MAIL_TAG } from './mail-tag.ts';
import { requestHandler } from './request-handler.ts';

/** SES takes a mail within a second; an invocation that sends mails may wait. */
const REQUEST_TIMEOUT_MS = 5_000;
/** One attempt: a lost answer is a mail that may have left, and the SDK would send it again. */
const MAX_ATTEMPTS = 1;
/** Errors that a later attempt may not meet. https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html */
const passing = new Set(['TooManyRequestsException', 'LimitExceededException']);

/** The sender of an office's mails. */
export type MailboxOptions = {
  readonly from: string;
  /** The office's name, shown beside the address. */
  readonly name: string;
  /** The configuration set whose events tell what became of a mail; absent without one. */
  readonly configurationSet: string | undefined;
};

/** A mailbox at SES. The SDK reads Region, credentials and endpoint from its own environment variables. */
export function sesMailbox({ from, name, configurationSet }: MailboxOptions): Mailbox {
  const client = new SESv2Client({
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: requestHandler(REQUEST_TIMEOUT_MS),
  });
  return {
    async send(mail, signal) {
      const command = new SendEmailCommand({
        FromEmailAddress: from,
        Destination: { ToAddresses: [mail.to] },
        Content: { Raw: { Data: await composed(mail, { address: from, name }) } },
        EmailTags: [{ Name: MAIL_TAG, Value: mail.id }],
        ConfigurationSetName: configurationSet,
      });
      try {
        const { MessageId } = await client.send(command, { abortSignal: signal });
        if (!MessageId) throw new VendorFailed('ses', 'a mail was taken without an id');
        return { sid: MessageId };
      } catch (error) {
        const refused = refusalOf(error);
        if (refused) return { refused };
        return failing('ses', 'a mail was not taken')(error);
      }
    },
  };
}

/** Returns the name of an error after which a mail was not taken, and another way is better. */
function refusalOf(error: unknown): string | undefined {
  if (error instanceof SESv2ServiceException) {
    return passing.has(error.name) ? undefined : error.name;
  }
  // A connection that was never made took no mail.
  const isUnreachable = error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
  return isUnreachable ? 'Unreachable' : undefined;
}

/** Returns a mail as MIME: the words as text and as a page, and an invitation as calendars expect it. */
function composed(
  { to, subject, lines, invitation }: OutgoingMail,
  from: { readonly address: string; readonly name: string },
): Promise<Buffer> {
  const composer = new MailComposer({
    from,
    to,
    subject,
    text: lines.join('\n'),
    html: mailPage(subject, lines),
    ...(invitation && {
      icalEvent: {
        method: invitation.method,
        content: invitation.document,
        filename: 'viewing.ics',
      },
    }),
  });
  return composer.compile().build();
}
