import { Mp3Encoder } from '@breezystack/lamejs';
import { MPEGDecoder } from 'mpg123-decoder';

const SAMPLE_RATE = 22_050;
const KBPS = 48;

/** Packs 22,050 Hz mono samples into an MP3 of 48 kbit/s, as Twilio's `<Play>` takes it. */
export function toMp3(pcm: Int16Array): Uint8Array {
  const encoder = new Mp3Encoder(1, SAMPLE_RATE, KBPS);
  // The encoder hands out signed bytes, whatever its types say.
  return Buffer.concat(
    [encoder.encodeBuffer(pcm), encoder.flush()].map((part) => Buffer.from(part)),
  );
}

/** Measures how long an MP3 plays, in whole milliseconds, by decoding it. */
export async function mp3DurationMs(mp3: Uint8Array): Promise<number> {
  const decoder = new MPEGDecoder();
  await decoder.ready;
  const { samplesDecoded, sampleRate } = decoder.decode(mp3);
  decoder.free();
  return Math.round((samplesDecoded / sampleRate) * 1_000);
}
