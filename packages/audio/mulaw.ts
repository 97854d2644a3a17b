/** μ-law bytes in a millisecond: 8 kHz, one byte a sample. */
export const BYTES_PER_MS = 8;
/** Milliseconds in a frame, the unit of Twilio's Media Streams: https://www.twilio.com/docs/voice/media-streams/websocket-messages */
export const FRAME_MS = 20;
/** μ-law bytes in a frame. */
export const FRAME_BYTES = FRAME_MS * BYTES_PER_MS;
/** The μ-law byte of digital silence. */
export const SILENCE = 0xff;

const decodeTable = Int16Array.from({ length: 256 }, (_, byte) => decode(byte));
const encodeTable = Uint8Array.from({ length: 65_536 }, (_, index) => encode((index << 16) >> 16));

/** Decodes μ-law bytes to 16-bit samples (ITU-T G.711, the same rate). */
export function toPcm16(mulaw: Uint8Array): Int16Array {
  const pcm = new Int16Array(mulaw.length);
  for (let i = 0; i < mulaw.length; i++) pcm[i] = decodeTable[mulaw[i] as number] as number;
  return pcm;
}

/** Encodes 16-bit samples to μ-law bytes (ITU-T G.711, the same rate). */
export function fromPcm16(pcm: Int16Array): Uint8Array {
  const mulaw = new Uint8Array(pcm.length);
  for (let i = 0; i < pcm.length; i++) {
    mulaw[i] = encodeTable[(pcm[i] as number) & 0xffff] as number;
  }
  return mulaw;
}

/** Returns the level of μ-law audio in dBFS, relative to a full-scale square wave; −Infinity for digital silence. */
export function levelDbfs(mulaw: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < mulaw.length; i++) {
    const sample = decodeTable[mulaw[i] as number] as number;
    sum += sample * sample;
  }
  return 10 * Math.log10(sum / Math.max(1, mulaw.length) / (32_768 * 32_768));
}

/** Returns the pieces as one array. */
export function concatenated(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function decode(byte: number): number {
  const inverted = ~byte & 0xff;
  const exponent = (inverted >> 4) & 7;
  const magnitude = ((((inverted & 15) << 3) + 0x84) << exponent) - 0x84;
  return inverted & 0x80 ? -magnitude : magnitude;
}

function encode(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), 32_635) + 0x84;
  const exponent = 31 - Math.clz32(magnitude) - 7;
  return ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 15)) & 0xff;
}
