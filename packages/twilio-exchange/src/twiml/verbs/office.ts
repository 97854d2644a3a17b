/** The behaviour of the phone that `<Dial>` rings. */
export type Office = {
  /** A `machine` answers too, but presses no key. */
  readonly phone: 'answers' | 'machine' | 'busy' | 'no-answer' | 'failed';
  /** The time that the phone rings before it is answered. */
  readonly ringMs: number;
  /** The time that the office talks before it hangs up. */
  readonly talkMs: number;
};

/** An office that answers. */
export const defaultOffice: Office = { phone: 'answers', ringMs: 2000, talkMs: 5000 };
