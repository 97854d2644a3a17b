import { BadRequestError } from 'openai';
import * as z from 'zod/mini';
import type { OpenAiConfig } from '#shared/config/vendors.ts';
import { watchDeadlines } from '#shared/deadlines.ts';
import { type FileFormat, fileFormat } from '#shared/domain/messages/file-format.ts';
import { log } from '#shared/log.ts';
import type { Transcriber } from '#shared/ports/speech.ts';
import { type ApiKey, openaiClient, toOpenAiFailure } from './client.ts';
import { withoutInventedWords } from './invented-words.ts';
import { toHearing } from './transcription-fields.ts';

/** The longest wait for a turn's transcript; a recording of minutes needs more. */
const TURN_DEADLINE_MS = 3_000;

const Transcription = z.object({ text: z.string() });

export type OpenAiTranscriberOptions = {
  readonly apiKey: ApiKey;
  readonly config: OpenAiConfig;
  /** Gives the names that callers say and no model knows, such as streets. */
  readonly keywords?: () => readonly string[] | Promise<readonly string[]>;
  readonly deadlineMs?: number;
};

/** Transcribes whole files with OpenAI: https://developers.openai.com/api/docs/guides/speech-to-text */
export function openaiTranscriber(options: OpenAiTranscriberOptions): Transcriber {
  const { apiKey, config, keywords = () => [], deadlineMs = TURN_DEADLINE_MS } = options;
  const client = openaiClient(apiKey, config);

  const ask = async (file: File, names: readonly string[], signal: AbortSignal) => {
    const hearing = toHearing(config.transcriptionModel, names);
    const body = {
      model: config.transcriptionModel,
      file,
      ...hearing,
      response_format: 'json',
    } as const;
    try {
      return await client.audio.transcriptions.create(body, { signal });
    } catch (error) {
      if (!('keywords' in hearing && error instanceof BadRequestError)) throw error;
      // One name may be the reason; without names the recording is transcribed all the same.
      log.warn('transcription.keywords-refused');
      return await ask(file, [], signal);
    }
  };

  return {
    async transcribe(audio, signal) {
      using deadlines = watchDeadlines('openai', signal);
      deadlines.start({ name: 'transcription', ms: deadlineMs });
      try {
        const names = await deadlines.race(Promise.resolve(keywords()));
        const answer = await deadlines.race(ask(fileOf(audio), names, deadlines.signal));
        return withoutInventedWords(Transcription.parse(answer).text);
      } catch (error) {
        deadlines.signal.throwIfAborted();
        throw toOpenAiFailure(error);
      }
    },
  };
}

/** The file name of each format, by which OpenAI tells the formats apart. */
const files: Partial<Record<FileFormat, { readonly name: string; readonly type: string }>> = {
  'audio/ogg': { name: 'speech.ogg', type: 'audio/ogg' },
  'audio/mpeg': { name: 'speech.mp3', type: 'audio/mpeg' },
  'audio/mp4': { name: 'speech.m4a', type: 'audio/mp4' },
  'video/mp4': { name: 'speech.m4a', type: 'audio/mp4' },
};
const WAV = { name: 'speech.wav', type: 'audio/wav' };

function fileOf(audio: Uint8Array): File {
  const format = fileFormat(audio);
  const { name, type } = (format && files[format]) ?? WAV;
  return new File([audio.slice()], name, { type });
}
