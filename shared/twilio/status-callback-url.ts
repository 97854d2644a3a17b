import { routes } from '#shared/routes.ts';

/** Returns the URL for Twilio's reports on a message of ours; `id` is our own id. */
export function statusCallbackUrl(publicBaseUrl: string, id: string): string {
  return `${publicBaseUrl}${routes['whatsapp-status'].path}?id=${id}`;
}
