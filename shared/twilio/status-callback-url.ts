import { routes } from '#shared/routes.ts';

/** Where Twilio reports what became of a message of ours, by our own name for it. */
export function statusCallbackUrl(publicBaseUrl: string, id: string): string {
  return `${publicBaseUrl}${routes['whatsapp-status'].path}?id=${id}`;
}
