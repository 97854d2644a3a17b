/**
 * eSpeak NG in a process of its own, because its licence is GPL-3. It reads and writes JSON lines, in order:
 * `{phonemes, speaker}` in, `{pcm}` in base64 or `{error}` out. The process ends with its stdin.
 */
import { createInterface } from 'node:readline';
import load from '@echogarden/espeak-ng-emscripten';
import type { SpokenRequest } from './spoken-request.ts';

const VOICES = {
  agent: { name: 'he+f2', wordsPerMinute: 210, pitch: 55, range: 45 },
  caller: { name: 'he+m2', wordsPerMinute: 200, pitch: 35, range: 40 },
} as const;

// The engine seeds its breath noise with the time; a constant time makes its output reproducible.
Date.now = () => 0;
const espeak = await load();
const worker = new espeak.eSpeakNGWorker();
const memories = { agent: memoryOf('agent'), caller: memoryOf('caller') };

// Ctrl-C reaches the whole process group; the parent decides when this process ends.
process.on('SIGINT', () => {});

process.stdout.write('{"ready":true}\n');
// Compiles the engine's code before the first request.
synthesize(
  "[[Sal'om]] , [[ma Slom'aX]] ? [[an'i meXap'es diQ\"'a betel av'iv]] . ".repeat(2),
  'agent',
);
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(answer(line))}\n`);
}

function answer(line: string): { readonly pcm: string } | { readonly error: string } {
  try {
    const { phonemes, speaker }: SpokenRequest = JSON.parse(line);
    const pcm = synthesize(phonemes, speaker);
    // The samples are 16-bit: a Buffer from the array itself would keep one byte of each.
    return { pcm: Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength).toString('base64') };
  } catch (error) {
    return { error: String(error) };
  }
}

/** Snapshots the engine's memory with a voice loaded: eSpeak's state drifts from call to call. */
function memoryOf(speaker: keyof typeof VOICES): Int16Array {
  const voice = VOICES[speaker];
  if (worker.set_voice(voice.name) !== 0) throw new Error(`eSpeak has no voice ${voice.name}`);
  worker.set_rate(voice.wordsPerMinute);
  worker.set_pitch(voice.pitch);
  worker.set_range(voice.range);
  return espeak.HEAP16.slice();
}

function synthesize(phonemes: string, speaker: keyof typeof VOICES): Int16Array {
  espeak.HEAP16.set(memories[speaker]);
  const pieces: Int16Array[] = [];
  worker.synthesize({ ptr: placed(phonemes) }, (samples) => {
    pieces.push(samples);
    return false;
  });
  const pcm = new Int16Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    pcm.set(piece, at);
    at += piece.length;
  }
  return pcm;
}

/**
 * Copies a text into the engine's memory. The package's own buffer would point into memory that a snapshot has
 * overwritten.
 */
function placed(text: string): number {
  const bytes = Buffer.from(`${text}\0`);
  const address = espeak._malloc(bytes.length);
  espeak.HEAP8.set(bytes, address);
  return address;
}
