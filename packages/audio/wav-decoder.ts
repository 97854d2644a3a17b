import { toPcm16 } from './mulaw.ts';

const PCM = 1;
const MULAW = 7;

/** The samples of a WAV file, mixed down to one channel. */
export type DecodedAudio = { readonly samples: Float32Array; readonly sampleRate: number };

/** Reads a PCM16 or μ-law WAV file; throws on anything else. */
export function fromWav(file: Buffer): DecodedAudio {
  const isRiff = file.toString('latin1', 0, 4) === 'RIFF';
  if (!isRiff || file.toString('latin1', 8, 12) !== 'WAVE') throw new Error('not a WAV file');
  const chunks = chunksOf(file);
  const [format, data] = [chunks.get('fmt '), chunks.get('data')];
  if (!format || !data) throw new Error('a WAV file without fmt or data');
  const [encoding, channels] = [format.readUInt16LE(0), format.readUInt16LE(2)];
  const interleaved = toSamples(encoding, format.readUInt16LE(14), data);
  const samples = Float32Array.from({ length: Math.floor(interleaved.length / channels) }, (_, i) =>
    mean(interleaved.subarray(i * channels, (i + 1) * channels)),
  );
  return { samples, sampleRate: format.readUInt32LE(4) };
}

function chunksOf(file: Buffer): Map<string, Buffer> {
  const chunks = new Map<string, Buffer>();
  for (let at = 12; at + 8 <= file.length; ) {
    const length = file.readUInt32LE(at + 4);
    chunks.set(file.toString('latin1', at, at + 4), file.subarray(at + 8, at + 8 + length));
    at += 8 + length + (length % 2);
  }
  return chunks;
}

function toSamples(encoding: number, bits: number, data: Buffer): Float32Array {
  if (encoding === MULAW) return Float32Array.from(toPcm16(data), toFloat);
  if (encoding !== PCM || bits !== 16) throw new Error(`WAV encoding ${encoding} at ${bits} bits`);
  return Float32Array.from({ length: data.length >> 1 }, (_, i) =>
    toFloat(data.readInt16LE(i * 2)),
  );
}

function toFloat(sample: number): number {
  return sample / 32_768;
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
