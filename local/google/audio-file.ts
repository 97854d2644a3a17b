import { toMp3 } from '@agent-locator/audio/mp3.ts';
import { toPcm16 } from '@agent-locator/audio/mulaw.ts';
import { resample } from '@agent-locator/audio/resample.ts';
import { toInt16 } from '@agent-locator/audio/telephone-audio.ts';
import { toMulawWav, toWav } from '@agent-locator/audio/wav.ts';

const TELEPHONE_HZ = 8_000;
/** Google's MP3s: https://docs.cloud.google.com/text-to-speech/docs/reference/rest/v1/AudioEncoding */
const GOOGLE_MP3 = { sampleRate: 24_000, kbps: 32 };

/** Packs telephone audio in a file, as Google's unary synthesis does; a telephone must not play its header. */
export function toFile(mulaw: Uint8Array, encoding: 'LINEAR16' | 'MULAW' | 'MP3'): Uint8Array {
  switch (encoding) {
    case 'MP3': {
      const samples = resample(toPcm16(mulaw), TELEPHONE_HZ, GOOGLE_MP3.sampleRate);
      return toMp3(toInt16(samples), GOOGLE_MP3);
    }
    case 'LINEAR16':
      return toWav(mulaw);
    case 'MULAW':
      return toMulawWav(mulaw);
  }
}
