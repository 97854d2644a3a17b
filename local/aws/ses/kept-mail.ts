import type { Email } from 'postal-mime';

/**
 * The fate of a mail that SES took. `silence` publishes nothing: EventBridge delivers the events of SES by best effort.
 * https://docs.aws.amazon.com/ses/latest/dg/monitoring-eventbridge.html
 */
export type MailFate =
  | 'deliver'
  | 'delay'
  | 'bounce'
  | 'bounce-softly'
  | 'bounce-as-suppressed'
  | 'bounce-after-delivery'
  | 'complain'
  | 'find-virus'
  | 'silence';

/** A mail that SES took. */
export type KeptMail = {
  readonly messageId: string;
  readonly at: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly configurationSet: string | undefined;
  readonly content: Email;
  readonly fate: MailFate;
};

/** Returns whether a mail reaches its mailbox. */
export function hasArrived({ fate }: KeptMail): boolean {
  return !fate.startsWith('bounce') && fate !== 'find-virus';
}
