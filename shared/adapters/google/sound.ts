import { VendorFailed } from '#shared/errors.ts';

/** The highest μ-law step of a tone at −50 dBFS (148 of 32,768), below which a caller hears nothing. */
const MAX_SILENT_STEP = 16;

/** Two seconds; a pause within a sentence is shorter. */
const MAX_SILENCE_BYTES = 2 * 8_000;

/** Three minutes; a turn is shorter, so longer audio is not our speech. */
const MAX_STREAM_BYTES = 3 * 60 * 8_000;

/** Returns whether μ-law audio is audible; each byte is an inverted loudness step under a sign bit. */
export function hasSound(mulaw: Uint8Array): boolean {
  return mulaw.some((byte) => (~byte & 0x7f) > MAX_SILENT_STEP);
}

/** Passes a stream's audio on from its first sound. @throws VendorFailed if sound is missing, or if the audio does not end */
export async function* audible(audio: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const lead: Uint8Array[] = [];
  let isHeard = false;
  let bytes = 0;
  let silentBytes = 0;
  for await (const piece of audio) {
    bytes += piece.length;
    silentBytes = hasSound(piece) ? 0 : silentBytes + piece.length;
    if (bytes > MAX_STREAM_BYTES) throw new VendorFailed('google', 'does not stop speaking');
    if (silentBytes > MAX_SILENCE_BYTES) throw withoutSound();
    lead.push(piece);
    isHeard ||= silentBytes === 0;
    if (isHeard) yield* lead.splice(0);
  }
  if (!isHeard) throw bytes > 0 ? withoutSound() : new VendorFailed('google', 'gave no audio');
}

/** Returns the failure of a synthesis without sound. */
export function withoutSound(): VendorFailed {
  return new VendorFailed('google', 'gave audio without sound');
}
