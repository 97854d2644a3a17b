import { randomBytes } from 'node:crypto';
import { createLambdaStandIn, type LambdaStandIn } from '#local/aws/lambda/lambda.ts';
import type { Balancer } from '#local/gateway/balancer.ts';
import { readConfig } from '#shared/config/config.ts';
import type { Environment } from '#shared/config/environment.ts';
import { type LambdaDescription, lambdas, RETRY_ATTEMPTS } from '#shared/lambdas.ts';
import { everyMinute } from './every-minute.ts';
import { firstSweep } from './first-sweep.ts';
import { type MediaPool, startMediaPool } from './media-pool.ts';
import { nodeOptions } from './node-options.ts';
import { productEnvironment } from './product-environment.ts';
import type { WorldSettings } from './settings.ts';
import type { VendorStandIns } from './vendors.ts';
import type { WhatsAppNumber } from './whatsapp-number.ts';

/** The product's own processes. */
export type Product = {
  readonly lambda: LambdaStandIn;
  readonly media: MediaPool;
  /** The environment of the product's processes. */
  readonly env: Environment;
};

/** A proxy between the product and AWS, with a process and an environment for each function. */
export type Guard = {
  endpointFor(service: 'dynamodb' | 's3' | 'scheduler' | 'ses', endpoint: string): Promise<string>;
  environmentOf(functionName: string): Environment;
};

/** The settings of the product's processes. */
export type ProductOptions = {
  /** The number of the media service's processes. */
  readonly mediaProcesses?: number;
  /** Whether a media process that ends is replaced, as in the cluster. */
  readonly replacesMedia?: boolean;
  /** The proxy between the product and its store, its bucket and its schedules. */
  readonly guard?: Guard;
  /** The file that is started as the media service instead of its sources. */
  readonly mediaMain?: string;
  /** The milliseconds by which the media service's clock is ahead of all others. */
  readonly mediaAheadMs?: number;
  /** Receives every line that the product's processes print. */
  readonly onLog?: (line: string) => void;
};

type ProductSurroundings = {
  readonly settings: WorldSettings;
  readonly publicBaseUrl: string;
  readonly whatsApp: WhatsAppNumber;
  readonly vendors: VendorStandIns;
  readonly balancer: Balancer;
  /** The condition by which the product's processes find the prompts. */
  readonly condition: string | undefined;
  /** Is told of the functions as soon as they can be invoked, so that the vendors can invoke them. */
  readonly onLambda: (lambda: LambdaStandIn) => void;
};

/** Starts the product's processes, and defers their end to a stack; resolves after the watchdog's first sweep. */
export async function openProduct(
  opened: AsyncDisposableStack,
  {
    settings,
    publicBaseUrl,
    whatsApp,
    vendors,
    balancer,
    condition,
    onLambda,
  }: ProductSurroundings,
  {
    mediaProcesses = 1,
    replacesMedia = false,
    guard,
    mediaMain,
    mediaAheadMs = 0,
    onLog = () => {},
  }: ProductOptions,
): Promise<Product> {
  const { exchange, dynamoDb, openai, google, s3, scheduler, ses } = vendors;
  const seen: Guard['endpointFor'] = async (service, endpoint) =>
    (await guard?.endpointFor(service, endpoint)) ?? endpoint;
  const env: Environment = {
    ...productEnvironment({
      publicBaseUrl,
      twilio: { ...settings, apiBaseUrl: exchange?.apiBaseUrl },
      dynamoDbEndpoint: await seen('dynamodb', dynamoDb.endpoint),
      s3Endpoint: await seen('s3', s3.endpoint),
      schedulerEndpoint: await seen('scheduler', scheduler.endpoint),
      sesEndpoint: await seen('ses', ses.endpoint),
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
  onLambda(lambda);
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
  // Without people, an office has nobody to tell.
  if (settings.people?.length) await everyMinute(scheduler.endpoint, config.schedules, 'tell');
  await swept;
  return { lambda, media, env };
}

/** Returns one property of each function's description, by the function's name. */
function ofEach<Told>(told: (description: LambdaDescription) => Told): Record<string, Told> {
  const named = Object.entries(lambdas).map(([name, one]) => [name, told(one)] as const);
  return Object.fromEntries(named);
}
