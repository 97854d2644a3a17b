import { createHash } from 'node:crypto';
import type { HomeNews } from '#shared/domain/listings/listing.ts';
import type { Alert } from '#shared/domain/office/alert.ts';
import type { Broker } from '#shared/domain/office/broker.ts';
import type { Way } from '#shared/domain/office/telling.ts';

/** Half of a digest: no two alerts of an office share it. */
const ID_DIGITS = 32;

/** Returns the id of the alert about news of a home: the same for two sweepers. */
export function alertId(listingId: string, { at }: HomeNews): string {
  return digestOf([listingId, String(at)]);
}

/** Returns the id of the message that asks a person about an alert: the same for two sweepers. */
export function questionId({ id }: Alert, { id: person }: Broker, way: Way): string {
  return `tell-${digestOf([id, person, way])}`;
}

/** Returns the id of the notice that tells a contact of a home at a price. */
export function alertNoticeId(contact: string, home: string): string {
  return `alert-${digestOf([contact, home])}`;
}

function digestOf(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('|')).digest('hex').slice(0, ID_DIGITS);
}
