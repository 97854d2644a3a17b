import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { toTelephoneAudio } from '@agent-locator/audio/telephone-audio.ts';
import { fromWav } from '@agent-locator/audio/wav.ts';
import { readJson, readValid } from '#local/control/valid-input.ts';
import { textOf } from '#local/scenario/utterance.ts';
import { InvalidInput } from '#shared/errors.ts';
import { type Conversation, type ConversationStep, conversationFile } from './conversation.ts';
import { noSuchDay, strangers } from './expectation.ts';

/** The folder of the conversations that every version of the product must pass. */
export const OWN_CONVERSATIONS = fileURLToPath(new URL('./scripts/', import.meta.url));

const EXTENSION = '.json';
const MAX_RECORDING_S = 30;

/** Reads a conversation's file, or all files of a folder. @throws InvalidInput with the problem of each field. */
export function readConversations(place: string): Conversation[] {
  if (!isFolder(place)) return [readConversation(place)];
  const files = readdirSync(place).filter((name) => name.endsWith(EXTENSION));
  if (files.length === 0) throw new InvalidInput(`${place} holds no ${EXTENSION} file.`);
  return files.sort().map((name) => readConversation(join(place, name)));
}

function readConversation(file: string): Conversation {
  const content = readValid(conversationFile, readJson(read(file).toString(), file), file);
  for (const [at, step] of content.steps.entries()) refuseStrangers(step, `${file}.steps[${at}]`);
  const steps = content.steps.map((step, at) => withRecording(step, file, at));
  return { name: basename(file, EXTENSION), ...content, steps };
}

function refuseStrangers(step: ConversationStep, name: string): void {
  const [kind, words] =
    'say' in step ? ['say', step.say] : ['interrupt', 'interrupt' in step ? step.interrupt : ''];
  const text = textOf(words);
  if (strangers(text).length > 0) throw new InvalidInput(`${name}.${kind} ${noSuchDay(text)}.`);
}

/** Replaces the name of a recording in a step by its content, as telephone audio. */
function withRecording(step: ConversationStep, file: string, at: number): ConversationStep {
  const { audio, ...rest } = step;
  if (audio === undefined) return step;
  const wrong = (problem: string, cause?: unknown) =>
    new InvalidInput(`${file}.steps[${at}].audio names "${audio}", ${problem}.`, { cause });
  try {
    const decoded = fromWav(readFileSync(join(dirname(file), audio)));
    if (decoded.samples.length > MAX_RECORDING_S * decoded.sampleRate) {
      throw wrong(`which is longer than ${MAX_RECORDING_S} seconds`);
    }
    const mulaw = toTelephoneAudio(decoded);
    if (mulaw.length === 0) throw wrong('which is empty');
    return { ...rest, recording: Buffer.from(mulaw).toString('base64') } as ConversationStep;
  } catch (error) {
    if (error instanceof InvalidInput) throw error;
    throw wrong('which cannot be read as a WAV file of PCM16 or μ-law', error);
  }
}

function isFolder(place: string): boolean {
  try {
    return statSync(place).isDirectory();
  } catch (cause) {
    throw new InvalidInput(`--script names "${place}", which cannot be read.`, { cause });
  }
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new InvalidInput(`--script names "${file}", which cannot be read.`, { cause });
  }
}
