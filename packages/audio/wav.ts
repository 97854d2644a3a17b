import { toPcm16 } from './mulaw.ts';
import type { DecodedAudio } from './telephone-audio.ts';

/** WAV format codes, as the RIFF registry numbers them: https://www.rfc-editor.org/rfc/rfc2361 */
const PCM = 1;
const MULAW = 7;

const TELEPHONE_HZ = 8_000;
/** A header above this rate is damaged. */
const MAX_HZ = 384_000;

/** Wraps 8 kHz μ-law audio as a PCM16 WAV file, with one channel for each argument. */
export function toWav(...channels: Uint8Array[]): Buffer {
  const length = Math.max(0, ...channels.map((mulaw) => mulaw.length));
  const bytesPerMoment = channels.length * 2;
  const data = Buffer.alloc(length * bytesPerMoment);
  for (const [channel, mulaw] of channels.entries()) {
    let at = channel * 2;
    for (const sample of toPcm16(mulaw)) {
      data.writeInt16LE(sample, at);
      at += bytesPerMoment;
    }
  }
  return toRiff(formatChunk(PCM, channels.length, 16), toChunk('data', data));
}

/** Wraps 8 kHz μ-law audio as a WAV file of μ-law. */
export function toMulawWav(mulaw: Uint8Array): Buffer {
  // A format other than PCM brings the chunk `fact`, so its audio begins later in the file.
  const fact = toChunk('fact', toUint32(mulaw.length));
  return toRiff(formatChunk(MULAW, 1, 8), fact, toChunk('data', mulaw));
}

/** Returns the samples of a PCM16 or μ-law WAV file, mixed down to one channel. @throws Error on any other file. */
export function fromWav(file: Buffer): DecodedAudio {
  const wav = parse(file);
  const interleaved = toFloats(wav);
  const { channels, sampleRate } = wav;
  const samples = Float32Array.from({ length: Math.floor(interleaved.length / channels) }, (_, i) =>
    mean(interleaved.subarray(i * channels, (i + 1) * channels)),
  );
  return { samples, sampleRate };
}

/** Returns the samples of a WAV file of PCM16, mono, at 8 kHz; undefined for any other file. */
export function samplesOfTelephoneWav(file: Buffer): Int16Array | undefined {
  try {
    const { encoding, channels, sampleRate, bits, data } = parse(file);
    const isTelephone = encoding === PCM && bits === 16 && channels === 1;
    return isTelephone && sampleRate === TELEPHONE_HZ ? toInt16(data) : undefined;
  } catch {
    return undefined;
  }
}

type Wav = {
  readonly encoding: number;
  readonly channels: number;
  readonly sampleRate: number;
  readonly bits: number;
  readonly data: Buffer;
};

function parse(file: Buffer): Wav {
  const isRiff = file.toString('latin1', 0, 4) === 'RIFF';
  if (!isRiff || file.toString('latin1', 8, 12) !== 'WAVE') throw new Error('not a WAV file');
  const chunks = chunksOf(file);
  const [format, data] = [chunks.get('fmt '), chunks.get('data')];
  if (!format || !data) throw new Error('a WAV file without fmt or data');
  const [channels, sampleRate] = [format.readUInt16LE(2), format.readUInt32LE(4)];
  if (channels === 0) throw new Error('a WAV file without channels');
  if (sampleRate === 0 || sampleRate > MAX_HZ) throw new Error(`a WAV file of ${sampleRate} Hz`);
  return {
    encoding: format.readUInt16LE(0),
    channels,
    sampleRate,
    bits: format.readUInt16LE(14),
    data,
  };
}

function chunksOf(file: Buffer): Map<string, Buffer> {
  const chunks = new Map<string, Buffer>();
  for (let at = 12; at + 8 <= file.length; ) {
    const length = file.readUInt32LE(at + 4);
    chunks.set(file.toString('latin1', at, at + 4), file.subarray(at + 8, at + 8 + length));
    // Chunks are padded to even lengths.
    at += 8 + length + (length % 2);
  }
  return chunks;
}

function toFloats({ encoding, bits, data }: Wav): Float32Array {
  if (encoding === MULAW) return Float32Array.from(toPcm16(data), toFloat);
  if (encoding !== PCM || bits !== 16) throw new Error(`WAV encoding ${encoding} at ${bits} bits`);
  return Float32Array.from(toInt16(data), toFloat);
}

function toInt16(data: Buffer): Int16Array {
  return Int16Array.from({ length: data.length >> 1 }, (_, i) => data.readInt16LE(i * 2));
}

function toFloat(sample: number): number {
  return sample / 32_768;
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function formatChunk(encoding: number, channels: number, bits: number): Buffer {
  const bytesPerMoment = (channels * bits) / 8;
  // A format other than PCM ends with the length of its extension, which is 0.
  const format = Buffer.alloc(encoding === PCM ? 16 : 18);
  format.writeUInt16LE(encoding, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(TELEPHONE_HZ, 4);
  format.writeUInt32LE(TELEPHONE_HZ * bytesPerMoment, 8);
  format.writeUInt16LE(bytesPerMoment, 12);
  format.writeUInt16LE(bits, 14);
  return toChunk('fmt ', format);
}

function toRiff(...chunks: Buffer[]): Buffer {
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
