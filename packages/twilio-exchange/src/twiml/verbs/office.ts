/** The behaviour of a phone that `<Dial>` rings. */
export type Phone = {
  /**
   * A `machine` answers too, but presses no key. A person who `declines` answers, and hangs up during the whisper.
   */
  readonly phone: 'answers' | 'machine' | 'declines' | 'busy' | 'no-answer' | 'failed';
  /** The time that the phone rings before it is answered. */
  readonly ringMs: number;
  /** The time that the office talks before it hangs up. */
  readonly talkMs: number;
};

/** The behaviour of every phone that `<Dial>` rings, and of those that differ, by number. */
export type Office = Phone & { readonly phones?: Readonly<Record<string, Partial<Phone>>> };

/** An office that answers. */
export const defaultOffice: Office = { phone: 'answers', ringMs: 2000, talkMs: 5000 };

/** Returns the office whose phones are all like the one with this number. */
export function officeAt(office: Office, number: string): Office {
  return { ...office, ...office.phones?.[number] };
}
