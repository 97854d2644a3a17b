import type { ListingKind } from '#shared/domain/listings/listing-kinds.ts';
import type { ListingSearch } from '#shared/domain/listings/listing-search.ts';
import type { CallCard } from './call-card.ts';
import type { Consent } from './consent.ts';
import type { Channel } from './contact.ts';

/** One row of `leads`: the person behind a number, and their wish. */
export type Lead = LeadWish & {
  /** E.164, or the id of a WhatsApp user who hides the number: `whatsapp:IL.…`. */
  readonly contact: string;
  /** Further numbers that they dictated, E.164, the oldest first. */
  readonly phones?: readonly string[] | undefined;
  /** The name in their WhatsApp profile: a hint for the office, which the agent never uses. */
  readonly profile_name?: string | undefined;
  /** How far the office is with them. It moves by itself on the agent's deeds, never back; absent for new. */
  readonly stage?: LeadStage | undefined;
  /** The id of the broker who has this lead; absent before the first assignment. */
  readonly assigned_to?: string | undefined;
  /** Every consent with its evidence, also withdrawn ones, the oldest first. */
  readonly consents?: readonly Consent[] | undefined;
  /** WhatsApp users without a number who were joined to this contact. */
  readonly joined?: readonly string[] | undefined;
  /** When they agreed to messages after their calls; absent without consent or after its withdrawal. */
  readonly consent_at?: number | undefined;
  /** Set while their consent to alerts is in force. */
  readonly alerts?: typeof AGREED | undefined;
  /** The day of their last alert, `2026-11-29`, and the id of that notice: a day has one at most. */
  readonly alerted_on?: string | undefined;
  readonly alerted_by?: string | undefined;
  /** The homes of their last alerts, each with its price, the oldest first. */
  readonly alerted_homes?: readonly string[] | undefined;
  /** How they agreed: a spoken yes ends with the next written opt-out, however late that is read. */
  readonly consent_channel?: Channel | undefined;
  /** When they opted out: the office sends no notice until they opt in again. Their questions are answered. */
  readonly opted_out_at?: number | undefined;
  /** Where they opted out, and the id of the message or turn that holds their words. */
  readonly opted_out_channel?: Channel | undefined;
  readonly opted_out_id?: string | undefined;
  /** The sum of their last conversation that is over, on either channel. */
  readonly card?: CallCard | undefined;
  /** The chat that waits for its card; all three are absent while none does. */
  readonly uncarded?: string | undefined;
  readonly chat_at?: number | undefined;
  readonly card_at?: number | undefined;
  /** The channel of their first contact. */
  readonly source: Channel;
  readonly created_at: number;
  readonly updated_at: number;
  /** The columns that a person of the office entered; the agent never overwrites them. */
  readonly human_set?: readonly string[] | undefined;
};

/** The most further numbers of a lead: a family has fewer. */
export const MAX_FURTHER_PHONES = 5;

/** The only value of the column `alerts`. */
export const AGREED = 'agreed';

/** The stages of a lead, in their order; `won` and `lost` both end it. */
export const leadStages = ['new', 'contacted', 'viewing', 'offer', 'won', 'lost'] as const;

export type LeadStage = (typeof leadStages)[number];

/** The home of an owner who lets or sells; an absent fact is unknown. */
export type OfferedProperty = {
  readonly kind?: ListingKind | undefined;
  readonly city?: string | undefined;
  readonly street?: string | undefined;
  readonly number?: string | undefined;
  readonly floor?: number | undefined;
  readonly rooms?: number | undefined;
  readonly sqm?: number | undefined;
  readonly asking_price_ils?: number | undefined;
  /** Whether they would give the office an exclusive right. */
  readonly exclusive?: boolean | undefined;
};

/** A search that describes a wish, not one home, and when it was made: epoch ms. */
export type LeadSearch = Omit<ListingSearch, 'deal' | 'number' | 'adId' | 'after'> & {
  readonly at: number;
};

/** The facts that a contact told the agent; an absent one is unknown. */
export type LeadWish = {
  readonly name?: string | undefined;
  /** The contact rents, buys, lets or sells a home. */
  readonly deal?: 'rent' | 'sale' | 'let' | 'sell' | undefined;
  readonly city?: string | undefined;
  readonly rooms?: number | undefined;
  /** The sum that they can pay, or ask for their own home; per month for a rental. */
  readonly budget_ils?: number | undefined;
  readonly notes?: string | undefined;
  /** Their last search among the homes on offer. */
  readonly search?: LeadSearch | undefined;
  /** The home that they offer. */
  readonly property?: OfferedProperty | undefined;
};

/** A row of `leads` that is an alias: a WhatsApp user without a number who was joined to a contact. */
export type JoinedUser = {
  /** The id of the user: `whatsapp:IL.…`. */
  readonly contact: string;
  /** The contact to whom everything of this user belongs. */
  readonly joined_to: string;
  readonly created_at: number;
  readonly updated_at: number;
};

/** The channel of a wish, and the id of the message or turn that holds its words. */
export type WishSource = {
  readonly channel: Channel;
  readonly id: string;
  readonly words?: string | undefined;
};

/** The channel and the moment of a fact. */
export type LeadOrigin = { readonly source: Lead['source']; readonly at: number };
