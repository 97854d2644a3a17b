import * as z from 'zod/mini';
import type { TwilioSecrets } from '#shared/config/secrets.ts';
import { log } from '#shared/log.ts';
import type { Secrets } from '#shared/ports/office.ts';
import { type FormFields, isSignedByTwilio } from '#shared/twilio/signature.ts';
import { type HttpEvent, type HttpResult, text } from './lambda.ts';

/** The parts that check a webhook's signature. */
export type WebhookRim = {
  readonly publicBaseUrl: string;
  readonly secrets: Pick<Secrets, 'twilio'>;
};

/** A webhook of Twilio's: the form it reads, its answer, and the answer if that fails. */
export type Webhook<Form extends z.ZodMiniType> = {
  readonly form: Form;
  readonly answer: (form: z.output<Form>) => Promise<HttpResult>;
  /** Keeps a live call going when `answer` throws; without it Twilio is told 500. */
  readonly otherwise?: (form: z.output<Form>) => HttpResult;
};

/**
 * The most bytes of a webhook's body. The largest is a message of 1,600 characters, each in up to twelve bytes as a
 * form. With Twilio's other fields that is some 24 KB. https://www.twilio.com/docs/messaging/guides/webhook-request
 */
const MAX_BODY_BYTES = 64 * 1_024;

/** Returns the handler of a webhook of Twilio's: it checks the signature, then the form, then answers. @throws VendorFailed or InvalidInput if the secrets cannot be read */
export function webhook<Form extends z.ZodMiniType>(
  { publicBaseUrl, secrets }: WebhookRim,
  { form, answer, otherwise }: Webhook<Form>,
): (event: HttpEvent) => Promise<HttpResult> {
  return async (event) => {
    // Strangers can send anything: a request that cannot be Twilio's is not parsed.
    if (!event.headers['x-twilio-signature']) return unsigned(event);
    if (bodyBytes(event) > MAX_BODY_BYTES) return tooLarge(event);
    const fields = readForm(event);
    const values = await secrets.twilio();
    if (!isSigned(event, { publicBaseUrl, fields, secrets: values })) return unsigned(event);
    const query = readFields(event.rawQueryString);
    const parsed = z.safeParse(form, { ...fields, ...query });
    if (!parsed.success) {
      const problems = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
      log.warn('webhook.malformed', { path: event.rawPath, problems });
      return text(400, `These parameters are missing or malformed: ${problems}.\n`);
    }
    try {
      return await answer(parsed.data);
    } catch (error) {
      log.error('webhook.failed', error, { path: event.rawPath });
      if (!otherwise) return text(500, 'The request was valid, but processing it failed.\n');
      return otherwise(parsed.data);
    }
  };
}

function unsigned({ rawPath: path }: HttpEvent): HttpResult {
  log.warn('webhook.unsigned', { path });
  log.count('SignatureFailures', { path });
  return text(403, 'The request is not signed by Twilio with the auth token configured here.\n');
}

function tooLarge({ rawPath: path }: HttpEvent): HttpResult {
  log.warn('webhook.too-large', { path });
  return text(413, `A webhook of Twilio’s has at most ${MAX_BODY_BYTES} bytes.\n`);
}

function bodyBytes({ body = '', isBase64Encoded }: HttpEvent): number {
  return Buffer.byteLength(body, isBase64Encoded ? 'base64' : 'utf8');
}

function isSigned(
  { headers, rawPath, rawQueryString }: HttpEvent,
  {
    publicBaseUrl,
    fields,
    secrets,
  }: { publicBaseUrl: string; fields: FormFields; secrets: TwilioSecrets },
): boolean {
  const query = rawQueryString ? `?${rawQueryString}` : '';
  return isSignedByTwilio(secrets, {
    signature: headers['x-twilio-signature'],
    urls: [`${publicBaseUrl}${rawPath}${query}`],
    fields,
  });
}

function readForm({ body = '', isBase64Encoded }: HttpEvent): FormFields {
  return readFields(isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body);
}

/** Keeps blank values and repeated names, because Twilio signs both: https://www.twilio.com/docs/usage/webhooks/webhooks-security */
function readFields(encoded: string): FormFields {
  const fields: FormFields = Object.create(null);
  for (const [name, value] of new URLSearchParams(encoded)) {
    const before = fields[name];
    if (before === undefined) fields[name] = value;
    else if (typeof before === 'string') fields[name] = [before, value];
    else before.push(value);
  }
  return fields;
}
