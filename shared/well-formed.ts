/**
 * Returns a value whose texts have no half of a character, as a cut inside an emoji leaves it. Vendors refuse a whole
 * request for one. Only lists and plain objects are looked into.
 */
export function wellFormed<T>(value: T): T {
  return isWellFormed(value) ? value : (mended(value) as T);
}

function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  return partsOf(value).every(isWellFormed);
}

function mended(value: unknown): unknown {
  if (typeof value === 'string')
    return value.isWellFormed() ? value : value.replace(LONE_SURROGATE, '');
  if (Array.isArray(value)) return value.map(mended);
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mended(each)]));
}

/** With the flag `u`, the halves of a whole character do not match. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

function partsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isPlain(value) ? Object.values(value) : [];
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
