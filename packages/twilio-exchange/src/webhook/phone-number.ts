import type { Delivery } from './webhook.ts';

/** The number a customer rents: where its calls and their ends are announced. */
export type PhoneNumber = {
  readonly phoneNumber: string;
  readonly voiceUrl: string;
  readonly voiceMethod?: 'POST' | 'GET';
  readonly voiceFallbackUrl?: string;
  readonly voiceFallbackMethod?: 'POST' | 'GET';
  readonly statusCallback?: string;
  readonly statusCallbackMethod?: 'POST' | 'GET';
  /** What answers its calls in place of its own URLs, where something does. */
  readonly voiceApplicationSid?: string;
  readonly trunkSid?: string;
};

/** Where a document is asked for when another one failed. */
export type Fallback = Pick<Delivery, 'url' | 'method'>;

/** The fallback of a number, if it has one. */
export function fallbackOf(number: PhoneNumber): Fallback | undefined {
  const { voiceFallbackUrl: url, voiceFallbackMethod: method = 'POST' } = number;
  return url ? { url, method } : undefined;
}
