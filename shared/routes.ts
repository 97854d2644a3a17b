/** Every public route, by the name of the code that answers it: the one table of paths. */
export const routes = {
  'incoming-call': { method: 'POST', path: '/webhook/incoming_call' },
  'stream-ended': { method: 'POST', path: '/webhook/stream_ended' },
  'stream-status': { method: 'POST', path: '/webhook/stream_status' },
  'handle-recording': { method: 'POST', path: '/webhook/handle_recording' },
  'recording-status': { method: 'POST', path: '/webhook/recording_status' },
  'dial-ended': { method: 'POST', path: '/webhook/dial_ended' },
  'dial-whisper': { method: 'POST', path: '/webhook/dial_whisper' },
  'call-status': { method: 'POST', path: '/webhook/call_status' },
  'whatsapp-inbound': { method: 'POST', path: '/webhook/whatsapp/inbound' },
  'whatsapp-status': { method: 'POST', path: '/webhook/whatsapp/status' },
  healthz: { method: 'GET', path: '/healthz' },
  readyz: { method: 'GET', path: '/readyz' },
} as const satisfies Record<string, { method: 'GET' | 'POST'; path: `/${string}` }>;

/** The function that answers a route: its own, or the one that ops ask about everything. */
export function functionOf(route: RouteName): string {
  return route === 'healthz' || route === 'readyz' ? 'health' : route;
}

export type RouteName = keyof typeof routes;

/** Where Twilio's media streams connect, with and without the slash that some of its clients add. */
export const streamPaths = ['/ws/twilio-media', '/ws/twilio-media/'] as const;

/** The published folders of `assets/`, one kind of file each: everything else under `/static` does not exist. */
export const publishedFolders = {
  prompts: { path: '/static/tts', extension: 'mp3', contentType: 'audio/mpeg' },
  documents: { path: '/static/twiml', extension: 'xml', contentType: 'text/xml' },
} as const;

/** How long a copy of a published file may be used unasked: a new recording is heard a minute after it is published. */
export const STATIC_CACHE_SECONDS = 60;

/** What the number's voice fallback URL is set to (method GET): it needs nothing of ours but static files. */
export const fallbackDocumentPath = `${publishedFolders.documents.path}/fallback.xml`;
