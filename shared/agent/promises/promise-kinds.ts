/** A kind of deed that an agent may promise or claim. */
export type PromiseKind =
  | 'booked'
  | 'noted'
  | 'cancelled'
  | 'callback'
  | 'passed-on'
  | 'transferred'
  | 'impossible'
  | 'informed'
  | 'alerts'
  | 'sent'
  | 'removed';

/** The words of a kind, and the tools whose success makes them true. */
export type PromiseWords = {
  readonly tools: RegExp;
  /** The deed is said to be done. Each line is one form; `*` stands for any ending. */
  readonly done: string;
  /** The deed is said to follow. In a question or a condition these only offer it. */
  readonly will: string;
  /** The sentence must speak of this too. Its “when” is then a part of the promise, and makes no offer of it. */
  readonly about?: RegExp;
};
