/** What the office writes to a contact who did not just write: approved words on WhatsApp. */
export type Notice = {
  /** Ours: what makes it the same one, however often it is asked for. */
  readonly id: string;
  readonly contact: string;
  /** The number that writes, in E.164. */
  readonly sender: string;
  /** The template with its blanks filled, as the contact reads it. */
  readonly text: string;
  /** When it was first tried to send it. */
  readonly at: number;
};

/** What became of a notice: Twilio's sid of it, or why it was not sent. */
export type NoticeOutcome = { readonly sid: string } | { readonly failure: NoticeFailure };

/** Why a notice was not sent: Twilio refused it with a code, the contact wants none, or Twilio could not be reached. */
export type NoticeFailure =
  | { readonly reason: 'refused'; readonly code: number }
  | { readonly reason: 'opted-out' | 'unreachable' };
