/** The first bytes of a file format, from their place on; MP4 is a video unless its brand says sound. */
const BEGINNINGS = [
  { at: 0, with: 'OggS', type: 'audio/ogg' },
  { at: 0, with: 'ID3', type: 'audio/mpeg' },
  { at: 0, with: '\xff\xfb', type: 'audio/mpeg' },
  { at: 0, with: '\xff\xf3', type: 'audio/mpeg' },
  { at: 8, with: 'WAVE', type: 'audio/wav' },
  { at: 0, with: '#!AMR', type: 'audio/amr' },
  { at: 4, with: 'ftypM4A', type: 'audio/mp4' },
  { at: 4, with: 'ftyp', type: 'video/mp4' },
  { at: 0, with: '\xff\xd8\xff', type: 'image/jpeg' },
  { at: 0, with: '\x89PNG', type: 'image/png' },
  { at: 8, with: 'WEBP', type: 'image/webp' },
] as const;

/** A type that the first bytes of a file can tell. */
export type FileFormat = (typeof BEGINNINGS)[number]['type'];

/** Returns the type of a file by its first bytes; undefined for any other. */
export function fileFormat(bytes: Uint8Array): FileFormat | undefined {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  return BEGINNINGS.find((beginning) => head.startsWith(beginning.with, beginning.at))?.type;
}
