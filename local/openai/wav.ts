/** The samples of a WAV file as the telephone makes them; `undefined` if it is anything but PCM16, mono, 8 kHz. */
export function samplesOfWav(file: Uint8Array): Int16Array | undefined {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (view.byteLength < 12 || tag(view, 0) !== 'RIFF' || tag(view, 8) !== 'WAVE') return undefined;
  let isTelephone = false;
  for (let at = 12; at + 8 <= view.byteLength; ) {
    const name = tag(view, at);
    const start = at + 8;
    const bytes = Math.min(view.getUint32(at + 4, true), view.byteLength - start);
    if (name === 'fmt ' && bytes >= 16) isTelephone = isPcm16Mono8k(view, start);
    if (name === 'data') return isTelephone ? toSamples(view, start, bytes) : undefined;
    // Chunks are padded to even lengths.
    at = start + bytes + (bytes % 2);
  }
  return undefined;
}

function isPcm16Mono8k(view: DataView, at: number): boolean {
  const [format, channels, bits] = [at, at + 2, at + 14].map((place) =>
    view.getUint16(place, true),
  );
  return format === 1 && channels === 1 && bits === 16 && view.getUint32(at + 4, true) === 8_000;
}

function toSamples(view: DataView, start: number, bytes: number): Int16Array {
  return Int16Array.from({ length: bytes >> 1 }, (_, i) => view.getInt16(start + 2 * i, true));
}

function tag(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));
}
