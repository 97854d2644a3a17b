/** The WhatsApp sender of an account: its number, and where its messages and their fates are announced. */
export type WhatsAppSender = {
  /** E.164. */
  readonly phoneNumber: string;
  /** Where messages of customers are posted; without one nobody is told. */
  readonly inboundUrl?: string;
  readonly fallbackUrl?: string;
  /** Told of messages that name no status callback of their own. */
  readonly statusCallback?: string;
  /** What may be sent outside the 24-hour window. */
  readonly templates?: readonly Template[];
};

/** A message that WhatsApp has approved; `{{1}}` stands for the variable "1". */
export type Template = { readonly contentSid: string; readonly body: string };

/** Fills a template in; undefined where the variables are not the template's own. */
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
