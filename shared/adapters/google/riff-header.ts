import { VendorFailed } from '#shared/errors.ts';

/** The header of a RIFF file, and the header of each of its chunks: a name and a length. */
const FILE_HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;

/** Returns the audio of a WAV file, as unary synthesis returns it; the header would be heard as a click. @throws VendorFailed */
export function audioOfRiff(file: Uint8Array): Uint8Array {
  const view = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (view.toString('latin1', 0, 4) !== 'RIFF') {
    throw new VendorFailed('google', 'gave audio that is not a WAV file');
  }
  let at = FILE_HEADER_BYTES;
  while (at + CHUNK_HEADER_BYTES <= view.length) {
    const start = at + CHUNK_HEADER_BYTES;
    const bytes = view.readUInt32LE(at + 4);
    if (view.toString('latin1', at, at + 4) === 'data') return file.subarray(start, start + bytes);
    // Chunks begin at even offsets.
    at = start + bytes + (bytes % 2);
  }
  throw new VendorFailed('google', 'gave a WAV file without audio');
}
