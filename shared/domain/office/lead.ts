import type { Channel } from './contact.ts';

/** One row of `leads`: the person behind a number, and what they want of the office. */
export type Lead = LeadWish & {
  /** E.164. */
  readonly contact: string;
  /** When they are to be called back, or could have been since. */
  readonly callback_at?: number | undefined;
  readonly callback_reason?: string | undefined;
  /** Tells the request in force from earlier ones. */
  readonly callback_id?: string | undefined;
  /** When it was time to call them; absent before, and once they were called. */
  readonly callback_due_at?: number | undefined;
  /** When they agreed to be written to, also when they did not ask first; absent where they did not, or took it back. */
  readonly consent_at?: number | undefined;
  /** When they asked for no more messages: none is sent until they agree again. */
  readonly opted_out_at?: number | undefined;
  /** Where they came from first. */
  readonly source: Channel;
  readonly created_at: number;
  readonly updated_at: number;
  /** The columns that a person of the office entered: no agent overwrites them. */
  readonly human_set?: readonly string[] | undefined;
};

/** What somebody told an agent of themselves; what is absent is not known. */
export type LeadWish = {
  readonly name?: string | undefined;
  /** To rent or to buy a home, or to let or to sell one's own. */
  readonly deal?: 'rent' | 'sale' | 'let' | 'sell' | undefined;
  readonly city?: string | undefined;
  readonly rooms?: number | undefined;
  /** What they can pay, or want for their own home; of a rental for a month. */
  readonly budget_ils?: number | undefined;
  readonly notes?: string | undefined;
};

/** Where and when something was told. */
export type LeadOrigin = { readonly source: Lead['source']; readonly at: number };
