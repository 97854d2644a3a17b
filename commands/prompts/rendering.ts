import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { mp3DurationMs } from '@agent-locator/audio/mp3.ts';
import { BYTES_PER_MS, FRAME_BYTES, SILENCE } from '@agent-locator/audio/mulaw.ts';
import { officeTitle } from '#shared/domain/office/office-name.ts';
import type { Reader, Recorded } from './reader.ts';

/** One rendered recording, for the display of progress. */
export type Rendered = {
  readonly file: string;
  readonly durationMs: number;
  readonly bytes: number;
  /** Its place among all recordings, from 1, and their count. */
  readonly number: number;
  readonly count: number;
};

/** The place of the office’s name in a template. */
const OFFICE = '{office}';

/**
 * Renders the recorded texts of a folder like `assets/`, and writes the office’s name and measured lengths
 * back.
 */
export async function* renderAssets(
  assets: URL,
  reader: Reader,
  officeName: string,
): AsyncGenerator<Rendered> {
  const office = officeTitle(officeName);
  const found = kinds.filter(({ texts }) => existsSync(new URL(texts, assets)));
  const books = await Promise.all(found.map((kind) => openBook(assets, kind)));
  const count = books.reduce((sum, { texts }) => sum + Object.keys(texts).length, 0);
  let number = 0;
  for (const { file, texts, kind } of books) {
    for (const [name, entry] of Object.entries(texts)) {
      const recorded = withOffice(entry, office);
      const { audio, durationMs, extension } = await kind.record(reader, recorded);
      const recording = `${kind.recordings}${name}.${extension}`;
      await writeFile(new URL(recording, assets), audio);
      texts[name] = { ...recorded, duration_ms: durationMs };
      number += 1;
      yield { file: recording, durationMs, bytes: audio.length, number, count };
    }
    await writeFile(file, `${JSON.stringify(texts, null, 2)}\n`);
  }
}

function withOffice(recorded: Recorded, office: string): Recorded {
  const { template } = recorded;
  if (!template) return recorded;
  return {
    ...recorded,
    text: template.text.replaceAll(OFFICE, () => office),
    pointed: template.pointed.replaceAll(OFFICE, () => office),
  };
}

/** One kind of recorded texts: their file, the folder of their recordings, and the format. */
type Kind = {
  readonly texts: string;
  readonly recordings: string;
  record(reader: Reader, recorded: Recorded): Promise<Recording>;
};

type Recording = {
  readonly audio: Uint8Array;
  readonly durationMs: number;
  readonly extension: string;
};

const kinds: readonly Kind[] = [
  { texts: 'prompts.json', recordings: 'tts/', record: recordMp3 },
  { texts: 'phrases.json', recordings: 'phrases/', record: recordMulaw },
];

async function openBook(assets: URL, kind: Kind) {
  const file = new URL(kind.texts, assets);
  await mkdir(new URL(kind.recordings, assets), { recursive: true });
  const texts: Record<string, Recorded> = JSON.parse(await readFile(file, 'utf8'));
  return { file, texts, kind };
}

async function recordMp3(reader: Reader, recorded: Recorded): Promise<Recording> {
  const audio = await reader.toMp3(recorded);
  return { audio, durationMs: await mp3DurationMs(audio), extension: 'mp3' };
}

async function recordMulaw(reader: Reader, recorded: Recorded): Promise<Recording> {
  const audio = toWholeFrames(await reader.toMulaw(recorded));
  return { audio, durationMs: audio.length / BYTES_PER_MS, extension: 'ulaw' };
}

/** Fills the last frame with silence, because a stream sends whole frames. */
function toWholeFrames(mulaw: Uint8Array): Uint8Array {
  const frames = new Uint8Array(Math.ceil(mulaw.length / FRAME_BYTES) * FRAME_BYTES).fill(SILENCE);
  frames.set(mulaw);
  return frames;
}
