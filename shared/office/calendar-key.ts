import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Broker } from '#shared/domain/office/broker.ts';

/** A key that opens one person's calendar, and the hash of it that is kept. */
export type CalendarKey = { readonly key: string; readonly hash: string };

/** Twice the 128 bits that cannot be guessed. */
const SECRET_BYTES = 32;
/** The id of the person, then the secret: the person's row is read by its key. */
const KEY = /^([\w-]{1,64})\.([\w-]{43})$/;

/** Returns a new key to a person's calendar. It takes the place of an older one once its hash is kept. */
export function newCalendarKey({ id }: Pick<Broker, 'id'>): CalendarKey {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  return { key: `${id}.${secret}`, hash: hashOf(secret).toString('base64url') };
}

/** Returns the id of the person whose calendar a key may open; undefined if it is not a key. */
export function ownerOfKey(key: string): string | undefined {
  return KEY.exec(key)?.[1];
}

/** Returns whether a key opens a person's calendar. A wrong one is refused in the same time, whoever it is for. */
export function opensCalendar(key: string, person: Broker | undefined): boolean {
  const [, id = '', secret = ''] = KEY.exec(key) ?? [];
  const kept = Buffer.alloc(HASH_BYTES);
  Buffer.from(person?.calendar_hash ?? '', 'base64url').copy(kept);
  const isEqual = timingSafeEqual(hashOf(secret), kept);
  return isEqual && person?.id === id && person.active && person.calendar_hash !== undefined;
}

const HASH_BYTES = 32;

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
