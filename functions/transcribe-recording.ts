import * as z from 'zod/mini';
import { s3Recordings } from '#shared/adapters/aws/recordings.ts';
import { eventbridgeScheduler } from '#shared/adapters/aws/schedules.ts';
import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallTurns } from '#shared/adapters/dynamo/call-turns.ts';
import { dynamoInteractions } from '#shared/adapters/dynamo/interactions.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import { openaiTranscriber } from '#shared/adapters/openai/transcriber.ts';
import { twilioTelephony } from '#shared/adapters/twilio/telephony.ts';
import { readLexicon } from '#shared/agent/lexicon.ts';
import { listeningNames } from '#shared/agent/listening-names.ts';
import { attemptRecordingWork } from '#shared/calls/recording-retries.ts';
import {
  TRANSCRIPTION_DEADLINE_MS,
  type TranscriptionParts,
  transcription,
} from '#shared/calls/transcription.ts';
import { toRecordingName } from '#shared/domain/calls/recording-name.ts';
import { scheduledAttempt } from '#shared/domain/calls/recording-work.ts';
import { InvalidInput } from '#shared/errors.ts';
import { lazily } from '#shared/http/lambda.ts';
import type { Schedules } from '#shared/ports/office.ts';

type Parts = TranscriptionParts & { readonly schedules: Pick<Schedules, 'once'> };

const s3Event = z.object({
  Records: z.array(z.object({ s3: z.object({ object: z.object({ key: z.string() }) }) })),
});

/**
 * Returns the handler that transcribes a recording, on its arrival in S3 or on a scheduled retry.
 * The handler throws `InvalidInput` for a key of anything else.
 */
export function transcribeRecording({ schedules, ...parts }: Parts) {
  const transcribe = transcription(parts);
  return async (event: unknown): Promise<void> => {
    for (const { key, attempt } of attemptsOf(event)) {
      const name = toRecordingName(key);
      if (!name) throw new InvalidInput(`"${key}" is not the key of a recording.`);
      const work = { verb: 'transcribe', name, attempt } as const;
      await attemptRecordingWork(schedules, work, () => transcribe(work));
    }
  };
}

function attemptsOf(event: unknown) {
  const parsed = z.parse(z.union([s3Event, scheduledAttempt]), event);
  if (!('Records' in parsed)) return [parsed];
  return parsed.Records.map(({ s3 }) => {
    const key = decodeURIComponent(s3.object.key.replaceAll('+', ' '));
    return { key, attempt: 0 };
  });
}

/** Starts on an S3 event of a new recording, or on a one-time `transcribe-…` schedule; answers nothing. */
export const handler = lazily(async (config) => {
  const db = dynamoDb(config);
  const secrets = secretsOf(config);
  return transcribeRecording({
    calls: dynamoCallLogs(db),
    turns: dynamoCallTurns(db),
    interactions: dynamoInteractions(db),
    tasks: dynamoTasks(db),
    recordings: s3Recordings(config.recordingsBucket),
    transcriber: openaiTranscriber({
      apiKey: async () => (await secrets.models()).openaiApiKey ?? '',
      config: config.openai,
      keywords: listeningNames(readLexicon(), dynamoListings(db)),
      deadlineMs: TRANSCRIPTION_DEADLINE_MS,
    }),
    telephony: twilioTelephony(config.twilio, await secrets.twilio()),
    schedules: eventbridgeScheduler(config.schedules),
  });
});
