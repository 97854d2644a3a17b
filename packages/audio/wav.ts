import { toPcm16 } from './mulaw.ts';

const SAMPLE_RATE_HZ = 8_000;
const BYTES_PER_SAMPLE = 2;
const HEADER_BYTES = 44;

/** Wraps μ-law audio as a WAV file (PCM16, 8 kHz), the plainest thing a transcriber accepts; one channel for each side of a call. */
export function toWav(...channels: Uint8Array[]): Buffer {
  const length = Math.max(0, ...channels.map((mulaw) => mulaw.length));
  const bytesPerMoment = channels.length * BYTES_PER_SAMPLE;
  const wav = Buffer.alloc(HEADER_BYTES + length * bytesPerMoment);
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(wav.length - 8, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(channels.length, 22);
  wav.writeUInt32LE(SAMPLE_RATE_HZ, 24);
  wav.writeUInt32LE(SAMPLE_RATE_HZ * bytesPerMoment, 28);
  wav.writeUInt16LE(bytesPerMoment, 32);
  wav.writeUInt16LE(8 * BYTES_PER_SAMPLE, 34);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(length * bytesPerMoment, 40);
  for (const [channel, mulaw] of channels.entries()) {
    let at = HEADER_BYTES + channel * BYTES_PER_SAMPLE;
    for (const sample of toPcm16(mulaw)) {
      wav.writeInt16LE(sample, at);
      at += bytesPerMoment;
    }
  }
  return wav;
}
