import type { Deal } from '#shared/domain/listings/listing.ts';

/** The roles of the office's people. An owner may do all; an assistant leaves the owner's work; a broker has their own. */
export const roles = ['owner', 'broker', 'assistant'] as const;

export type Role = (typeof roles)[number];

/** One row of `brokers`: a person of the office. */
export type Broker = {
  readonly id: string;
  /** The name as callers say it. */
  readonly name: string;
  /** E.164. */
  readonly phone: string;
  readonly email?: string | undefined;
  /** How they want to be told; absent for WhatsApp, and e-mail where it fails. */
  readonly notify?: 'whatsapp' | 'email' | undefined;
  readonly role: Role;
  /** The cities and neighbourhoods that are theirs; none for everywhere. */
  readonly areas: readonly string[];
  /** The deals that are theirs; none for all. */
  readonly deals: readonly Deal[];
  /** The hash of the key that opens their calendar; absent for a person without one. */
  readonly calendar_hash?: string | undefined;
  /** Whether they work here; a removed person keeps the row, for the history of their deeds. */
  readonly active: boolean;
  readonly created_at: number;
  readonly updated_at: number;
};

/** Returns whether a contact is the phone of a person of the office. */
export function isStaff(people: readonly Pick<Broker, 'phone'>[], contact: string): boolean {
  return people.some(({ phone }) => phone === contact);
}
