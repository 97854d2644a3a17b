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
export type Template = {
  readonly contentSid: string;
  readonly body: string;
  /** The category as WhatsApp approved it; absent for `utility`. */
  readonly category?: 'utility' | 'marketing';
  /**
   * The quick replies, whose payloads may hold variables too.
   * @see https://www.twilio.com/docs/content/twilio-quick-reply
   */
  readonly buttons?: readonly Button[];
};

/** A quick reply: the label, and the payload that the application gets. */
export type Button = { readonly text: string; readonly payload: string };

/** A template with its variables filled in. */
export type FilledTemplate = { readonly body: string; readonly buttons: readonly Button[] };

const BLANK = /\{\{(\w+)\}\}/g;

/** Returns a template with its variables filled in; undefined unless they are exactly the template's. */
export function fillIn(
  { body, buttons = [] }: Template,
  variables: Readonly<Record<string, string>>,
): FilledTemplate | undefined {
  const texts = [body, ...buttons.map(({ payload }) => payload)];
  const asked = new Set(
    texts.flatMap((text) => Array.from(text.matchAll(BLANK), ([, name = '']) => name)),
  );
  const given = Object.keys(variables);
  const isFitting = given.length === asked.size && given.every((name) => asked.has(name));
  if (!isFitting) return undefined;
  const filled = (text: string) => text.replace(BLANK, (_, name: string) => variables[name] ?? '');
  return {
    body: filled(body),
    buttons: buttons.map(({ text, payload }) => ({ text, payload: filled(payload) })),
  };
}
