import type { Account } from '../account/account.ts';
import { type Message, type MessageStatus, toAddress } from './message.ts';

const eventTypes: { readonly [Status in MessageStatus]?: string } = {
  delivered: 'DELIVERED',
  read: 'READ',
  undelivered: 'UNDELIVERED',
};

/**
 * Returns the parameters of a message's status callback.
 * @see https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
 */
export function statusParameters(
  { messageSid, customer, status, errorCode }: Message,
  office: string,
  { accountSid }: Account,
): Record<string, string> {
  const eventType = eventTypes[status];
  return {
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    MessageSid: messageSid,
    SmsSid: messageSid,
    MessageStatus: status,
    SmsStatus: status,
    From: toAddress(office),
    To: toAddress(customer),
    ChannelPrefix: 'whatsapp',
    ChannelToAddress: customer.replace(/\d{4}$/, 'XXXX'),
    ChannelInstallSid: accountSid.replace('AC', 'XE'),
    ...(status === 'sent' && { StructuredMessage: 'false' }),
    ...(eventType && { EventType: eventType }),
    ...(errorCode && {
      ErrorCode: String(errorCode),
      ErrorMessage: `Error ${errorCode}`,
      ChannelStatusMessage: `Error ${errorCode}`,
    }),
  };
}
