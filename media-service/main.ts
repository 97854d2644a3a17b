import { s3Recordings } from '#shared/adapters/aws/recordings.ts';
import { eventbridgeScheduler } from '#shared/adapters/aws/schedules.ts';
import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { dynamoBrokers } from '#shared/adapters/dynamo/brokers.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallTurns } from '#shared/adapters/dynamo/call-turns.ts';
import { dynamoCallWatches } from '#shared/adapters/dynamo/call-watches.ts';
import { dynamoInteractions } from '#shared/adapters/dynamo/interactions.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import { dynamoViewings } from '#shared/adapters/dynamo/viewings.ts';
import { googleVoice } from '#shared/adapters/google/voice.ts';
import { openaiBrain } from '#shared/adapters/openai/brain/brain.ts';
import { openaiLiveTranscriber } from '#shared/adapters/openai/live/transcriber.ts';
import { openaiTranscriber } from '#shared/adapters/openai/transcriber.ts';
import { readLexicon } from '#shared/agent/lexicon.ts';
import { persona } from '#shared/agent/persona.ts';
import { createToolbox } from '#shared/agent/toolbox.ts';
import { readConfig } from '#shared/config/config.ts';
import { isHandOverTime } from '#shared/domain/office/opening-hours.ts';
import { waysOf } from '#shared/domain/office/telling.ts';
import { log } from '#shared/log.ts';
import { knownBrokers } from '#shared/office/known-brokers.ts';
import { knownOffice } from '#shared/office/known-settings.ts';
import { survive } from '#shared/survival.ts';
import { loadKeywords } from './hearing/keywords.ts';
import { openSilero } from './hearing/vad/silero-detector.ts';
import { energyDetector } from './hearing/voice-detector.ts';
import { readPhrases } from './speaking/phrases.ts';
import { startServer } from './stream/server.ts';
import { openSession, type SessionParts } from './stream/session.ts';

/** Settings and people are read this often, because a key press cannot wait for them. */
const READ_EVERY_MS = 20_000;

const config = readConfig();
const secrets = secretsOf(config);
const { googleCredentialsJson } = await secrets.models();
const apiKey = async () => (await secrets.models()).openaiApiKey ?? '';
const db = dynamoDb(config);
const leads = dynamoLeads(db);
const listings = dynamoListings(db);
const viewings = dynamoViewings(db);
const tasks = dynamoTasks(db);
const interactions = dynamoInteractions(db);
const schedules = eventbridgeScheduler(config.schedules);
const office = knownOffice(dynamoOfficeSettings(db));
const brokers = knownBrokers(dynamoBrokers(db));
const { followsUp, sender } = config.whatsapp;
const choices = { followsUp, canWrite: sender !== undefined };
const lexicon = readLexicon();
const keywords = await loadKeywords(lexicon, listings);

const brain = openaiBrain({
  apiKey,
  config: config.openai,
  instructions: persona(config.officeName, 'phone', choices),
});
const voice = googleVoice({ config: config.google, credentialsJson: googleCredentialsJson });

const parts: SessionParts = {
  transcriber: openaiTranscriber({ apiKey, config: config.openai, keywords }),
  liveTranscriber: openaiLiveTranscriber({ apiKey, config: config.openai, keywords }),
  brain,
  voice,
  calls: dynamoCallLogs(db),
  turns: dynamoCallTurns(db),
  watches: dynamoCallWatches(db),
  interactions,
  leads,
  tasks,
  memory: { leads, tasks, viewings, interactions, listings },
  openToolbox: (turn) =>
    createToolbox(
      { listings, leads, tasks, viewings, schedules, office, brokers, now: Date.now, ...choices },
      turn,
    ),
  recordings: s3Recordings(config.recordingsBucket),
  // Loudness alone takes noise for speech, but it is better than no service.
  voiceDetector: (await survive('vad.unavailable', openSilero())) ?? energyDetector,
  phrases: readPhrases(new URL('../assets/phrases/', import.meta.url)),
  reading: lexicon,
  maxCallMs: config.media.maxCallSeconds * 1_000,
  speculates: config.media.speculates,
  office,
  brokers,
  tellsOffice: waysOf(config).length > 0,
  officeAnswers() {
    const hasPhones = config.officeNumber !== undefined || brokers.known().length > 0;
    return hasPhones && isHandOverTime(office.known(), Date.now());
  },
};

// A cold channel costs its first caller a second. A failure to warm it is not fatal: that caller opens it.
await Promise.all([
  office.settings(),
  brokers.active(),
  survive('voice.not-warm', voice.warm()),
  survive('brain.not-warm', brain.warm()),
]);

setInterval(() => void Promise.all([office.settings(), brokers.active()]), READ_EVERY_MS).unref();

const server = await startServer({
  config,
  secrets,
  openSession: (stream, line) => openSession(parts, stream, line),
});
log.info('media.listening', { port: server.port });

// A bug in one call must not end the other calls of this process.
process.on('uncaughtException', (error) => log.error('media.uncaught', error));

process.once('SIGTERM', async () => {
  log.info('media.draining');
  await server.drain();
  log.info('media.drained');
});
