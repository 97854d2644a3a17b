import type { Account } from '../account/account.ts';
import { toRfc2822 } from '../account/call-parameters.ts';
import type { RestAnswer } from '../http/rest-answer.ts';
import { isAskedFor, isWithinDays, restPage } from '../http/rest-list.ts';
import { type Message, type StoredMedia, toAddress } from './message.ts';
import { mediaUri, messageUri } from './message-uri.ts';

/** The account of a message, and its sender's number. */
export type Owner = { readonly account: Account; readonly office: string };

/**
 * Returns a message as a JSON resource of the REST API.
 * @see https://www.twilio.com/docs/messaging/api/message-resource
 */
export function toMessageJson(message: Message, { account, office }: Owner) {
  const { messageSid, direction, customer, sentAt, errorCode, media, mediaUrls } = message;
  const { accountSid } = account;
  const uri = messageUri(account, messageSid);
  const addresses = [toAddress(customer), toAddress(office)];
  const [from, to] = direction === 'inbound' ? addresses : addresses.reverse();
  return {
    account_sid: accountSid,
    api_version: '2010-04-01',
    body: message.body,
    date_created: toRfc2822(message.createdAt),
    date_sent: isIncoming(message) || sentAt ? toRfc2822(sentAt ?? message.createdAt) : null,
    date_updated: toRfc2822(message.updatedAt),
    direction,
    error_code: errorCode ?? null,
    error_message: errorCode ? `Error ${errorCode}` : null,
    from,
    messaging_service_sid: null,
    num_media: String(media.length + mediaUrls.length),
    num_segments: '1',
    price: null,
    price_unit: null,
    sid: messageSid,
    status: message.status,
    subresource_uris: { media: `${uri}/Media.json` },
    to,
    uri: `${uri}.json`,
  };
}

/** Returns the page of messages that a URL asks for; `messages` are those of the account, oldest first. */
export function listMessages(messages: readonly Message[], url: URL, owner: Owner): RestAnswer {
  const { searchParams: query } = url;
  const items = messages
    .filter((message) => isWithinDays(message.sentAt ?? message.createdAt, 'DateSent', query))
    .map((message) => toMessageJson(message, owner))
    .filter(({ from, to }) => isAskedFor(from, 'From', query) && isAskedFor(to, 'To', query))
    .reverse();
  return restPage({ key: 'messages', items }, url);
}

/** Returns a file of a message as a JSON resource of the REST API. */
export function toMediaJson(
  message: Message,
  { mediaSid, contentType }: StoredMedia,
  account: Account,
) {
  return {
    account_sid: account.accountSid,
    content_type: contentType,
    date_created: toRfc2822(message.createdAt),
    date_updated: toRfc2822(message.createdAt),
    parent_sid: message.messageSid,
    sid: mediaSid,
    uri: `${mediaUri(account, { messageSid: message.messageSid, mediaSid })}.json`,
  };
}

function isIncoming({ direction }: Message): boolean {
  return direction === 'inbound';
}
