/** Every public route, by the name of the code that answers it. */
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
  // Calendar programs ask for it; the key in the query is the door.
  'viewing-calendar': { method: 'GET', path: '/calendar.ics' },
  healthz: { method: 'GET', path: '/healthz' },
  readyz: { method: 'GET', path: '/readyz' },
} as const satisfies Record<string, { method: 'GET' | 'POST'; path: `/${string}` }>;

/** Returns the function that answers a route: its own, or `health` for both probes. */
export function functionOf(route: RouteName): string {
  return route === 'healthz' || route === 'readyz' ? 'health' : route;
}

export type RouteName = keyof typeof routes;

/** The paths of Twilio's media streams, with and without the slash that some of its clients add. */
export const streamPaths = ['/ws/twilio-media', '/ws/twilio-media/'] as const;

/** The published folders of `assets/`, one kind of file each; no other path under `/static` exists. */
export const publishedFolders = {
  prompts: { path: '/static/tts', extension: 'mp3', contentType: 'audio/mpeg' },
  documents: { path: '/static/twiml', extension: 'xml', contentType: 'text/xml' },
} as const;

/** The cache lifetime of a published file: a new prompt is heard a minute after it is published. */
export const STATIC_CACHE_SECONDS = 60;

/** The path of the number's voice fallback URL (method GET), which needs only static files. */
export const fallbackDocumentPath = `${publishedFolders.documents.path}/fallback.xml`;
