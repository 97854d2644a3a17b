/** What becomes of a call that is handed over to the office. */
export type Office = {
  readonly phone: 'answers' | 'busy' | 'no-answer' | 'failed';
  /** How long its phone rings before somebody answers, or the network gives up. */
  readonly ringMs: number;
  /** How long somebody talks to the caller before hanging up. */
  readonly talkMs: number;
};

/** An office where somebody is in. */
export const defaultOffice: Office = { phone: 'answers', ringMs: 2000, talkMs: 5000 };
