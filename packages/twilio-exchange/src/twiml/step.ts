import type { Delivery } from '../webhook/webhook.ts';

/** One thing for a call to do: ask for a document, or run one that came inline. */
export type Step =
  | { readonly kind: 'fetch'; readonly delivery: Delivery; readonly isFallback?: boolean }
  | { readonly kind: 'inline'; readonly twiml: string };
