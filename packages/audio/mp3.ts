import { Mp3Encoder } from '@breezystack/lamejs';
import { MPEGDecoder } from 'mpg123-decoder';
import type { DecodedAudio } from './telephone-audio.ts';

/** Returns 16-bit mono samples as an MP3 file of a constant bit rate. */
export function toMp3(
  pcm: Int16Array,
  { sampleRate, kbps }: { readonly sampleRate: number; readonly kbps: number },
): Buffer {
  const encoder = new Mp3Encoder(1, sampleRate, kbps);
  // The encoder returns signed bytes, whatever its types say.
  return Buffer.concat(
    [encoder.encodeBuffer(pcm), encoder.flush()].map((part) => Buffer.from(part)),
  );
}

/** Returns the samples of an MP3 file, mixed down to one channel. @throws Error when the file holds no audio. */
export async function fromMp3(file: Uint8Array): Promise<DecodedAudio> {
  const decoder = new MPEGDecoder();
  await decoder.ready;
  try {
    const { channelData, samplesDecoded, sampleRate } = decoder.decode(file);
    if (samplesDecoded === 0) throw new Error('the MP3 file holds no audio frame');
    const samples = new Float32Array(samplesDecoded);
    for (const channel of channelData) {
      for (let i = 0; i < samplesDecoded; i++) {
        samples[i] = (samples[i] as number) + (channel[i] as number) / channelData.length;
      }
    }
    return { samples, sampleRate };
  } finally {
    decoder.free();
  }
}

/** Returns how long an MP3 file plays, in whole milliseconds. @throws Error when it holds no audio. */
export async function mp3DurationMs(file: Uint8Array): Promise<number> {
  const { samples, sampleRate } = await fromMp3(file);
  return Math.round((samples.length / sampleRate) * 1_000);
}
