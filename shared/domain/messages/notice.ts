/** A WhatsApp template that the office sends outside the 24-hour window of a contact's own messages. */
export type Notice = {
  /** The idempotency key: repeated requests with it send one notice. */
  readonly id: string;
  readonly contact: string;
  /** The sending number, in E.164. */
  readonly sender: string;
  /** The template with its blanks filled, as the contact reads it. */
  readonly text: string;
  /** The home that it tells of; absent for a notice about no single home. */
  readonly listing_id?: string | undefined;
  /** When sending was first tried. */
  readonly at: number;
};

/** The outcome of a notice: Twilio's sid, or the reason why it was not sent. */
export type NoticeOutcome = { readonly sid: string } | { readonly failure: NoticeFailure };

/** The reason of a failed notice: Twilio refused it with a code, the contact opted out, or Twilio was unreachable. */
export type NoticeFailure =
  | { readonly reason: 'refused'; readonly code: number }
  /** SES refused a mail, by the name of its error. */
  | { readonly reason: 'mail-refused'; readonly name: string }
  | { readonly reason: 'opted-out' | 'unreachable' };

/** The reason why a notice is not sent after all, found before an attempt. */
export type NoticeDrop =
  | 'quiet-time'
  | 'called-off'
  | 'too-late'
  | 'no-whatsapp'
  | 'opted-out'
  | 'nobody'
  | 'no-consent'
  | 'nothing-said';
