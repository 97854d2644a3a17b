import type { Email } from 'postal-mime';

/** A mail that SES took. */
export type KeptMail = {
  readonly messageId: string;
  readonly at: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly configurationSet: string | undefined;
  readonly content: Email;
};
