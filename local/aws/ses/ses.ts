import { randomUUID } from 'node:crypto';
import PostalMime from 'postal-mime';
import * as z from 'zod/mini';
import { json, refusal } from '#local/aws/scheduler/schedule-answers.ts';
import {
  createVendorServer,
  type VendorAnswer,
  type VendorManners,
  type VendorRequest,
  type VendorServer,
} from '#local/aws/vendor-server.ts';
import type { KeptMail, MailFate } from './kept-mail.ts';
import { type MailEvent, mailEvents } from './mail-event.ts';
import {
  badRequest,
  MAX_MAIL_BYTES,
  type MailAccount,
  mailRefusal,
  mailRequest,
  tooLarge,
} from './mail-request.ts';

export type SesOptions = Pick<MailAccount, 'verified'> &
  Partial<Omit<MailAccount, 'verified' | 'sending'>> & {
    readonly port?: number;
    /** Called with each event on a mail that was taken with a configuration set. */
    readonly onEvent?: (event: MailEvent) => void;
  };

/** The world's handle of SES. */
export interface SesStandIn extends VendorServer {
  readonly mails: readonly KeptMail[];
  /** Decides what becomes of mails to an address; they are delivered by default. */
  behave(address: string, fate: MailFate): void;
  /** Pauses or suspends the account's sending, or takes that back. */
  setSending(sending: MailAccount['sending']): void;
}

/** The JSON around the largest mail: addresses, tags and names. */
const MAX_BODY_BYTES = MAX_MAIL_BYTES + 64 * 1024;

/**
 * Starts SES (API v2) on loopback: it keeps mails, refuses what SES refuses, and publishes events on them.
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 */
export async function createSesStandIn({
  port = 0,
  verified,
  inSandbox = false,
  perSecond = inSandbox ? 1 : 14,
  perDay = inSandbox ? 200 : 50_000,
  configurationSets = [],
  onEvent = () => {},
}: SesOptions): Promise<SesStandIn> {
  const mails: KeptMail[] = [];
  const fates = new Map<string, MailFate>();
  let sending: MailAccount['sending'] = 'on';

  const take = async ({ body }: VendorRequest): Promise<VendorAnswer> => {
    const { data: asked } = z.safeParse(mailRequest, JSON.parse(body.toString()));
    if (!asked) return badRequest('The request is not one of this stand-in.');
    const account = { verified, inSandbox, perSecond, perDay, configurationSets, sending };
    const refused = mailRefusal(
      asked,
      account,
      mails.map(({ at }) => at),
    );
    if (refused) return refused;
    const { FromEmailAddress: from, Destination, EmailTags, ConfigurationSetName } = asked;
    const content = await PostalMime.parse(Buffer.from(asked.Content.Raw.Data, 'base64'));
    if (content.from?.address !== from) return badRequest('The From header is another address.');
    const mail: KeptMail = {
      messageId: messageId(),
      at: Date.now(),
      from,
      to: Destination.ToAddresses,
      tags: Object.fromEntries(EmailTags.map(({ Name, Value }) => [Name, Value])),
      configurationSet: ConfigurationSetName,
      content,
      fate: fates.get(Destination.ToAddresses[0] ?? '') ?? 'deliver',
    };
    mails.push(mail);
    if (ConfigurationSetName) setImmediate(publish, mail);
    return json({ MessageId: mail.messageId });
  };

  const publish = (mail: KeptMail): void => {
    for (const event of mailEvents(mail)) onEvent(event);
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
    maxBodyBytes: MAX_BODY_BYTES,
    tooLarge,
    throttled: refusal(429, 'TooManyRequestsException', 'Maximum sending rate exceeded.'),
    broken: () => refusal(500, 'InternalServiceError', 'Unexpected error.'),
  };
  const server = await createVendorServer(manners, port);
  return {
    ...server,
    mails,
    behave(address, fate) {
      fates.set(address, fate);
    },
    setSending(next) {
      sending = next;
    },
  };
}

/** Returns an id in the form of SES: hex digits, and a suffix. */
function messageId(): string {
  return `0100${randomUUID()}-000000`;
}
