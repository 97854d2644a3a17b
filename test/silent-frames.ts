import { FRAME_BYTES, FRAME_MS, SILENCE } from '@agent-locator/audio/mulaw.ts';
import type { StreamClient } from './twilio-requests.ts';

/** One frame of digital silence, as base64 of μ-law. */
export const silentPayload = Buffer.alloc(FRAME_BYTES, SILENCE).toString('base64');

/** Sends a silent frame every 20 ms until the stream closes, as Twilio does; returns how to stop earlier. */
export function sendSilence({ send, closed }: StreamClient): () => void {
  const media = { event: 'media', media: { payload: silentPayload } };
  const frames = setInterval(() => send(media), FRAME_MS);
  const stop = () => clearInterval(frames);
  void closed.then(stop);
  return stop;
}
