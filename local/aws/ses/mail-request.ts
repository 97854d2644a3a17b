import * as z from 'zod/mini';
import { refusal } from '#local/aws/scheduler/schedule-answers.ts';
import type { VendorAnswer } from '#local/aws/vendor-server.ts';

/** The account at SES, as far as it decides on mails. */
export type MailAccount = {
  /** The verified addresses and domains: only they may send, and in the sandbox only they receive. */
  readonly verified: readonly string[];
  readonly inSandbox: boolean;
  /** The mails of one second: SES takes one in the sandbox, and fourteen of a new account. */
  readonly perSecond: number;
  /** The mails of 24 hours: 200 in the sandbox. */
  readonly perDay: number;
  readonly configurationSets: readonly string[];
  readonly sending: 'on' | 'paused' | 'suspended';
};

/** A mail of the API: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html */
export const mailRequest = z.object({
  FromEmailAddress: z.string(),
  Destination: z.object({ ToAddresses: z.array(z.string()) }),
  Content: z.object({ Raw: z.object({ Data: z.string() }) }),
  EmailTags: z._default(z.array(z.object({ Name: z.string(), Value: z.string() })), []),
  ConfigurationSetName: z.optional(z.string()),
});

/** https://docs.aws.amazon.com/ses/latest/dg/quotas.html: a mail of the API has at most 40 MB in base64. */
export const MAX_MAIL_BYTES = 40 * 1024 * 1024;
const MAX_RECIPIENTS = 50;
/** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_MessageTag.html */
const TAG = /^[A-Za-z0-9_-]{1,256}$/;
const [SECOND_MS, DAY_MS] = [1_000, 24 * 3_600_000];

/** Returns the refusal of a mail; undefined if SES takes it. `takenAt` are the moments of earlier mails. */
export function mailRefusal(
  asked: z.output<typeof mailRequest>,
  account: MailAccount,
  takenAt: readonly number[],
): VendorAnswer | undefined {
  const { FromEmailAddress: from, Destination, Content, EmailTags, ConfigurationSetName } = asked;
  const to = Destination.ToAddresses;
  const now = Date.now();
  const takenSince = (ms: number) => takenAt.filter((at) => at > now - ms).length;
  if (account.sending === 'suspended') {
    return refusal(400, 'AccountSuspendedException', 'Sending was suspended for your account.');
  }
  if (account.sending === 'paused') {
    return refusal(400, 'SendingPausedException', 'Sending is paused for your account.');
  }
  if (takenSince(DAY_MS) >= account.perDay) {
    return refusal(400, 'LimitExceededException', 'Daily message quota exceeded.');
  }
  if (takenSince(SECOND_MS) >= account.perSecond) {
    return refusal(429, 'TooManyRequestsException', 'Maximum sending rate exceeded.');
  }
  if (Content.Raw.Data.length > MAX_MAIL_BYTES) return tooLarge;
  if (to.length === 0 || to.length > MAX_RECIPIENTS) {
    return badRequest(`A mail has 1 to ${MAX_RECIPIENTS} recipients.`);
  }
  const problem = [from, ...to].map(addressProblem).find(Boolean);
  if (problem) return badRequest(problem);
  if (!EmailTags.every(({ Name, Value }) => TAG.test(Name) && TAG.test(Value))) {
    return badRequest('A tag has letters, digits, dashes and underscores alone.');
  }
  if (ConfigurationSetName && !account.configurationSets.includes(ConfigurationSetName)) {
    const message = `Configuration set <${ConfigurationSetName}> does not exist.`;
    return refusal(404, 'NotFoundException', message);
  }
  const unknown = [from, ...(account.inSandbox ? to : [])].filter(
    (address) => !account.verified.some((one) => isOf(one, address)),
  );
  if (unknown.length > 0) {
    const message = `Email address is not verified. The following identities failed the check in region US-EAST-1: ${unknown.join(', ')}`;
    return refusal(400, 'MessageRejected', message);
  }
  return undefined;
}

/** Returns a BadRequestException. */
export function badRequest(message: string): VendorAnswer {
  return refusal(400, 'BadRequestException', message);
}

/** The refusal of a mail over the limit. */
export const tooLarge = badRequest(`Message length is more than ${MAX_MAIL_BYTES} bytes long.`);

/** A verified domain covers its addresses and those of its subdomains. */
function isOf(verified: string, address: string): boolean {
  if (verified.includes('@')) return address === verified;
  return address.endsWith(`@${verified}`) || address.endsWith(`.${verified}`);
}

/** Returns what is wrong with an address, in the words of SES; undefined if nothing is. */
function addressProblem(address: string): string | undefined {
  const [local = '', domain, ...rest] = address.split('@');
  if (domain === undefined) return "Missing final '@domain'";
  if (rest.length > 0 || local === '' || /[,;:<>()[\]\\"]/.test(local)) return 'Illegal address';
  if (/\s|\p{Cc}/u.test(local)) return 'Local address contains control or whitespace';
  if (/[^\p{ASCII}]/u.test(address)) return 'Address contains characters that are not ASCII';
  if (local.length > MAX_LOCAL_CHARS) return 'Local address is too long';
  return DOMAIN.test(domain) ? undefined : 'Domain contains illegal character or no dot';
}

/** https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1.1 */
const MAX_LOCAL_CHARS = 64;
const DOMAIN = /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/;
