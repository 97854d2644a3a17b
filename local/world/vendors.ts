import { createExchange, type Exchange } from 'twilio-exchange/exchange.ts';
import { createDynamoDbStandIn } from '#local/aws/dynamodb/dynamodb.ts';
import { createS3StandIn } from '#local/aws/s3/s3.ts';
import { createSchedulerStandIn } from '#local/aws/scheduler/scheduler.ts';
import { createSesStandIn, type SesStandIn } from '#local/aws/ses/ses.ts';
import { createGoogleStandIn } from '#local/google/text-to-speech.ts';
import { createOpenAiStandIn } from '#local/openai/server.ts';
import { createPhrasebook, type Phrasebook } from '#local/phrasebook/phrasebook.ts';
import { answerTo } from '#local/rule-agent/rules.ts';
import { createLocalVoice, type LocalVoice } from '#local/speech/voice.ts';
import { readPhrases } from '#media-service/speaking/phrases.ts';
import { mailListener, recordingListener } from '#shared/lambdas.ts';
import { fallbackDocumentPath, routes } from '#shared/routes.ts';
import { MAIL_CONFIGURATION_SET, MAIL_FROM, RECORDINGS_BUCKET } from './product-environment.ts';
import type { WorldSettings } from './settings.ts';
import type { WhatsAppNumber } from './whatsapp-number.ts';

/** The stand-ins of all vendors but Lambda. */
export interface VendorStandIns {
  /** The local Twilio; undefined where the real one calls. */
  readonly exchange: Exchange | undefined;
  readonly voice: LocalVoice;
  readonly phrasebook: Phrasebook;
  readonly dynamoDb: Awaited<ReturnType<typeof createDynamoDbStandIn>>;
  readonly openai: Awaited<ReturnType<typeof createOpenAiStandIn>>;
  readonly google: Awaited<ReturnType<typeof createGoogleStandIn>>;
  readonly s3: Awaited<ReturnType<typeof createS3StandIn>>;
  readonly scheduler: Awaited<ReturnType<typeof createSchedulerStandIn>>;
  readonly ses: SesStandIn;
}

/** The latencies of the stand-ins, in milliseconds. */
export type Latencies = {
  readonly transcribeMs: number;
  readonly firstTokenMs: number;
  readonly firstAudioMs: number;
};

type VendorOptions = {
  readonly settings: WorldSettings;
  readonly publicBaseUrl: string;
  readonly whatsApp: WhatsAppNumber;
  readonly latencies: Latencies;
  /** A voice that several worlds share; the caller disposes of it. */
  readonly sharedVoice: LocalVoice | undefined;
  /** The milliseconds by which every index of the store is behind its table. */
  readonly indexLateMs: number;
  /** Invokes a function of the product without waiting for its end. */
  readonly invokeLater: (functionName: string, event: unknown) => void;
};

/** The number on which the agent answers in the local world, in a range without subscribers. */
export const AGENT_NUMBER = '+97233000000';

/** Opens the stand-ins, and defers their closing to a stack. */
export async function openVendors(
  opened: AsyncDisposableStack,
  {
    settings,
    publicBaseUrl,
    whatsApp,
    latencies,
    sharedVoice,
    indexLateMs,
    invokeLater,
  }: VendorOptions,
): Promise<VendorStandIns> {
  const phrasebook = createPhrasebook();
  // The agent's recorded phrases pass no vendor, so they are registered here.
  const phrases = readPhrases(new URL('../../assets/phrases/', import.meta.url));
  for (const { text, audio } of Object.values(phrases)) phrasebook.register(text, audio);
  const voice = sharedVoice ?? opened.use(await createLocalVoice());
  const dynamoDb = opened.use(await createDynamoDbStandIn({ indexLateMs }));
  const openai = opened.use(await createOpenAiStandIn({ answerTo, phrasebook, latencies }));
  const google = opened.use(await createGoogleStandIn({ voice, phrasebook, latencies }));
  const s3 = opened.use(
    await createS3StandIn({
      buckets: [RECORDINGS_BUCKET],
      onEvent: (event) => {
        // Files outside `recordings/` are not transcribed.
        const isRecording = event.Records[0].s3.object.key.startsWith('recordings/');
        if (isRecording) invokeLater(recordingListener, event);
      },
    }),
  );
  const scheduler = opened.use(await createSchedulerStandIn({ invoke: invokeLater }));
  const ses = opened.use(
    await createSesStandIn({
      verified: [settings.product['MAIL_FROM'] || MAIL_FROM],
      configurationSets: [MAIL_CONFIGURATION_SET],
      onEvent: (event) => invokeLater(mailListener, event),
    }),
  );
  const exchange = settings.isTwilioReal
    ? undefined
    : opened.use(
        await createExchange({
          accountSid: settings.accountSid,
          authToken: settings.authToken,
          number: {
            phoneNumber: AGENT_NUMBER,
            voiceUrl: publicBaseUrl + routes['incoming-call'].path,
            voiceFallbackUrl: publicBaseUrl + fallbackDocumentPath,
            voiceFallbackMethod: 'GET',
            statusCallback: publicBaseUrl + routes['call-status'].path,
          },
          whatsApp: whatsApp.sender,
        }),
      );
  return { exchange, voice, phrasebook, dynamoDb, openai, google, s3, scheduler, ses };
}
