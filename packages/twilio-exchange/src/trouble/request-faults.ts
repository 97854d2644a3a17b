import { defaultSwitches, type Switches } from './switches.ts';

/** What befalls a request, by its URL. */
export type RequestFaults = Pick<
  Switches,
  'statusCallbackOrder' | 'webhookFaults' | 'signatureFault'
>;

/** What befalls the webhooks with this text in their URL. */
export type WebhookTrouble = { readonly urls: string } & Partial<RequestFaults>;

/** Tells what befalls requests to a URL: as the switches have it, and every trouble that names it. */
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
