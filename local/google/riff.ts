import { toPcm16 } from '#media-service/mulaw.ts';

const SAMPLE_RATE_HERTZ = 8_000;

/** WAV format codes, as the RIFF registry numbers them. */
const FORMATS = { LINEAR16: 1, MULAW: 7 } as const;

/** Wraps telephone audio as Google's unary synthesis does: with the RIFF header that a telephone must not hear. */
export function toRiff(mulaw: Uint8Array, encoding: keyof typeof FORMATS): Uint8Array {
  const isPcm = encoding === 'LINEAR16';
  const data = isPcm ? Buffer.from(toPcm16(mulaw).buffer) : Buffer.from(mulaw);
  const bytesPerSample = isPcm ? 2 : 1;
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(FORMATS[encoding], 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(SAMPLE_RATE_HERTZ, 24);
  header.writeUInt32LE(SAMPLE_RATE_HERTZ * bytesPerSample, 28);
  header.writeUInt16LE(bytesPerSample, 32);
  header.writeUInt16LE(bytesPerSample * 8, 34);
  header.write('data', 36);
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}
