import type { Deal, HomeNews } from '#shared/domain/listings/listing.ts';
import type { PreparedHome } from '#shared/domain/listings/prepared-home.ts';
import type { Alert } from '#shared/domain/office/alert.ts';
import type { Lead } from '#shared/domain/office/lead.ts';

/** The news of a home that the office is to be asked about, with the price that it is about. */
export type UntoldHome = {
  readonly listing_id: string;
  readonly price_ils: number;
  readonly news: HomeNews;
  /** When it is due: epoch ms. */
  readonly tell_at: number;
};

/** Keeps which homes have news that nobody was asked about, in `alerts`. Moments are epoch ms. */
export interface UntoldHomes {
  /**
   * Returns the homes whose news is due, the longest due first, up to a limit.
   * @throws VendorFailed
   */
  due(at: number, limit: number): Promise<UntoldHome[]>;
  /**
   * Makes the news of a home due later; at no time without `until`. Newer news stays as it is.
   * @throws VendorFailed
   */
  settle(seen: UntoldHome, until: number | undefined): Promise<void>;
}

/** Keeps `alerts`. Moments are epoch ms. */
export interface Alerts {
  /**
   * Opens an alert, due at once; one with its id stays as it is.
   * @throws VendorFailed
   */
  open(alert: Alert): Promise<void>;
  /**
   * Returns the alerts whose next step is due, the longest due first, up to a limit.
   * @throws VendorFailed
   */
  due(at: number, limit: number): Promise<Alert[]>;
  /**
   * Returns an alert; undefined if it is unknown.
   * @throws VendorFailed
   */
  find(id: string): Promise<Alert | undefined>;
  /**
   * Takes an alert to its next state, due at `dueAt`; an end has none. Returns the alert; undefined if it changed meanwhile.
   * @throws VendorFailed
   */
  move(seen: Alert, to: AlertStep, dueAt: number | undefined): Promise<Alert | undefined>;
}

/** The columns that a step of an alert changes. */
export type AlertStep = Partial<Pick<Alert, 'state' | 'broker_id' | 'approved_by' | 'approved_at'>>;

/** The contacts who agreed to alerts. */
export interface AlertedLeads {
  /**
   * Returns those who rent or who buy, page after page, as they were seconds ago.
   * @throws VendorFailed
   */
  agreed(deal: Deal): AsyncIterable<readonly Lead[]>;
  /**
   * Takes a contact's only alert of a day for a notice about a home. It is granted again to the same notice.
   * @throws VendorFailed
   */
  claim(contact: string, alert: AlertClaim): Promise<'granted' | 'busy' | 'told' | 'refused'>;
}

/** A notice that wants a contact's alert of a day: `home` is the home with its price. */
export type AlertClaim = {
  readonly noticeId: string;
  readonly home: string;
  /** `2026-11-29`. */
  readonly day: string;
};

/** Reads the homes on offer. */
export interface OfferedHomes {
  /**
   * Returns all homes of a deal on offer, at most 20 s old.
   * @throws VendorFailed
   */
  offered(deal: Deal): Promise<readonly PreparedHome[]>;
}
