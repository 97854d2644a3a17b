import { boundedBody } from '#shared/bounded-body.ts';
import { failing, VendorFailed } from '#shared/errors.ts';

/** Many times a voicemail: two minutes of 16-bit WAV at 8 kHz are 1.9 MB. */
const MAX_BYTES = 16 * 1024 * 1024;
/** A RIFF header tells at this offset how many bytes follow its first eight. A streamed file may tell the unknown size instead. */
const SIZE_AT = 4;
const UNKNOWN_SIZE = 0xffffffff;

/**
 * Returns a recording as WAV; undefined if Twilio does not have it yet. Twilio's own client does not fetch files.
 * @throws VendorFailed, also when aborted
 */
export async function fetchWav(
  url: string,
  authorization: string,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  const response = await fetch(url, { headers: { authorization }, signal }).catch(
    failing('twilio', 'a recording was not fetched'),
  );
  if (response.status === 404) {
    await response.body?.cancel();
    return undefined;
  }
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    throw new VendorFailed('twilio', `a recording was refused with ${response.status}`);
  }
  const wav = await boundedBody(response.body, MAX_BYTES).catch(
    failing('twilio', 'a recording broke off'),
  );
  if (!wav) throw new VendorFailed('twilio', `a recording is longer than ${MAX_BYTES} bytes`);
  if (!isWhole(wav)) throw new VendorFailed('twilio', 'a recording arrived in part');
  return wav;
}

function isWhole(wav: Buffer): boolean {
  if (wav.length < SIZE_AT + 4) return false;
  const size = wav.readUInt32LE(SIZE_AT);
  return size === UNKNOWN_SIZE || wav.length >= SIZE_AT + 4 + size;
}
