import type { Account } from '../account/account.ts';
import { type CustomerMedia, type Message, type Place, toAddress } from './message.ts';
import { mediaUri } from './message-uri.ts';

/** A customer's message: words, files with a caption, a place, or a tap on a button or list item. */
export type CustomerMessage = MessageContent & {
  /** The SID of the message that it answers. */
  readonly repliesTo?: string | undefined;
};

type MessageContent =
  | { readonly text: string }
  | { readonly media: readonly CustomerMedia[]; readonly text?: string | undefined }
  | { readonly location: Place }
  | { readonly button: { readonly text: string; readonly payload: string } }
  | { readonly listItem: ListItem };

type ListItem = {
  readonly id: string;
  readonly title: string;
  readonly description?: string | undefined;
};

/** Returns the `Body` of a customer's message, which for a tap is the visible label. */
export function bodyOf(content: CustomerMessage): string {
  if ('button' in content) return content.button.text;
  if ('listItem' in content) return content.listItem.title;
  return 'text' in content ? (content.text ?? '') : '';
}

/** The facts of an inbound webhook besides its message. */
export type InboundFacts = {
  readonly account: Account;
  readonly apiBaseUrl: string;
  /** The sender's number. */
  readonly office: string;
  readonly profileName: string;
  /** The message that is answered. */
  readonly original: Message | undefined;
};

/**
 * Returns the parameters of an inbound webhook.
 * @see https://www.twilio.com/docs/messaging/guides/webhook-request
 */
export function inboundParameters(
  message: Message,
  content: CustomerMessage,
  facts: InboundFacts,
): Record<string, string> {
  const { account, apiBaseUrl, office, profileName, original } = facts;
  const { messageSid, customer, body, media } = message;
  const waId = customer.replace('+', '');
  return {
    AccountSid: account.accountSid,
    ApiVersion: '2010-04-01',
    MessageSid: messageSid,
    SmsSid: messageSid,
    SmsMessageSid: messageSid,
    SmsStatus: 'received',
    From: toAddress(customer),
    To: toAddress(office),
    Body: body,
    NumSegments: '1',
    NumMedia: String(media.length),
    ReferralNumMedia: '0',
    ProfileName: profileName,
    WaId: waId,
    MessageType: typeOf(content),
    ChannelMetadata: JSON.stringify({
      type: 'whatsapp',
      data: { context: { ProfileName: profileName, WaId: waId } },
    }),
    ...Object.fromEntries(
      media.flatMap(({ mediaSid, contentType }, index) => [
        [`MediaUrl${index}`, apiBaseUrl + mediaUri(account, { messageSid, mediaSid })],
        [`MediaContentType${index}`, contentType],
      ]),
    ),
    ...tapParameters(content),
    ...('location' in content && placeParameters(content.location)),
    ...(original && {
      OriginalRepliedMessageSid: original.messageSid,
      OriginalRepliedMessageSender: toAddress(original.direction === 'inbound' ? customer : office),
    }),
  };
}

function typeOf(content: CustomerMessage): string {
  if ('location' in content) return 'location';
  if ('button' in content) return 'button';
  if ('listItem' in content) return 'interactive';
  const [first] = 'media' in content ? content.media : [];
  const kind = first?.contentType.split('/')[0] ?? 'text';
  return kind === 'application' ? 'document' : kind;
}

function tapParameters(content: CustomerMessage): Record<string, string> {
  if ('button' in content) {
    const { text, payload } = content.button;
    return { ButtonText: text, ButtonPayload: payload, ButtonType: 'QUICK_REPLY' };
  }
  if ('listItem' in content) {
    const { id, title, description = '' } = content.listItem;
    return { ListId: id, ListTitle: title, ListDescription: description };
  }
  return {};
}

function placeParameters({ latitude, longitude, address, label }: Place): Record<string, string> {
  return {
    Latitude: String(latitude),
    Longitude: String(longitude),
    ...(address !== undefined && { Address: address }),
    ...(label !== undefined && { Label: label }),
  };
}
