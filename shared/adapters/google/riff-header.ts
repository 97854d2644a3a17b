import { VendorFailed } from '#shared/errors.ts';

/** A RIFF file's own header, and the header of each of its chunks: a name and a length. */
const FILE_HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;

/** Takes the audio out of the WAV file that Google's unary synthesis gives: its header would be heard as a click. */
export function audioOfRiff(file: Uint8Array): Uint8Array {
  const view = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (view.toString('latin1', 0, 4) !== 'RIFF') {
    throw new VendorFailed('google', 'gave audio that is no WAV file');
  }
  let at = FILE_HEADER_BYTES;
  while (at + CHUNK_HEADER_BYTES <= view.length) {
    const start = at + CHUNK_HEADER_BYTES;
    const bytes = view.readUInt32LE(at + 4);
    if (view.toString('latin1', at, at + 4) === 'data') return file.subarray(start, start + bytes);
    // Chunks stand at even offsets.
    at = start + bytes + (bytes % 2);
  }
  throw new VendorFailed('google', 'gave a WAV file without audio');
}
