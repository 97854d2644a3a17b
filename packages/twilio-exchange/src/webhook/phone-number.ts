import type { Delivery } from './webhook.ts';

/**
 * A phone number and the URLs of its voice configuration.
 * @see https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
 */
export type PhoneNumber = {
  readonly phoneNumber: string;
  readonly voiceUrl: string;
  readonly voiceMethod?: 'POST' | 'GET';
  readonly voiceFallbackUrl?: string;
  readonly voiceFallbackMethod?: 'POST' | 'GET';
  readonly statusCallback?: string;
  readonly statusCallbackMethod?: 'POST' | 'GET';
  /** The application or trunk that answers its calls in place of `voiceUrl`. */
  readonly voiceApplicationSid?: string;
  readonly trunkSid?: string;
};

/** The URL of the document that replaces a failed one. */
export type Fallback = Pick<Delivery, 'url' | 'method'>;

/** Returns the fallback of a number; undefined for a number without one. */
export function fallbackOf(number: PhoneNumber): Fallback | undefined {
  const { voiceFallbackUrl: url, voiceFallbackMethod: method = 'POST' } = number;
  return url ? { url, method } : undefined;
}
