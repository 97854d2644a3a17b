/** The channel on which a contact reaches the office. */
export type Channel = 'phone' | 'whatsapp';

/** Twilio's numbers for withheld callers: ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN, UNAVAILABLE typed on a keypad. */
const withheld = new Set(['+266696687', '+7378742833', '+2562533', '+8566696', '+86282452253']);

/** Returns the E.164 number of an address, without `whatsapp:`; undefined if it does not identify a person. */
export function toContact(address: string): string | undefined {
  const number = address.replace(/^whatsapp:/, '');
  return /^\+[1-9]\d{7,14}$/.test(number) && !withheld.has(number) ? number : undefined;
}
