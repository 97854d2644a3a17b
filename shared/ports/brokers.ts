import type { Broker } from '#shared/domain/office/broker.ts';

/** Keeps `brokers`. */
export interface Brokers {
  /**
   * Returns everybody who works or worked in the office.
   * @throws VendorFailed
   */
  all(): Promise<Broker[]>;
  /**
   * Returns a person as they are now; undefined if they are unknown.
   * @throws VendorFailed
   */
  find(id: string): Promise<Broker | undefined>;
  /**
   * Writes a person in place of the row that was seen, or as a new one. Returns false if another writer was faster.
   * @throws VendorFailed
   */
  put(broker: Broker, seen?: Pick<Broker, 'updated_at'>): Promise<boolean>;
}

/** The people of the office as the agent knows them. */
export interface KnownBrokers {
  /** Returns the people who work in the office; the last known ones, or none, if the store fails. Never throws. */
  active(): Promise<readonly Broker[]>;
  /** Returns whether a person is known to have left the office. Never throws. */
  hasLeft(id: string): boolean;
  /** Returns the people who are known by now, for work that cannot wait. Never throws. */
  known(): readonly Broker[];
}
