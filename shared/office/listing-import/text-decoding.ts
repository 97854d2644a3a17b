import { InvalidInput } from '#shared/errors.ts';

/** The first bytes show an encoding: they hold the head and some rows. */
const LOOKED_AT_BYTES = 4_096;
/** Beginnings of files without text, each with its name. */
const otherFiles = [
  { name: 'an Excel workbook', magic: [0x50, 0x4b, 0x03, 0x04] },
  { name: 'an Excel workbook', magic: [0xd0, 0xcf, 0x11, 0xe0] },
  { name: 'a PDF', magic: [0x25, 0x50, 0x44, 0x46] },
] as const;

/**
 * Decodes the encodings in which spreadsheets save Hebrew: UTF-8, UTF-16 of both orders, and Windows-1255. A byte
 * without a meaning becomes U+FFFD.
 * @throws InvalidInput if the bytes are another kind of file
 */
export function decode(bytes: Uint8Array): string {
  const other = otherFiles.find(({ magic }) => magic.every((byte, index) => bytes[index] === byte));
  if (other) {
    throw new InvalidInput(
      `The file is ${other.name}, not CSV: in Excel choose "Save as", then "CSV UTF-8".`,
    );
  }
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  if (/^\s*<(?:!doctype|html|table|\?xml)/i.test(text.slice(0, 1_000))) {
    throw new InvalidInput(
      'The file is a web page (HTML or XML), not CSV. Open it in Excel and save it as "CSV UTF-8".',
    );
  }
  return text;
}

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1255' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const start = bytes.subarray(0, LOOKED_AT_BYTES);
  // Commas and digits of UTF-16 have a zero byte: the second one in little-endian, the first one in big-endian.
  const zeros = [0, 1].map(
    (odd) => start.filter((byte, at) => byte === 0 && at % 2 === odd).length,
  );
  const [even = 0, odd = 0] = zeros;
  if (odd > start.length / 20 && even === 0) return 'utf-16le';
  if (even > start.length / 20 && odd === 0) return 'utf-16be';
  return isUtf8(bytes) ? 'utf-8' : 'windows-1255';
}

/** Returns whether bytes are UTF-8, also if some of them are damaged. */
function isUtf8(bytes: Uint8Array): boolean {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return true;
  const text = new TextDecoder('utf-8').decode(bytes);
  const damaged = text.split('\ufffd').length - 1;
  // Hebrew in Windows-1255 has no valid letter of UTF-8, and a damaged file has many.
  return damaged === 0 || (text.match(/[א-ת]/g)?.length ?? 0) > damaged;
}
