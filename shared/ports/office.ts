import type { SecretValues } from '#shared/config/config.ts';
import type { CallLog } from '#shared/domain/calls/call-log.ts';
import type { CallTurn } from '#shared/domain/calls/call-turn.ts';
import type { Listing, ListingRow } from '#shared/domain/listings/listing.ts';
import type { ListingSearch } from '#shared/domain/listings/listing-search.ts';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import type { Callback } from '#shared/domain/office/callback.ts';
import type { Lead, LeadOrigin, LeadWish } from '#shared/domain/office/lead.ts';
import type { Viewing } from '#shared/domain/office/viewing.ts';

/** Gives the secrets of the moment. */
export interface Secrets {
  read(): Promise<SecretValues>;
}

/** Keeps `listings`. */
export interface Listings {
  /** Finds what a caller looks for: at most five, the cheapest first. */
  search(wanted: ListingSearch, signal?: AbortSignal): Promise<Listing[]>;
  /** Reads a listing as it stands now, a removed one too. */
  find(id: string, signal?: AbortSignal): Promise<Listing | undefined>;
  /** Reads every listing, removed ones too: a scan, for the office and not for a caller who waits. */
  all(): Promise<ListingRow[]>;
  /** Writes listings as they are now, in place of what stands. */
  put(listings: readonly Listing[]): Promise<void>;
}

/** Keeps the schedules of this deployment. */
export interface Schedules {
  /** Tells whether a schedule exists and is enabled. */
  isEnabled(name: string): Promise<boolean>;
  /** Has a function do something once, later; a schedule of that name that stands already is the same work. */
  once(schedule: OneTimeSchedule): Promise<void>;
  /** Takes a schedule back; one that is gone stays gone. */
  cancel(name: string): Promise<void>;
  /** Names every schedule that stands: for the office and not for a caller who waits. */
  names(): Promise<string[]>;
}

/** What is to be done once, precise to a minute: nothing that a caller waits for. */
export type OneTimeSchedule = {
  /** At most 64 letters, digits, dashes, dots and underscores. */
  readonly name: string;
  readonly at: number;
  readonly functionName: string;
  readonly input: object;
};

/** Keeps `leads`. */
export interface Leads {
  /** Reads what is known of a contact. */
  find(contact: string): Promise<Lead | undefined>;
  /** Notes that somebody was in touch, whatever they told. */
  meet(contact: string, origin: LeadOrigin): Promise<void>;
  /** Notes what an agent was told; what it was not told, and what a person of the office entered, stays. */
  save(contact: string, wish: LeadWish, origin: LeadOrigin): Promise<void>;
  /** Notes that a contact wants to be called, in place of an earlier wish. */
  requestCallback(contact: string, callback: Callback, origin: LeadOrigin): Promise<void>;
  /** Notes that the moment of a callback has come; false where it is no longer the one that is wanted. */
  callbackDue(contact: string, callbackId: string, at: number): Promise<boolean>;
  /** Notes that a person of the office called a contact who wanted it; false where nobody did. */
  calledBack(contact: string, at: number): Promise<boolean>;
  /** Notes that a contact wants no more messages, unless they asked for them again since. */
  optOut(contact: string, at: number): Promise<void>;
  /** Notes that a contact agreed to messages, unless they opted out since. */
  optIn(contact: string, at: number): Promise<void>;
}

/** Keeps `viewings`. */
export interface Viewings {
  /** Reads a viewing as it stands now. */
  find(id: string): Promise<Viewing | undefined>;
  /** Books a viewing and gives the one that stands, which may be the contact's from before; undefined where another contact has that half hour. */
  book(viewing: Viewing): Promise<Viewing | undefined>;
  /** Calls a contact's viewing off; one that is not booked, or not theirs, stays as it is. */
  cancel(viewing: Pick<Viewing, 'id' | 'contact'>): Promise<void>;
  /** Reads a contact's viewings from a moment on, the soonest first, called-off ones too: no more than twenty. */
  ofContact(contact: string, from: number): Promise<Viewing[]>;
}

/** Reads and clears the CRM for the office: more of it than a caller could wait for. */
export interface Crm {
  /** Reads the calls of a day as the office counts it, the newest first. */
  callsOfDay(day: string): Promise<CallLog[]>;
  /** Reads a contact's calls. */
  callsOf(contact: string): Promise<CallLog[]>;
  /** Reads what a contact said and was told on all channels. */
  interactionsOf(contact: string): Promise<Interaction[]>;
  /** Reads a contact's viewings, past and called-off ones too. */
  viewingsOf(contact: string): Promise<Viewing[]>;
  /** Reads every lead. */
  leads(): Promise<Lead[]>;
  /** Marks a call as erased: from now on nobody fills it in. */
  markErased(callSid: string, at: number): Promise<void>;
  /** Leaves of a call that is marked nothing but the mark. */
  reduceToTombstone(callSid: string): Promise<void>;
  /** Removes rows; those that are gone stay gone. */
  removeTurns(turns: readonly Pick<CallTurn, 'call_sid' | 'id'>[]): Promise<void>;
  removeInteractions(interactions: readonly Pick<Interaction, 'id'>[]): Promise<void>;
  /** Removes viewings that are still the contact's: somebody else may have the half hour by now. */
  removeViewings(viewings: readonly Pick<Viewing, 'id' | 'contact'>[]): Promise<void>;
  removeLead(contact: string): Promise<void>;
}

/** The files that are kept of calls and messages. */
export interface HeldFiles {
  /** Lists the files whose keys begin alike. */
  list(prefix: string): Promise<HeldFile[]>;
  read(key: string): Promise<Uint8Array>;
  /** Removes a file; one that is gone stays gone. */
  remove(key: string): Promise<void>;
}

/** A file as it is listed. */
export type HeldFile = { readonly key: string; readonly bytes: number; readonly at: number };

/** What Twilio keeps of our contacts besides us. */
export interface TwilioCopies {
  /** Lists the recordings of a call. */
  recordingsOf(callSid: string): Promise<string[]>;
  /** Lists the messages that a contact and the office wrote to each other on WhatsApp. */
  messagesWith(contact: string): Promise<string[]>;
  /** Removes a recording; one that is gone stays gone. */
  removeRecording(recordingSid: string): Promise<void>;
  /** Removes a message with what came with it; one that is gone stays gone. */
  removeMessage(messageSid: string): Promise<void>;
}
