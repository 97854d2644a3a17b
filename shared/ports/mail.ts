/** Sends mails to the office's own people. */
export interface Mailbox {
  /**
   * Hands a mail to the vendor. Returns its id for the mail, or the name of its refusal.
   * @throws VendorFailed if it is not known whether the mail was taken, also when aborted
   */
  send(mail: OutgoingMail, signal: AbortSignal): Promise<SentMail>;
}

/** A mail in Hebrew, read from right to left. */
export type OutgoingMail = {
  /** Our id, which the vendor's reports carry as a tag. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  /** The paragraphs of the mail. */
  readonly lines: readonly string[];
  readonly invitation?: Invitation | undefined;
};

/** A calendar's message (iTIP) about one viewing: an iCalendar document and its method. */
export type Invitation = { readonly method: 'REQUEST' | 'CANCEL'; readonly document: string };

/** The vendor's id for a mail, or the name of its refusal. */
export type SentMail = { readonly sid: string } | { readonly refused: string };
