import * as z from 'zod/mini';
import { boundedBody } from '#shared/bounded-body.ts';
import { isLoopback } from '#shared/config/loopback.ts';
import { failing, VendorFailed } from '#shared/errors.ts';
import type { Attachment, Inbox } from '#shared/ports/messages.ts';
import type { TwilioRest } from './rest.ts';

/** WhatsApp's limit for media: https://www.twilio.com/docs/whatsapp */
const MAX_BYTES = 16 * 1024 * 1024;
/** Twilio redirects to its file server, which may redirect again: https://www.twilio.com/docs/messaging/guides/webhook-request */
const MAX_REDIRECTS = 3;

const message = z.object({
  sid: z.string(),
  from: z.string(),
  to: z.string(),
  body: z.nullish(z.string()),
  direction: z.string(),
  num_media: z.optional(z.string()),
  date_created: z.string().check(z.refine((date) => !Number.isNaN(Date.parse(date)))),
});
const contents = z.object({
  media_list: z.array(z.object({ sid: z.string(), content_type: z.string() })),
});

/** Messages and their attachments, read from Twilio's REST API: https://www.twilio.com/docs/messaging/api/message-resource */
export function twilioInbox(rest: TwilioRest): Inbox {
  const mediaOf = async (messageSid: string, signal: AbortSignal) => {
    const { body } = await rest.ask(`/Messages/${messageSid}/Media.json`, undefined, signal);
    const [first] = z.safeParse(contents, body).data?.media_list ?? [];
    return first && { mediaSid: first.sid, type: first.content_type };
  };

  return {
    async find(messageSid, signal) {
      const { status, body } = await rest.ask(`/Messages/${messageSid}.json`, undefined, signal);
      if (status === 404) return undefined;
      const { data } = z.safeParse(message, body);
      if (status !== 200 || !data) {
        throw new VendorFailed('twilio', `a message was not fetched: ${status}`);
      }
      if (data.direction !== 'inbound') return undefined;
      const media = Number(data.num_media ?? 0) > 0 ? await mediaOf(messageSid, signal) : undefined;
      const { from, to, body: words } = data;
      const at = Date.parse(data.date_created);
      return { messageSid, from, to, body: words?.trim() ?? '', media, at };
    },

    async attachment({ messageSid, mediaSid }, signal) {
      // The URL is built here, because one from a webhook could point anywhere.
      let url = rest.urlOf(`/Messages/${messageSid}/Media/${mediaSid}`);
      let headers: Record<string, string> = { authorization: rest.authorization };
      for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
        const response = await fetch(url, { headers, redirect: 'manual', signal }).catch(
          failing('twilio', 'an attachment was not fetched'),
        );
        const location = response.headers.get('location');
        if (response.status < 300 || response.status >= 400 || !location) {
          return attachmentOf(response);
        }
        await response.body?.cancel();
        url = new URL(location, url).href;
        if (!isFit(url, rest.urlOf(''))) return { problem: 'refused' };
        // The credentials are for Twilio's API alone, not for its file server.
        headers = {};
      }
      return { problem: 'refused' };
    },
  };
}

/** Returns whether a redirect may be followed: to https, or to loopback if Twilio's API is on loopback too. */
function isFit(url: string, apiUrl: string): boolean {
  const { protocol, hostname } = new URL(url);
  return isLoopback(hostname) ? isLoopback(new URL(apiUrl).hostname) : protocol === 'https:';
}

async function attachmentOf(response: Response): Promise<Attachment> {
  const { status, body, headers } = response;
  const lengthBytes = Number(headers.get('content-length') ?? 0);
  if (status !== 200 || !body || lengthBytes > MAX_BYTES) {
    await body?.cancel();
    if (status === 401 || status === 403) return { problem: 'refused' };
    if (status === 404 || status === 410) return { problem: 'gone' };
    if (lengthBytes > MAX_BYTES) return { problem: 'too-large' };
    throw new VendorFailed('twilio', `an attachment was refused with ${status}`);
  }
  const bytes = await boundedBody(body, MAX_BYTES).catch(
    failing('twilio', 'an attachment broke off'),
  );
  if (!bytes) return { problem: 'too-large' };
  return { bytes, type: headers.get('content-type') ?? '' };
}
