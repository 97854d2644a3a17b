import type { Delivery } from '../webhook/webhook.ts';

/** The next document of a call: requested from the application, or inline over REST. */
export type Step =
  | { readonly kind: 'fetch'; readonly delivery: Delivery; readonly isFallback?: boolean }
  | { readonly kind: 'inline'; readonly twiml: string };
