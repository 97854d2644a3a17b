import { VendorFailed } from '#shared/errors.ts';

/** Of a tone at −50 dBFS, below which a caller hears nothing, no sample has a higher μ-law step: 148 of 32,768. */
const MAX_SILENT_STEP = 16;

/** Two seconds: no sentence pauses for so long. */
const MAX_SILENCE_BYTES = 2 * 8_000;

/** Three minutes: no turn is so long, so what exceeds it is not speech of ours. */
const MAX_STREAM_BYTES = 3 * 60 * 8_000;

/** Tells whether anything can be heard in μ-law audio, whose bytes are steps of loudness, inverted, below a sign. */
export function hasSound(mulaw: Uint8Array): boolean {
  return mulaw.some((byte) => (~byte & 0x7f) > MAX_SILENT_STEP);
}

/** Passes a stream's audio on from its first sound; throws where that is missing, or where the audio does not end. */
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

/** Names a synthesis in which nobody speaks. */
export function withoutSound(): VendorFailed {
  return new VendorFailed('google', 'gave audio without sound');
}
