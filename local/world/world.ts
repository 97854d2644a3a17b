import { randomBytes } from 'node:crypto';
import { createExchange, type Exchange } from 'twilio-exchange/exchange.ts';
import { createDynamoDbStandIn } from '#local/aws/dynamodb.ts';
import { createLambdaStandIn, type LambdaStandIn } from '#local/aws/lambda.ts';
import { createS3StandIn } from '#local/aws/s3.ts';
import { createSchedulerStandIn } from '#local/aws/scheduler.ts';
import { type Balancer, createBalancer } from '#local/gateway/balancer.ts';
import { createGateway, type Gateway } from '#local/gateway/gateway.ts';
import { createGoogleStandIn } from '#local/google/text-to-speech.ts';
import { createOpenAiStandIn } from '#local/openai/server.ts';
import { createPhrasebook, type Phrasebook } from '#local/phrasebook/phrasebook.ts';
import { answerTo } from '#local/rule-agent/rules.ts';
import { createLocalVoice, type LocalVoice } from '#local/speech/voice.ts';
import { readPhrases } from '#media-service/speaking/phrases.ts';
import { readConfig } from '#shared/config/config.ts';
import type { Environment } from '#shared/config/environment.ts';
import {
  type LambdaDescription,
  lambdas,
  RETRY_ATTEMPTS,
  recordingListener,
} from '#shared/lambdas.ts';
import type { LoadBalancing } from '#shared/load-balancing.ts';
import { fallbackDocumentPath, routes } from '#shared/routes.ts';
import { type Crm, openCrm } from './crm.ts';
import { firstListings } from './first-listings.ts';
import { firstPeople } from './first-people.ts';
import { firstSettings } from './first-settings.ts';
import { firstSweep } from './first-sweep.ts';
import { type MediaPool, startMediaPool } from './media-pool.ts';
import { nodeOptions } from './node-options.ts';
import { productEnvironment, RECORDINGS_BUCKET } from './product-environment.ts';
import { type PromptSet, promptSets } from './prompt-sets.ts';
import type { WorldSettings } from './settings.ts';
import { whatsAppLine } from './whatsapp-line.ts';

/** The complete product with all its vendors on this machine. */
export interface World extends AsyncDisposable {
  /** The public URL of the gateway. */
  readonly url: string;
  /** The local Twilio; undefined where the real one calls. */
  readonly exchange: Exchange | undefined;
  readonly voice: LocalVoice;
  readonly phrasebook: Phrasebook;
  readonly crm: Crm;
  readonly dynamoDb: Awaited<ReturnType<typeof createDynamoDbStandIn>>;
  readonly openai: Awaited<ReturnType<typeof createOpenAiStandIn>>;
  readonly google: Awaited<ReturnType<typeof createGoogleStandIn>>;
  readonly s3: Awaited<ReturnType<typeof createS3StandIn>>;
  readonly scheduler: Awaited<ReturnType<typeof createSchedulerStandIn>>;
  readonly lambda: LambdaStandIn;
  readonly media: MediaPool;
  /** The load balancer in which the media service's processes are registered. */
  readonly balancer: Balancer;
  /** The texts of the recorded prompts, by name. */
  readonly prompts: PromptSet['texts'];
  /** The environment of the product's processes. */
  readonly env: Environment;
}

/** The latencies of the stand-ins, in milliseconds. */
export type Latencies = {
  readonly transcribeMs: number;
  readonly firstTokenMs: number;
  readonly firstAudioMs: number;
};

/** A proxy between the product and AWS, with a process and an environment for each function. */
export type Guard = {
  endpointFor(service: 'dynamodb' | 's3' | 'scheduler', endpoint: string): Promise<string>;
  environmentOf(functionName: string): Environment;
};

export type WorldOptions = {
  readonly settings: WorldSettings;
  readonly latencies?: Latencies;
  /** The number of the media service's processes. */
  readonly mediaProcesses?: number;
  /** Whether a media process that ends is replaced, as in the cluster. */
  readonly replacesMedia?: boolean;
  /** Settings of the load balancer that differ from those of production. */
  readonly balancing?: Partial<LoadBalancing>;
  /** The proxy between the product and its store, its bucket and its schedules. */
  readonly guard?: Guard;
  /** The file that is started as the media service instead of its sources. */
  readonly mediaMain?: string;
  /** The milliseconds by which the media service's clock is ahead of all others. */
  readonly mediaAheadMs?: number;
  /** The milliseconds by which every index of the store is behind its table. */
  readonly indexLateMs?: number;
  readonly prompts?: keyof typeof promptSets;
  /** A voice that several worlds share; the caller disposes of it. */
  readonly voice?: LocalVoice;
  /** Receives every line that the product's processes print. */
  readonly onLog?: (line: string) => void;
};

/** The office's number in the local world, in a range without subscribers. */
export const OFFICE_LINE = '+97233000000';
/** The latencies for which the product’s promises of speed hold. */
const LATENCIES: Latencies = { transcribeMs: 250, firstTokenMs: 300, firstAudioMs: 150 };

/** Opens a world; resolves when all its parts are ready. Disposal closes them all. */
export async function openWorld({
  settings,
  latencies = LATENCIES,
  mediaProcesses = 1,
  replacesMedia = false,
  balancing,
  guard,
  mediaMain,
  mediaAheadMs = 0,
  indexLateMs = 0,
  prompts = 'own',
  voice: sharedVoice,
  onLog = () => {},
}: WorldOptions): Promise<World> {
  const { texts, folders, condition }: PromptSet = promptSets[prompts];
  await using opened = new AsyncDisposableStack();
  const lambdaReady = Promise.withResolvers<LambdaStandIn>();
  lambdaReady.promise.catch(() => {});
  const balancer = opened.use(createBalancer(balancing));
  const gateway: Gateway = opened.use(
    await createGateway({
      port: settings.port,
      // The port opens before the world is complete, so early requests wait here.
      invoke: async (name, event) => (await lambdaReady.promise).invoke(name, event),
      staticFolders: folders,
      balancer,
    }),
  );
  const publicBaseUrl = settings.publicBaseUrl ?? gateway.url;

  const phrasebook = createPhrasebook();
  // The agent's recorded phrases pass no vendor, so they are registered here.
  for (const { text, audio } of Object.values(
    readPhrases(new URL('../../assets/phrases/', import.meta.url)),
  ))
    phrasebook.register(text, audio);
  const voice = sharedVoice ?? opened.use(await createLocalVoice());
  const dynamoDb = opened.use(await createDynamoDbStandIn({ indexLateMs }));
  const crm = opened.use(openCrm(dynamoDb.endpoint));
  // Every process reads the settings and the people as it starts, and again only after a minute.
  await firstSettings(dynamoDb.endpoint);
  await firstPeople(dynamoDb.endpoint, settings.people ?? []);
  const listed = firstListings(dynamoDb.endpoint);
  listed.catch(() => {});
  const openai = opened.use(await createOpenAiStandIn({ answerTo, phrasebook, latencies }));
  const google = opened.use(await createGoogleStandIn({ voice, phrasebook, latencies }));
  const s3 = opened.use(
    await createS3StandIn({
      buckets: [RECORDINGS_BUCKET],
      onEvent: (event) => {
        // Files outside `recordings/` are not transcribed.
        const isRecording = event.Records[0].s3.object.key.startsWith('recordings/');
        if (isRecording) lambda.invokeLater(recordingListener, event);
      },
    }),
  );
  const scheduler = opened.use(
    await createSchedulerStandIn({
      invoke: (name, input) => void lambda.invokeLater(name, input),
    }),
  );
  const whatsApp = whatsAppLine(publicBaseUrl, settings.product);
  const exchange = settings.isTwilioReal
    ? undefined
    : opened.use(
        await createExchange({
          accountSid: settings.accountSid,
          authToken: settings.authToken,
          number: {
            phoneNumber: OFFICE_LINE,
            voiceUrl: publicBaseUrl + routes['incoming-call'].path,
            voiceFallbackUrl: publicBaseUrl + fallbackDocumentPath,
            voiceFallbackMethod: 'GET',
            statusCallback: publicBaseUrl + routes['call-status'].path,
          },
          whatsApp: whatsApp.sender,
        }),
      );

  const seen: Guard['endpointFor'] = async (service, endpoint) =>
    (await guard?.endpointFor(service, endpoint)) ?? endpoint;
  const env: Environment = {
    ...productEnvironment({
      publicBaseUrl,
      twilio: { ...settings, apiBaseUrl: exchange?.apiBaseUrl },
      dynamoDbEndpoint: await seen('dynamodb', dynamoDb.endpoint),
      s3Endpoint: await seen('s3', s3.endpoint),
      schedulerEndpoint: await seen('scheduler', scheduler.endpoint),
      streamTokenKey: randomBytes(32).toString('hex'),
    }),
    NODE_OPTIONS: nodeOptions({ condition }),
    ...(exchange && whatsApp.env),
    ...(settings.openaiApiKey
      ? { OPENAI_API_KEY: settings.openaiApiKey }
      : { OPENAI_API_KEY: 'stand-in', OPENAI_BASE_URL: openai.baseUrl }),
    ...(settings.googleCredentialsJson
      ? { GOOGLE_CREDENTIALS_JSON: settings.googleCredentialsJson }
      : { GOOGLE_CREDENTIALS_JSON: '{}', GOOGLE_TTS_ENDPOINT: google.endpoint }),
    ...settings.product,
  };

  const lambda = opened.use(
    await createLambdaStandIn({
      env,
      environmentOf: guard?.environmentOf,
      timeoutsMs: ofEach(({ timeoutMs }) => timeoutMs),
      retryAttempts: ofEach(({ retryAttempts = RETRY_ATTEMPTS }) => retryAttempts),
      onLog,
    }),
  );
  const config = readConfig(env);
  const swept = config.watchdog.isOn
    ? firstSweep({ scheduler: scheduler.endpoint, dynamoDb: dynamoDb.endpoint }, config)
    : Promise.resolve();
  swept.catch(() => {});
  const media = opened.use(
    await startMediaPool({
      env: { ...env, NODE_OPTIONS: nodeOptions({ condition, aheadMs: mediaAheadMs }) },
      main: mediaMain,
      size: mediaProcesses,
      replaces: replacesMedia,
      balancer,
      onLog,
    }),
  );
  await Promise.all([swept, listed]);
  lambdaReady.resolve(lambda);

  const disposables = opened.move();
  return {
    url: gateway.url,
    exchange,
    voice,
    phrasebook,
    crm,
    dynamoDb,
    openai,
    google,
    s3,
    scheduler,
    lambda,
    media,
    balancer,
    prompts: texts,
    env,
    [Symbol.asyncDispose]: () => disposables.disposeAsync(),
  };
}

/** Returns one property of each function's description, by the function's name. */
function ofEach<Told>(told: (description: LambdaDescription) => Told): Record<string, Told> {
  const named = Object.entries(lambdas).map(([name, one]) => [name, told(one)] as const);
  return Object.fromEntries(named);
}
