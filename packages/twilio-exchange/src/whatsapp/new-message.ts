import * as z from 'zod/mini';
import { type RestAnswer, restError } from '../http/rest-answer.ts';
import { isWebUrl } from '../http/web-url.ts';
import { toAddress } from './message.ts';
import { MAX_BODY_CHARACTERS } from './replies.ts';
import { type Button, fillIn, type WhatsAppSender } from './sender.ts';

/**
 * A valid request to `POST /Messages.json`.
 * @see https://www.twilio.com/docs/messaging/api/message-resource
 */
export type NewMessage = {
  /** E.164. */
  readonly to: string;
  readonly body: string;
  readonly mediaUrls: readonly string[];
  readonly statusCallback: string | undefined;
  readonly isTemplate: boolean;
  /** Whether WhatsApp counts it as marketing. */
  readonly isMarketing: boolean;
  readonly buttons: readonly Button[];
  /** The code of a fault that only WhatsApp finds. */
  readonly flaw: number | undefined;
};

const MAX_MEDIA = 10;
const MAX_CALLBACK_CHARACTERS = 4_000;
const templateVariables = z.record(z.string(), z.string());
const noVariables: Readonly<Record<string, string>> = {};

/** Returns the message that a form asks for, or the refusal of an invalid form. */
export function readNewMessage(
  form: URLSearchParams,
  sender: WhatsAppSender,
): NewMessage | RestAnswer {
  const refuse = (code: number, message: string) => restError(400, code, message);
  const [from, to, contentSid] = [form.get('From'), form.get('To'), form.get('ContentSid')];
  const statusCallback = form.get('StatusCallback') || undefined;
  const body = form.get('Body') ?? '';
  const mediaUrls = form.getAll('MediaUrl');
  const [, number] =
    /^whatsapp:(\+[1-9]\d{6,14}|[A-Z]{2}\.[A-Za-z0-9]{1,128})$/.exec(to ?? '') ?? [];

  if (!to) return refuse(21604, "A 'To' phone number is required.");
  if (!number) return refuse(21211, `The 'To' number ${to} is not a valid phone number.`);
  if (!from) return refuse(21603, "A 'From' phone number is required.");
  if (from !== toAddress(sender.phoneNumber)) {
    return refuse(63007, 'Twilio could not find a Channel with the specified From address');
  }
  if (statusCallback && !isCallback(statusCallback)) {
    return refuse(21609, `The 'StatusCallback' URL ${statusCallback} is not a valid URL.`);
  }
  if (body.length > MAX_BODY_CHARACTERS) {
    return refuse(21617, 'The concatenated message body exceeds the 1600 character limit');
  }
  if (mediaUrls.length > MAX_MEDIA) return refuse(21623, 'Number of media files exceeds 10');
  if (!mediaUrls.every((url) => isWebUrl(url))) return refuse(21620, 'Invalid media URL(s)');

  const variables = readVariables(form.get('ContentVariables'));
  if (!variables) return refuse(21656, 'The ContentVariables Parameter is invalid');
  const shared = { to: number, mediaUrls, statusCallback };
  if (contentSid) {
    const template = sender.templates?.find((it) => it.contentSid === contentSid);
    if (!template) return refuse(21655, 'The ContentSid is Invalid');
    const filled = fillIn(template, variables);
    const flaw = filled === undefined ? 63028 : undefined;
    const isMarketing = template.category === 'marketing';
    const { body, buttons } = filled ?? { body: template.body, buttons: [] };
    return { ...shared, body, buttons, isTemplate: true, isMarketing, flaw };
  }
  if (form.has('ContentVariables')) {
    return refuse(21654, 'ContentVariables needs a ContentSid beside it');
  }
  if (!body && mediaUrls.length === 0) return refuse(21602, 'Message body is required.');
  return {
    ...shared,
    body,
    buttons: [],
    isTemplate: false,
    isMarketing: false,
    flaw: undefined,
  };
}

/** Returns the variables of a template; undefined unless they are a JSON object of texts. */
function readVariables(text: string | null): Readonly<Record<string, string>> | undefined {
  if (!text) return noVariables;
  try {
    return templateVariables.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function isCallback(url: string): boolean {
  const isShort = url.length <= MAX_CALLBACK_CHARACTERS;
  return isShort && isWebUrl(url) && !new URL(url).hostname.includes('_');
}
