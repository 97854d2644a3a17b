import type { LambdaStandIn } from '#local/aws/lambda/lambda.ts';
import { type Balancer, createBalancer } from '#local/gateway/balancer.ts';
import { createGateway, type Gateway } from '#local/gateway/gateway.ts';
import type { LocalVoice } from '#local/speech/voice.ts';
import type { LoadBalancing } from '#shared/load-balancing.ts';
import { type CrmView, openCrm } from './crm.ts';
import { writeFirstOffice } from './first-office.ts';
import { openProduct, type Product, type ProductOptions } from './product.ts';
import { type PromptSet, promptSets } from './prompt-sets.ts';
import { writeFirstListings } from './sample-listings.ts';
import type { WorldSettings } from './settings.ts';
import { type Latencies, openVendors, type VendorStandIns } from './vendors.ts';
import { whatsAppNumber } from './whatsapp-number.ts';

/** The complete product with all its vendors on this machine. */
export interface World extends VendorStandIns, Product, AsyncDisposable {
  /** The public URL of the gateway. */
  readonly url: string;
  readonly crm: CrmView;
  /** The load balancer in which the media service's processes are registered. */
  readonly balancer: Balancer;
  /** The texts of the recorded prompts, by name. */
  readonly prompts: PromptSet['texts'];
}

/** The settings of a world, its vendors and its product. */
export type WorldOptions = ProductOptions & {
  readonly settings: WorldSettings;
  readonly latencies?: Latencies;
  /** Settings of the load balancer that differ from those of production. */
  readonly balancing?: Partial<LoadBalancing>;
  /** The milliseconds by which every index of the store is behind its table. */
  readonly indexLateMs?: number;
  readonly prompts?: keyof typeof promptSets;
  /** A voice that several worlds share; the caller disposes of it. */
  readonly voice?: LocalVoice;
};

/** The latencies for which the product’s promises of speed hold. */
const LATENCIES: Latencies = { transcribeMs: 250, firstTokenMs: 300, firstAudioMs: 150 };

/** Opens a world; resolves when all its parts are ready. Disposal closes them all. */
export async function openWorld({
  settings,
  latencies = LATENCIES,
  balancing,
  indexLateMs = 0,
  prompts = 'own',
  voice: sharedVoice,
  ...productOptions
}: WorldOptions): Promise<World> {
  const { texts, folders, condition }: PromptSet = promptSets[prompts];
  await using opened = new AsyncDisposableStack();
  const lambdaOpen = Promise.withResolvers<LambdaStandIn>();
  const worldOpen = Promise.withResolvers<void>();
  const balancer = opened.use(createBalancer(balancing));
  const gateway: Gateway = opened.use(
    await createGateway({
      port: settings.port,
      // The port opens before the world is complete, so early requests wait here.
      async invoke(name, event) {
        await worldOpen.promise;
        return (await lambdaOpen.promise).invoke(name, event);
      },
      staticFolders: folders,
      balancer,
    }),
  );
  const publicBaseUrl = settings.publicBaseUrl ?? gateway.url;
  const whatsApp = whatsAppNumber(publicBaseUrl, settings.product);
  const vendors = await openVendors(opened, {
    settings,
    publicBaseUrl,
    whatsApp,
    latencies,
    sharedVoice,
    indexLateMs,
    invokeLater: async (name, event) => (await lambdaOpen.promise).invokeLater(name, event),
  });
  const { endpoint } = vendors.dynamoDb;
  const crm = opened.use(openCrm(endpoint));
  const listed = writeFirstListings(endpoint);
  listed.catch(() => {});
  // Every process reads the settings and the people as it starts, and again only after a minute.
  await writeFirstOffice(endpoint, settings);
  const product = await openProduct(
    opened,
    {
      settings,
      publicBaseUrl,
      whatsApp,
      vendors,
      balancer,
      condition,
      onLambda: lambdaOpen.resolve,
    },
    productOptions,
  );
  await listed;
  worldOpen.resolve();

  const disposables = opened.move();
  return {
    url: gateway.url,
    ...vendors,
    ...product,
    crm,
    balancer,
    prompts: texts,
    [Symbol.asyncDispose]: () => disposables.disposeAsync(),
  };
}
