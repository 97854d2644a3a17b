import { failing, VendorFailed } from '#shared/errors.ts';

/** `<Record maxLength=120>` as 16-bit WAV is 1.9 MB. */
const MAX_BYTES = 16 * 1024 * 1024;
/** A WAV file says in its header how many bytes follow the first eight; one that was streamed may say this instead. */
const SIZE_AT = 4;
const UNKNOWN_SIZE = 0xffffffff;

/** Fetches a media file of Twilio's by plain authenticated GET, which its own client does not offer; undefined where it is not there yet. */
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
  const wav = await bounded(response.body).catch(failing('twilio', 'a recording broke off'));
  if (!isWhole(wav)) throw new VendorFailed('twilio', 'a recording arrived in part');
  return wav;
}

async function bounded(body: ReadableStream<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) {
      throw new VendorFailed('twilio', `a recording is longer than ${MAX_BYTES} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function isWhole(wav: Buffer): boolean {
  if (wav.length < SIZE_AT + 4) return false;
  const size = wav.readUInt32LE(SIZE_AT);
  return size === UNKNOWN_SIZE || wav.length >= SIZE_AT + 4 + size;
}
