import { isServiceNumber, toPhoneNumber } from './phone-number.ts';

/** The channel on which a contact reaches the office. */
export type Channel = 'phone' | 'whatsapp';

/** Twilio's numbers for withheld callers: ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN, UNAVAILABLE typed on a keypad. */
const withheld = new Set(['+266696687', '+7378742833', '+2562533', '+8566696', '+86282452253']);
/** WhatsApp's id of a user who hides the number: country, dot, up to 128 letters and digits. https://www.twilio.com/docs/whatsapp */
const WHATSAPP_USER = /^whatsapp:[A-Z]{2}\.[A-Za-z0-9]{1,128}$/;

/**
 * Returns the contact that an address stands for: its E.164 number, or `whatsapp:IL.…` for a WhatsApp user without
 * a number. Returns undefined for an address that identifies nobody: withheld, empty, or a name.
 */
export function toContact(address: string): string | undefined {
  if (WHATSAPP_USER.test(address)) return address;
  const number = toPhoneNumber(address);
  return number && !withheld.has(number) ? number : undefined;
}

/** Returns whether a contact has a number that the office can call. */
export function isCallable(contact: string): boolean {
  return contact.startsWith('+');
}

/** Returns the address of a contact on WhatsApp, as Twilio writes it. */
export function whatsappAddress(contact: string): string {
  return WHATSAPP_USER.test(contact) ? contact : `whatsapp:${contact}`;
}

/** The addresses of a call. */
export type CallParties = {
  readonly from: string;
  readonly to: string;
  /** The line that forwarded the call; absent or empty where the carrier does not tell. */
  readonly forwardedFrom?: string | undefined;
};

/** The office's own numbers in E.164: its phone, further lines of its switchboard, its WhatsApp sender. */
export type OfficeLines = readonly string[];

/**
 * Returns the contact of a call; undefined if the number is withheld, or may stand for several callers.
 * Such a number is one of ours, one of the office's, or a service number. It may also be that of a switchboard which
 * forwards calls.
 */
export function contactOfCall(
  { from, to, forwardedFrom = '' }: CallParties,
  officeLines: OfficeLines,
): string | undefined {
  const contact = toContact(from);
  if (contact === undefined || isServiceNumber(contact)) return undefined;
  const isShared = [to, forwardedFrom, ...officeLines].some(
    (line) => toPhoneNumber(line) === contact,
  );
  return isShared ? undefined : contact;
}

/**
 * Returns whether the agent calls itself: it rang the office, whose phone forwards to a number of the agent. A hand-over
 * rings from the number that was called, so the other numbers of the agent matter as much.
 */
export function isOwnCall(
  { from, to }: CallParties,
  agentNumbers: readonly string[] = [],
): boolean {
  const number = toPhoneNumber(from);
  return number !== undefined && [to, ...agentNumbers].some((own) => toPhoneNumber(own) === number);
}

/** The addresses of a WhatsApp message. */
export type MessageParties = {
  readonly from: string;
  readonly to: string;
  /** The sender's number without `+`; a user who hides it may still send it. */
  readonly waId?: string | undefined;
};

/** Returns the contact of a message: its number where one is told. Nothing forwards messages, so also the office's. */
export function contactOfMessage({ from, to, waId }: MessageParties): string | undefined {
  const contact = toContact(from);
  if (contact === toContact(to)) return undefined;
  if (!contact || isCallable(contact) || !waId) return contact;
  return (/^\d+$/.test(waId) && toContact(`+${waId}`)) || contact;
}
