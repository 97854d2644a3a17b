import type { KeptMail } from '#local/aws/ses/kept-mail.ts';

/** A mail of the office as the control server reports it. */
export type MailReport = {
  readonly messageId: string;
  /** Epoch ms. */
  readonly at: number;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** The method of its invitation: `REQUEST` or `CANCEL`. */
  readonly invitation?: string;
};

/** Turns a mail that SES keeps into a report. */
export function toMailReport({ messageId, at, to, content }: KeptMail): MailReport {
  const { subject = '', text = '', attachments } = content;
  const calendar = attachments.find(({ mimeType }) => mimeType.includes('calendar'));
  return {
    messageId,
    at,
    to,
    subject,
    text: text.trim(),
    ...(calendar?.method && { invitation: calendar.method }),
  };
}
