import type { ModelSecrets, TwilioSecrets } from '#shared/config/secrets.ts';
import type { CallLog } from '#shared/domain/calls/call-log.ts';
import type { Listing, ListingPlace, ListingRow } from '#shared/domain/listings/listing.ts';
import type { FoundListings, ListingSearch } from '#shared/domain/listings/listing-search.ts';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import type { CallCard } from '#shared/domain/office/call-card.ts';
import type { Consent } from '#shared/domain/office/consent.ts';
import type { Lead, LeadOrigin, LeadWish, WishSource } from '#shared/domain/office/lead.ts';
import type { LeadDeed } from '#shared/domain/office/lead-stage.ts';
import type { OfficeSettings } from '#shared/domain/office/office-settings.ts';
import type { SettingsTexts } from '#shared/domain/office/settings-fields.ts';
import type { NamedContact, StaffMessageState } from '#shared/domain/office/staff-message.ts';
import type { Task } from '#shared/domain/office/task.ts';
import type { Viewing } from '#shared/domain/office/viewing.ts';

/** Reads the secrets, each when it is asked for. */
export interface Secrets {
  /**
   * Returns Twilio's tokens and the key of stream tokens; the last good ones if their source fails.
   * @throws VendorFailed if they were never read and their source fails
   * @throws InvalidInput if a needed one is missing or malformed
   */
  twilio(): Promise<TwilioSecrets>;
  /**
   * Returns the keys of OpenAI and Google; the last good ones if their source fails.
   * @throws VendorFailed if they were never read and their source fails
   * @throws InvalidInput if one is malformed
   */
  models(): Promise<ModelSecrets>;
}

/** The office as the agent knows it. */
export interface Office {
  /** Returns the settings; the last known ones, or the defaults, if their store fails. Never throws. */
  settings(): Promise<OfficeSettings>;
  /** Returns the settings that are known by now, for work that cannot wait. Never throws. */
  known(): OfficeSettings;
}

/** Keeps the settings of the office, as texts by the names of their fields. */
export interface SettingsStore {
  /**
   * Returns the settings that differ from the defaults, and their version; 0 if nothing was ever set.
   * @throws VendorFailed
   */
  read(): Promise<VersionedSettings>;
  /**
   * Writes the settings in place of the version that was read, at a moment in epoch ms. Returns false if another
   * writer was faster.
   * @throws VendorFailed
   */
  write(settings: VersionedSettings, at: number): Promise<boolean>;
}

/** The settings as texts, with the version that a conditional write names. */
export type VersionedSettings = { readonly version: number; readonly texts: SettingsTexts };

/** Keeps `listings`. */
export interface Listings {
  /**
   * Returns the listings on offer that match, and how many there are. Every home is searched, however many. A home
   * that another process adds is found within 20 s, and one that it removes is not returned.
   * @throws VendorFailed, also when aborted
   */
  search(wanted: ListingSearch, signal?: AbortSignal): Promise<FoundListings>;
  /**
   * Returns a listing as it is now, also a removed one; undefined if it is unknown.
   * @throws VendorFailed, also when aborted
   */
  find(id: string, signal?: AbortSignal): Promise<Listing | undefined>;
  /**
   * Returns every listing, also removed ones. It scans the table: too slow while a caller waits.
   * @throws VendorFailed
   */
  all(): Promise<ListingRow[]>;
  /**
   * Reads the places of all listings, also of removed ones. It scans the table in pages that hold up no call of the
   * process. A process without calls may ask for larger ones.
   * @throws VendorFailed while it is read, also when aborted
   */
  places(reading?: PlacesReading): AsyncIterable<readonly ListingPlace[]>;
  /**
   * Writes listings, in place of those with the same ids.
   * @throws VendorFailed, after which some of them may be written
   */
  put(listings: readonly Listing[]): Promise<void>;
}

/** One reading of all places: the most rows of a page, and the signal that ends it. */
export type PlacesReading = { readonly pageRows?: number; readonly signal?: AbortSignal };

/** Keeps the schedules of this deployment. */
export interface Schedules {
  /**
   * Returns whether a schedule exists and is enabled.
   * @throws VendorFailed
   */
  isEnabled(name: string): Promise<boolean>;
  /**
   * Invokes a function once, later. The name is the idempotency key: an existing schedule of that name stays.
   * @throws VendorFailed
   * @throws InvalidInput if this deployment has no target for schedules
   */
  once(schedule: OneTimeSchedule): Promise<void>;
  /**
   * Removes a schedule, or does nothing if it is gone.
   * @throws VendorFailed
   */
  cancel(name: string): Promise<void>;
  /**
   * Returns the names of all schedules. It reads page after page: too slow while a caller waits.
   * @throws VendorFailed
   */
  names(): Promise<string[]>;
}

/** One later invocation of a function, precise to a minute, so never work that a caller waits for. */
export type OneTimeSchedule = {
  /** At most 64 letters, digits, dashes, dots and underscores. */
  readonly name: string;
  /** Epoch ms; a moment in the past means within seconds. */
  readonly at: number;
  readonly functionName: string;
  readonly input: object;
};

/** Keeps `leads`. Contacts are E.164, moments epoch ms. */
export interface Leads {
  /**
   * Returns the lead of a contact; undefined if the contact is unknown.
   * @throws VendorFailed
   */
  find(contact: string): Promise<Lead | undefined>;
  /**
   * Notes that a contact was in touch, even without telling anything.
   * @throws VendorFailed
   */
  meet(contact: string, origin: LeadOrigin): Promise<void>;
  /**
   * Writes the fields that an agent was told. Absent fields stay, also those of the offered home, and so do those that
   * a person of the office entered.
   * @throws VendorFailed, also if people keep entering fields meanwhile
   */
  save(contact: string, wish: LeadWish, origin: LeadOrigin): Promise<void>;
  /**
   * Keeps a further number of a contact, once, in E.164.
   * @throws VendorFailed, also if others keep changing the numbers
   */
  addPhone(contact: string, phone: string, origin: LeadOrigin): Promise<void>;
  /**
   * Keeps the name that a contact gave WhatsApp, in the lead that the message made.
   * @throws VendorFailed
   */
  hint(contact: string, profileName: string): Promise<void>;
  /**
   * Keeps the card of a contact's conversation, unless that of a later one is there. A missing lead is not made.
   * @throws VendorFailed
   */
  sumUp(contact: string, card: CallCard): Promise<void>;
  /**
   * Gives a lead to a broker, by id, and makes a missing lead. Returns false if another broker than `from` has it,
   * or anyone where `from` is absent.
   * @throws VendorFailed
   */
  assign(contact: string, change: Assignment, origin: LeadOrigin): Promise<boolean>;
  /**
   * Moves the stage of a lead on after a deed. A later stage, and one that a person entered, stay.
   * @throws VendorFailed
   */
  advance(contact: string, deed: LeadDeed, origin: LeadOrigin): Promise<void>;
  /**
   * Notes that a contact wants no more messages, unless they wrote since that they want them again.
   * It withdraws every consent. The opt-out outlives the lead, as a hash.
   * @throws VendorFailed
   */
  optOut(contact: string, at: number, source?: WishSource): Promise<void>;
  /**
   * Notes that a contact wrote that they want messages again, unless they opted out since. It agrees to no alerts.
   * @throws VendorFailed
   */
  optIn(contact: string, at: number, source: WishSource): Promise<void>;
  /**
   * Notes a consent with its evidence. Returns false if the contact opted out: a number does not prove who calls.
   * @throws VendorFailed, also if others keep changing the consents
   */
  agree(contact: string, given: Consent): Promise<boolean>;
  /**
   * Returns whether a contact opted out, also if the lead has expired or was erased since.
   * @throws VendorFailed
   */
  isOptedOut(contact: string): Promise<boolean>;
}

/** A change of a lead's broker: the ids of the new one, and of the one who had it. */
export type Assignment = { readonly to: string; readonly from?: string | undefined };

/** Reads the CRM for the office: more of it than a caller could wait for. Contacts are E.164. */
export interface Crm {
  /**
   * Returns the calls of a day of the office (`YYYY-MM-DD` in Israel), the newest first.
   * @throws VendorFailed
   */
  callsOfDay(day: string): Promise<CallLog[]>;
  /**
   * Returns a contact's calls, the oldest first.
   * @throws VendorFailed
   */
  callsOf(contact: string): Promise<CallLog[]>;
  /**
   * Returns a contact's interactions on all channels, the oldest first.
   * @throws VendorFailed
   */
  interactionsOf(contact: string): Promise<Interaction[]>;
  /**
   * Returns a contact's viewings, the earliest first, also past and cancelled ones.
   * @throws VendorFailed
   */
  viewingsOf(contact: string): Promise<Viewing[]>;
  /**
   * Returns the tasks of a contact, the oldest first: theirs, and those that name their number to call. Tasks of
   * their calls that name nobody belong to them too. It scans.
   * @throws VendorFailed
   */
  tasksOf(addresses: readonly string[], callSids: readonly string[]): Promise<Task[]>;
  /**
   * Returns the messages to the office's people that are about a contact, the oldest first. It scans.
   * @throws VendorFailed
   */
  tellingsOf(contact: NamedContact): Promise<StaffMessageState[]>;
  /**
   * Returns all viewings within two moments (epoch ms), the earliest first, also cancelled ones. It scans the table.
   * @throws VendorFailed
   */
  viewingsBetween(from: number, to: number): Promise<Viewing[]>;
  /**
   * Returns every lead.
   * @throws VendorFailed
   */
  leads(): Promise<Lead[]>;
}
