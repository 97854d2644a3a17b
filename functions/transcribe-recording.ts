import * as z from 'zod/mini';
import { dynamoCallLogs } from '#shared/adapters/dynamo-call-logs.ts';
import { dynamoCallTurns } from '#shared/adapters/dynamo-call-turns.ts';
import { dynamoDb } from '#shared/adapters/dynamo-db.ts';
import { dynamoInteractions } from '#shared/adapters/dynamo-interactions.ts';
import { openaiTranscriber } from '#shared/adapters/openai-transcriber.ts';
import { s3Recordings, toRecordingName } from '#shared/adapters/s3-recordings.ts';
import { secretsOf } from '#shared/adapters/secrets.ts';
import { InvalidInput } from '#shared/errors.ts';
import { lazily } from '#shared/http/lambda.ts';
import { log } from '#shared/log.ts';
import type {
  CallLogs,
  CallTurns,
  Interactions,
  RecordingName,
  Recordings,
  Transcriber,
} from '#shared/ports.ts';
import { recordTranscript } from '#shared/record-transcript.ts';

type Parts = {
  readonly calls: CallLogs;
  readonly turns: CallTurns;
  readonly interactions: Interactions;
  readonly recordings: Pick<Recordings, 'get'>;
  readonly transcriber: Transcriber;
};

/** Two minutes of speech take the vendor seconds; the function itself lives two minutes. */
const TRANSCRIPTION_DEADLINE_MS = 60_000;

const s3Event = z.object({
  Records: z.array(z.object({ s3: z.object({ object: z.object({ key: z.string() }) }) })),
});

/** Turns a message that arrived in S3 into a turn of its call, and the call's transcript with it. */
export function transcribeRecording({
  calls,
  turns,
  interactions,
  recordings,
  transcriber,
}: Parts) {
  const transcribe = async (name: RecordingName) => {
    const { callSid, recordingSid } = name;
    const id = `rec-${recordingSid}`;
    // S3 announces an object at least once.
    const isKnown = (await turns.ofCall(callSid)).some((turn) => turn.id === id);
    if (!isKnown) {
      const signal = AbortSignal.timeout(TRANSCRIPTION_DEADLINE_MS);
      const text = await transcriber.transcribe(await recordings.get(name), signal);
      await turns.insert({
        call_sid: callSid,
        id,
        mode: 'recording',
        started_at: Date.now(),
        user_text: text,
      });
      log.info('recording.transcribed', { callSid, recordingSid, characters: text.length });
    }
    await recordTranscript({ calls, turns, interactions }, callSid);
  };

  return async (event: unknown): Promise<void> => {
    const { Records } = z.parse(s3Event, event);
    for (const { s3 } of Records) {
      const key = decodeURIComponent(s3.object.key.replaceAll('+', ' '));
      const name = toRecordingName(key);
      if (!name) throw new InvalidInput(`The object "${key}" is not a recording of ours.`);
      await transcribe(name);
    }
  };
}

export const handler = lazily(async (config) => {
  const db = dynamoDb();
  const secrets = secretsOf(config);
  return transcribeRecording({
    calls: dynamoCallLogs(db),
    turns: dynamoCallTurns(db),
    interactions: dynamoInteractions(db),
    recordings: s3Recordings(config.recordingsBucket),
    transcriber: openaiTranscriber({
      apiKey: async () => (await secrets.read()).openaiApiKey ?? '',
      config: config.openai,
      deadlineMs: TRANSCRIPTION_DEADLINE_MS,
    }),
  });
});
