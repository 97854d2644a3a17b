import { createPlayoutBuffer } from 'twilio-exchange/line/playout-buffer.ts';
import { expect, test } from 'vitest';

const audio = (bytes: number, value = 1) => new Uint8Array(bytes).fill(value);

test('audio of any length leaves in order, in frames of 160 bytes, the last padded with silence', () => {
  const buffer = createPlayoutBuffer();
  buffer.append(audio(100, 1));
  buffer.append(audio(100, 2));

  expect(buffer.next().frame).toEqual(Uint8Array.from([...audio(100, 1), ...audio(60, 2)]));
  expect(buffer.next().frame).toEqual(Uint8Array.from([...audio(40, 2), ...audio(120, 0xff)]));
  expect(buffer.next().frame).toBeUndefined();
});

test('a mark is reached when the frame with the audio before it has been played', () => {
  const buffer = createPlayoutBuffer();
  buffer.append(audio(200));
  expect(buffer.mark('end')).toEqual([]);

  expect(buffer.next().reached).toEqual([]);
  expect(buffer.next().reached).toEqual([]);
  expect(buffer.next().reached).toEqual(['end']);
});

test('a mark set while the last frame is still playing waits for it', () => {
  const buffer = createPlayoutBuffer();
  buffer.append(audio(160));
  buffer.next();

  expect(buffer.mark('late')).toEqual([]);
  expect(buffer.next().reached).toEqual(['late']);
});

test('a mark on an empty buffer is reached at once', () => {
  const buffer = createPlayoutBuffer();
  buffer.next();
  expect(buffer.mark('now')).toEqual(['now']);
});

test('a mark within a frame does not tear the audio around it apart', () => {
  const buffer = createPlayoutBuffer();
  buffer.append(audio(80));
  buffer.mark('middle');
  buffer.append(audio(80));

  expect(buffer.next()).toEqual({ frame: audio(160), reached: [] });
  expect(buffer.next()).toEqual({ frame: undefined, reached: ['middle'] });
});

test('clearing drops the audio and returns every waiting mark in order, the same name twice', () => {
  const buffer = createPlayoutBuffer();
  buffer.append(audio(320));
  buffer.mark('a');
  buffer.append(audio(320));
  buffer.mark('b');
  buffer.mark('b');
  buffer.next();

  expect(buffer.clear()).toEqual(['a', 'b', 'b']);
  expect(buffer.next()).toEqual({ frame: undefined, reached: [] });
  buffer.append(audio(160, 7));
  expect(buffer.next().frame).toEqual(audio(160, 7));
});
