import { toPcm16 } from '@agent-locator/audio/mulaw.ts';
import { Mp3Encoder } from '@breezystack/lamejs';

const SAMPLE_RATE_HERTZ = 8_000;

/** MP3s are three times as fine, and of Google's own bit rate. */
const MP3_UPSAMPLING = 3;
const MP3_KBPS = 32;

/** WAV format codes, as the RIFF registry numbers them. */
const FORMATS = { LINEAR16: 1, MULAW: 7 } as const;

/** Packs telephone audio as Google's unary synthesis does: in a file, whose header a telephone must not hear. */
export function toFile(mulaw: Uint8Array, encoding: 'LINEAR16' | 'MULAW' | 'MP3'): Uint8Array {
  const pcm = toPcm16(mulaw);
  switch (encoding) {
    case 'MP3':
      return toMp3(pcm);
    case 'LINEAR16':
      return toRiff(Buffer.from(pcm.buffer), encoding);
    case 'MULAW':
      return toRiff(Buffer.from(mulaw), encoding);
  }
}

function toRiff(data: Buffer, encoding: keyof typeof FORMATS): Uint8Array {
  const bytesPerSample = encoding === 'LINEAR16' ? 2 : 1;
  const format = Buffer.alloc(18);
  format.writeUInt16LE(FORMATS[encoding], 0);
  format.writeUInt16LE(1, 2);
  format.writeUInt32LE(SAMPLE_RATE_HERTZ, 4);
  format.writeUInt32LE(SAMPLE_RATE_HERTZ * bytesPerSample, 8);
  format.writeUInt16LE(bytesPerSample, 12);
  format.writeUInt16LE(bytesPerSample * 8, 14);
  // A format that is not PCM brings the chunk `fact`: the audio does not always begin at the same place.
  const chunks = [
    toChunk('fmt ', encoding === 'LINEAR16' ? format.subarray(0, 16) : format),
    ...(encoding === 'LINEAR16' ? [] : [toChunk('fact', toUint32(data.length))]),
    toChunk('data', data),
  ];
  return toChunk('RIFF', Buffer.concat([Buffer.from('WAVE'), ...chunks]));
}

function toChunk(name: string, content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(name), toUint32(content.length), content]);
}

function toUint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** Good enough for a stand-in: each sample is said three times. */
function toMp3(pcm: Int16Array): Uint8Array {
  const upsampled = Int16Array.from(
    { length: pcm.length * MP3_UPSAMPLING },
    (_, i) => pcm[Math.floor(i / MP3_UPSAMPLING)] as number,
  );
  const encoder = new Mp3Encoder(1, SAMPLE_RATE_HERTZ * MP3_UPSAMPLING, MP3_KBPS);
  const parts = [encoder.encodeBuffer(upsampled), encoder.flush()];
  return Buffer.concat(parts.map((part) => Buffer.from(part)));
}
