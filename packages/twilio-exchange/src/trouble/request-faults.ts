import { defaultSwitches, type Switches } from './switches.ts';

/** The faults of a request. */
export type RequestFaults = Pick<
  Switches,
  'statusCallbackOrder' | 'webhookFaults' | 'signatureFault'
>;

/** The faults of the webhooks whose URL contains a text. */
export type WebhookTrouble = { readonly urls: string } & Partial<RequestFaults>;

/** Returns the faults of requests to a URL: of the switches, overridden by each trouble that matches it. */
export function requestFaults(
  switches: Switches,
  troubles: readonly WebhookTrouble[] = [],
): (url: string) => RequestFaults {
  return function faultsOf(url) {
    const isFaulty = url.includes(switches.faultyUrls);
    const { statusCallbackOrder, webhookFaults, signatureFault } = isFaulty
      ? switches
      : defaultSwitches;
    const named = troubles.filter(({ urls }) => url.includes(urls));
    return Object.assign({ statusCallbackOrder, webhookFaults, signatureFault }, ...named);
  };
}
