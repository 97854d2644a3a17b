/**
 * The WhatsApp sender of an account, with the URLs of its webhooks.
 * @see https://www.twilio.com/docs/whatsapp
 */
export type WhatsAppSender = {
  /** E.164. */
  readonly phoneNumber: string;
  /** Receives customers' messages; without it they are not posted. */
  readonly inboundUrl?: string;
  readonly fallbackUrl?: string;
  /** Receives the status of messages without a status callback of their own. */
  readonly statusCallback?: string;
  /** The templates that may be sent outside the 24-hour window. */
  readonly templates?: readonly Template[];
};

/** A message that WhatsApp has approved, with `{{1}}` for the variable "1". */
export type Template = { readonly contentSid: string; readonly body: string };

/** Returns a template with its variables filled in; undefined unless they are exactly the template's. */
export function fillIn(
  { body }: Template,
  variables: Readonly<Record<string, string>>,
): string | undefined {
  const asked = new Set(Array.from(body.matchAll(/\{\{(\w+)\}\}/g), ([, name = '']) => name));
  const given = Object.keys(variables);
  const isFitting = given.length === asked.size && given.every((name) => asked.has(name));
  if (!isFitting) return undefined;
  return body.replace(/\{\{(\w+)\}\}/g, (_, name: string) => variables[name] ?? '');
}
