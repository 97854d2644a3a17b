import { toPcm16 } from '@agent-locator/audio/mulaw.ts';
import type { DecodedAudio } from '@agent-locator/audio/wav-decoder.ts';
import { Mp3Encoder } from '@breezystack/lamejs';
import { MPEGDecoder } from 'mpg123-decoder';

const SAMPLES_PER_GRANULE = 1152;

/** Decodes an MP3 file, mixed down to one channel; throws when there is no audio in it. */
export async function fromMp3(file: Uint8Array): Promise<DecodedAudio> {
  const decoder = new MPEGDecoder();
  await decoder.ready;
  try {
    const { channelData, samplesDecoded, sampleRate } = decoder.decode(file);
    if (samplesDecoded === 0) throw new Error('no audio frame in the MP3 file');
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

/** Writes telephone audio as an MP3 file of 32 kbit/s. */
export function toMp3(mulaw: Uint8Array): Buffer {
  const encoder = new Mp3Encoder(1, 8000, 32);
  const pcm = toPcm16(mulaw);
  const parts: Buffer[] = [];
  // The encoder reuses a buffer of signed bytes, whatever its types say.
  const keep = (part: ArrayBufferView) =>
    parts.push(Buffer.from(Buffer.from(part.buffer, part.byteOffset, part.byteLength)));
  for (let at = 0; at < pcm.length; at += SAMPLES_PER_GRANULE) {
    keep(encoder.encodeBuffer(pcm.subarray(at, at + SAMPLES_PER_GRANULE)));
  }
  keep(encoder.flush());
  return Buffer.concat(parts);
}
