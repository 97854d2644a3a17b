import { fromMp3 } from '@agent-locator/audio/mp3.ts';
import { toTelephoneAudio } from '@agent-locator/audio/telephone-audio.ts';
import { fromWav } from '@agent-locator/audio/wav.ts';
import { exchangeHttp } from '../http/http-request.ts';

/** The outcome of fetching a file for `<Play>`: telephone audio, or the code of the failure. */
export type FetchedAudio =
  | { kind: 'audio'; mulaw: Uint8Array }
  | { kind: 'failed'; code: number; detail: string };

/**
 * The files that `<Play>` names, fetched when played and cached as long as their ETag holds.
 * @see https://www.twilio.com/docs/voice/twiml/play
 */
export interface AudioLibrary {
  fetch(url: string, signal: AbortSignal): Promise<FetchedAudio>;
}

const MAX_AUDIO_BYTES = 32 * 1024 * 1024;
const TIMEOUT_MS = 15_000;
const mp3Types = ['audio/mpeg', 'audio/mp3'];
const wavTypes = ['audio/wav', 'audio/wave', 'audio/x-wav'];
const mulawTypes = ['audio/ulaw', 'audio/basic'];

/** Creates an empty library. */
export function createAudioLibrary(): AudioLibrary {
  const kept = new Map<string, { etag: string; mulaw: Uint8Array }>();

  return {
    async fetch(url, signal) {
      const known = kept.get(url);
      const outcome = await exchangeHttp({
        url: new URL(url),
        method: 'GET',
        headers: {
          'User-Agent': 'TwilioProxy/1.1',
          Accept: '*/*',
          ...(known && { 'If-None-Match': known.etag }),
        },
        connectTimeoutMs: TIMEOUT_MS,
        readTimeoutMs: TIMEOUT_MS,
        maxBytes: MAX_AUDIO_BYTES,
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      if (outcome.kind !== 'answered') {
        const detail = outcome.kind === 'failed' ? outcome.reason : 'too large';
        return { kind: 'failed', code: detail === 'ECONNREFUSED' ? 11205 : 11200, detail };
      }
      const { status, headers, body } = outcome;
      if (status === 304 && known) return { kind: 'audio', mulaw: known.mulaw };
      if (status !== 200) return { kind: 'failed', code: 11200, detail: `HTTP ${status}` };
      const audio = await toTelephone(headers['content-type'], body);
      if (audio.kind === 'audio' && headers.etag) {
        kept.set(url, { etag: headers.etag, mulaw: audio.mulaw });
      }
      return audio;
    },
  };
}

async function toTelephone(contentType: string | undefined, file: Buffer): Promise<FetchedAudio> {
  const type = contentType?.split(';')[0]?.trim().toLowerCase();
  if (!type) return { kind: 'failed', code: 11200, detail: 'no Content-Type' };
  if (mulawTypes.includes(type)) return { kind: 'audio', mulaw: file };
  if (![...mp3Types, ...wavTypes].includes(type)) {
    return { kind: 'failed', code: 12300, detail: type };
  }
  try {
    const decoded = mp3Types.includes(type) ? await fromMp3(file) : fromWav(file);
    return { kind: 'audio', mulaw: toTelephoneAudio(decoded) };
  } catch (error) {
    // A file that contradicts its Content-Type is logged as Twilio logs it.
    return { kind: 'failed', code: 11200, detail: `${type}: ${String(error)}` };
  }
}
