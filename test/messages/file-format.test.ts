import { expect, test } from 'vitest';
import { fileFormat } from '#shared/domain/messages/file-format.ts';
import { isOfKind } from '#shared/messages/message-words.ts';

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const OGG = bytesOf('OggS\0\x02\0\0OpusHead');

test.each([
  ['Ogg', OGG, 'audio/ogg'],
  ['MP3 with tags', bytesOf('ID3\x04'), 'audio/mpeg'],
  ['MP3', bytesOf('\xff\xfb\x90'), 'audio/mpeg'],
  ['WAV', bytesOf('RIFF\0\0\0\0WAVEfmt '), 'audio/wav'],
  ['AMR', bytesOf('#!AMR\n'), 'audio/amr'],
  ['M4A', bytesOf('\0\0\0\x20ftypM4A '), 'audio/mp4'],
  ['MP4', bytesOf('\0\0\0\x20ftypisom'), 'video/mp4'],
  ['JPEG', bytesOf('\xff\xd8\xff\xe0'), 'image/jpeg'],
  ['PNG', bytesOf('\x89PNG\r\n'), 'image/png'],
  ['WebP', bytesOf('RIFF\0\0\0\0WEBPVP8 '), 'image/webp'],
  ['HTML', bytesOf('<html>'), undefined],
  ['an empty file', bytesOf(''), undefined],
] as const)('%s is told by its first bytes', (_, bytes, format) => {
  expect(fileFormat(bytes)).toBe(format);
});

test.each(['application/octet-stream', 'video/ogg', 'application/ogg', 'text/html'])(
  'Ogg that its host calls %s is a voice note',
  (type) => {
    expect(isOfKind({ type, bytes: OGG }, 'audio/ogg; codecs=opus')).toBe(true);
  },
);

test('a page is not a voice note, and a voice note is not a picture', () => {
  expect(isOfKind({ type: 'text/html', bytes: bytesOf('<html>') }, 'audio/ogg')).toBe(false);
  expect(isOfKind({ type: 'application/octet-stream', bytes: OGG }, 'image/jpeg')).toBe(false);
});
