/** The way by which a contact reaches the office. */
export type Channel = 'phone' | 'whatsapp';

/** What Twilio sends for callers who withhold their number: the words ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN, UNAVAILABLE typed on a keypad. */
const withheld = new Set(['+266696687', '+7378742833', '+2562533', '+8566696', '+86282452253']);

/** Names the person behind an address in E.164 (`whatsapp:` is dropped); undefined where nobody can be named. */
export function toContact(address: string): string | undefined {
  const number = address.replace(/^whatsapp:/, '');
  return /^\+[1-9]\d{7,14}$/.test(number) && !withheld.has(number) ? number : undefined;
}
