import { randomUUID } from 'node:crypto';
import PostalMime, { type Email } from 'postal-mime';
import * as z from 'zod/mini';
import { json, refusal } from '#local/aws/scheduler/schedule-answers.ts';
import {
  createVendorServer,
  type VendorAnswer,
  type VendorManners,
  type VendorRequest,
  type VendorServer,
} from '#local/aws/vendor-server.ts';

/** A mail that SES took, and a report of SES on it. */
export type KeptMail = {
  readonly messageId: string;
  readonly at: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly content: Email;
};

export type SesOptions = {
  readonly port?: number;
  /** The verified addresses and domains: only they may send, and in the sandbox only they receive. */
  readonly verified: readonly string[];
  readonly inSandbox?: boolean;
  /** The mails of one second: SES takes one in the sandbox, and fourteen of a new account. */
  readonly perSecond?: number;
  readonly configurationSets?: readonly string[];
  /** Called after the answer to each mail that was taken with a configuration set. */
  readonly onSent?: (mail: KeptMail) => void;
};

/** The world's handle of SES. */
export interface SesStandIn extends VendorServer {
  readonly mails: readonly KeptMail[];
  /** Refuses mails to an address, as to one on the suppression list; an empty list takes that back. */
  reject(addresses: readonly string[]): void;
}

/** https://docs.aws.amazon.com/ses/latest/dg/quotas.html: a message of the API may have 40 MB. */
const MAX_MAIL_BYTES = 40 * 1024 * 1024;
const MAX_RECIPIENTS = 50;
/** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_MessageTag.html */
const TAG = /^[A-Za-z0-9_-]{1,256}$/;

const sendRequest = z.object({
  FromEmailAddress: z.optional(z.string()),
  Destination: z.object({ ToAddresses: z.array(z.string()) }),
  Content: z.object({ Raw: z.object({ Data: z.string() }) }),
  EmailTags: z._default(z.array(z.object({ Name: z.string(), Value: z.string() })), []),
  ConfigurationSetName: z.optional(z.string()),
});

/**
 * Starts SES (API v2) on loopback: it keeps mails and refuses what SES refuses.
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 */
export async function createSesStandIn({
  port = 0,
  verified,
  inSandbox = false,
  perSecond = 14,
  configurationSets = [],
  onSent = () => {},
}: SesOptions): Promise<SesStandIn> {
  const mails: KeptMail[] = [];
  let rejected: readonly string[] = [];
  const isVerified = (address: string) =>
    verified.some((one) => address === one || address.endsWith(`@${one}`));

  const take = async ({ body }: VendorRequest): Promise<VendorAnswer> => {
    const { data: asked } = z.safeParse(sendRequest, JSON.parse(body.toString()));
    if (!asked) return badRequest('The request is not one of this stand-in.');
    const { FromEmailAddress: from = '', Destination, EmailTags, ConfigurationSetName } = asked;
    const to = Destination.ToAddresses;
    const now = Date.now();
    if (mails.filter(({ at }) => at > now - 1_000).length >= perSecond) {
      return refusal(429, 'TooManyRequestsException', 'Maximum sending rate exceeded.');
    }
    if (to.length === 0 || to.length > MAX_RECIPIENTS) {
      return badRequest(`A mail has 1 to ${MAX_RECIPIENTS} recipients.`);
    }
    if (!EmailTags.every(({ Name, Value }) => TAG.test(Name) && TAG.test(Value))) {
      return badRequest('A tag has letters, digits, dashes and underscores alone.');
    }
    if (ConfigurationSetName && !configurationSets.includes(ConfigurationSetName)) {
      const message = `Configuration set <${ConfigurationSetName}> does not exist.`;
      return refusal(404, 'NotFoundException', message);
    }
    const unknown = [from, ...(inSandbox ? to : [])].filter((address) => !isVerified(address));
    if (unknown.length > 0) {
      const message = `Email address is not verified. The following identities failed the check in region US-EAST-1: ${unknown.join(', ')}`;
      return refusal(400, 'MessageRejected', message);
    }
    if (to.some((address) => rejected.includes(address))) {
      return refusal(400, 'MessageRejected', 'The recipient is on the suppression list.');
    }
    const content = await PostalMime.parse(Buffer.from(asked.Content.Raw.Data, 'base64'));
    if (content.from?.address !== from) return badRequest('The From header is another address.');
    const tags = Object.fromEntries(EmailTags.map(({ Name, Value }) => [Name, Value]));
    const mail = { messageId: messageId(), at: now, from, to, tags, content };
    mails.push(mail);
    if (ConfigurationSetName) setImmediate(onSent, mail);
    return json({ MessageId: mail.messageId });
  };

  const manners: VendorManners = {
    answer(request) {
      const { method, path, headers } = request;
      if (!headers.authorization?.startsWith('AWS4-HMAC-SHA256 ')) {
        return refusal(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
      }
      if (method === 'POST' && path === '/v2/email/outbound-emails') return take(request);
      return badRequest('Not part of this stand-in.');
    },
    maxBodyBytes: MAX_MAIL_BYTES,
    tooLarge: refusal(413, 'MessageRejected', 'The message is too large.'),
    throttled: refusal(429, 'TooManyRequestsException', 'Maximum sending rate exceeded.'),
    broken: () => refusal(500, 'InternalServiceError', 'Unexpected error.'),
  };
  const server = await createVendorServer(manners, port);
  return {
    ...server,
    mails,
    reject(addresses) {
      rejected = addresses;
    },
  };
}

function badRequest(message: string): VendorAnswer {
  return refusal(400, 'BadRequestException', message);
}

/** Returns an id in the form of SES: hex digits, and a suffix. */
function messageId(): string {
  return `0100${randomUUID()}-000000`;
}
