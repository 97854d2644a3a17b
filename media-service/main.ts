import { dynamoCallLogs } from '#shared/adapters/dynamo-call-logs.ts';
import { dynamoCallTurns } from '#shared/adapters/dynamo-call-turns.ts';
import { dynamoCallWatches } from '#shared/adapters/dynamo-call-watches.ts';
import { dynamoDb } from '#shared/adapters/dynamo-db.ts';
import { dynamoInteractions } from '#shared/adapters/dynamo-interactions.ts';
import { googleVoice } from '#shared/adapters/google-voice.ts';
import { openaiBrain } from '#shared/adapters/openai-brain.ts';
import { openaiLiveTranscriber } from '#shared/adapters/openai-live-transcriber.ts';
import { openaiTranscriber } from '#shared/adapters/openai-transcriber.ts';
import { s3Recordings } from '#shared/adapters/s3-recordings.ts';
import { secretsOf } from '#shared/adapters/secrets.ts';
import { persona } from '#shared/agent/persona.ts';
import { readConfig } from '#shared/config.ts';
import { log } from '#shared/log.ts';
import { survive } from '#shared/survive.ts';
import { readPhrases } from './phrases.ts';
import { startServer } from './server.ts';
import { openSession, type SessionParts } from './session.ts';
import { openSilero } from './vad/silero-detector.ts';
import { energyDetector } from './voice-detector.ts';

const config = readConfig();
const secrets = secretsOf(config);
const { googleCredentialsJson } = await secrets.read();
const apiKey = async () => (await secrets.read()).openaiApiKey ?? '';
const db = dynamoDb();

const parts: SessionParts = {
  transcriber: openaiTranscriber({ apiKey, config: config.openai }),
  liveTranscriber: openaiLiveTranscriber({ apiKey, config: config.openai }),
  brain: openaiBrain({ apiKey, config: config.openai, instructions: persona(config.officeName) }),
  voice: googleVoice({ config: config.google, credentialsJson: googleCredentialsJson }),
  calls: dynamoCallLogs(db),
  turns: dynamoCallTurns(db),
  watches: dynamoCallWatches(db),
  interactions: dynamoInteractions(db),
  recordings: s3Recordings(config.recordingsBucket),
  // Loudness is not deaf, only easily fooled: better than no service.
  voiceDetector: (await survive('vad.unavailable', openSilero())) ?? energyDetector,
  phrases: readPhrases(),
  maxCallMs: config.media.maxCallSeconds * 1_000,
  speculates: config.media.speculates,
  officeAnswers: config.officeNumber !== undefined,
};

// A cold channel costs its first caller a second; one that cannot be warmed is tried again by that caller.
await survive('voice.not-warm', parts.voice.warm());

const server = await startServer({
  config,
  secrets,
  openSession: (stream, line) => openSession(parts, stream, line),
});
log.info('media.listening', { port: server.port });

// A bug that one call hits must not take the others off the line.
process.on('uncaughtException', (error) => log.error('media.uncaught', error));

process.once('SIGTERM', async () => {
  log.info('media.draining');
  await server.drain();
  log.info('media.drained');
});
