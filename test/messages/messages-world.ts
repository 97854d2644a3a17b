import { randomBytes } from 'node:crypto';
import { ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { type Received, startApplication, twiml } from 'twilio-exchange/test/application.ts';
import {
  accountSid,
  authToken,
  caller,
  happened,
  openExchange,
} from 'twilio-exchange/test/world.ts';
import { vi } from 'vitest';
import { createDynamoDbStandIn } from '#local/aws/dynamodb/dynamodb.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { createLambdaStandIn, type DeadLetter } from '#local/aws/lambda/lambda.ts';
import { localAws } from '#local/aws/local-aws.ts';
import { createS3StandIn } from '#local/aws/s3/s3.ts';
import { createSchedulerStandIn } from '#local/aws/scheduler/scheduler.ts';
import { createOpenAiStandIn } from '#local/openai/server.ts';
import { createPhrasebook } from '#local/phrasebook/phrasebook.ts';
import { answerTo } from '#local/rule-agent/rules.ts';
import { openCrm } from '#local/world/crm.ts';
import { productEnvironment } from '#local/world/product-environment.ts';
import { s3Recordings } from '#shared/adapters/aws/recordings.ts';
import { dynamoCallTurns } from '#shared/adapters/dynamo/call-turns.ts';
import { routes } from '#shared/routes.ts';

const callback = routes['recording-status'].path;
const told = `recordingStatusCallback="${callback}" recordingStatusCallbackEvent="completed absent"`;
const record = (attributes: string) =>
  twiml(`<Record action="/done" finishOnKey="#" ${attributes}/>`);

/** Everything through which a message passes, from the telephone to the CRM, and nothing else. */
export async function openMessagesWorld() {
  await using opened = new AsyncDisposableStack();
  const application = opened.use(await startApplication({ '/done': twiml('<Hangup/>') }));
  const exchange = opened.use(
    await openExchange(application, { switches: { recordingAvailableDelayMs: 0 } }),
  );
  const phrasebook = createPhrasebook();
  const openai = opened.use(await createOpenAiStandIn({ answerTo, phrasebook }));
  const store = opened.use(await createDynamoDbStandIn());
  const crm = opened.use(openCrm(store.endpoint));
  const db = localDynamoDb(store.endpoint);
  opened.defer(() => db.destroy());
  const s3 = opened.use(
    await createS3StandIn({
      buckets: ['recordings'],
      onEvent: (event) => lambda.invokeLater('transcribe-recording', event),
    }),
  );
  const scheduler = opened.use(
    await createSchedulerStandIn({ invoke: (name, input) => void lambda.invokeLater(name, input) }),
  );
  const env = {
    ...productEnvironment({
      publicBaseUrl: application.url,
      twilio: { accountSid, authToken, apiBaseUrl: exchange.apiBaseUrl },
      dynamoDbEndpoint: store.endpoint,
      s3Endpoint: s3.endpoint,
      schedulerEndpoint: scheduler.endpoint,
      openAiBaseUrl: openai.baseUrl,
    }),
    WHATSAPP_SENDER: '+97233000000',
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  opened.defer(() => void vi.unstubAllEnvs());
  const logs: string[] = [];
  const deadLetters: DeadLetter[] = [];
  const lambda = opened.use(
    await createLambdaStandIn({
      env,
      // Lambda's own retries are tested elsewhere.
      retryDelaysMs: [],
      timeoutsMs: {
        // A second less than it really has: nothing may count on the last moment.
        'recording-status': 9_000,
        'transcribe-recording': 120_000,
        'fetch-recording': 60_000,
        reconcile: 60_000,
      },
      onLog: (line) => logs.push(line),
      onDeadLetter: (letter) => deadLetters.push(letter),
    }),
  );
  const answers = new Map<string | undefined, number>();
  application.route(callback, async ({ path, rawQuery, headers, body, form }: Received) => {
    const event = { rawPath: path, rawQueryString: rawQuery, headers, body };
    const { payload } = await lambda.invoke('recording-status', {
      ...event,
      isBase64Encoded: false,
    });
    const { statusCode } = payload as { statusCode: number };
    answers.set(form['RecordingSid'], statusCode);
    return { status: statusCode };
  });
  /** A call that asks for a message and is recording it; Twilio tells of it, or does not. */
  const messageBegun = async (isTold: boolean) => {
    application.route('/voice', record(isTold ? told : ''));
    const call = exchange.dial({ from: caller });
    const { recordingSid } = await happened(call, 'recording-started');
    return { call, recordingSid };
  };
  const client = new SchedulerClient({ ...localAws, endpoint: scheduler.endpoint });
  opened.defer(() => client.destroy());

  const all = opened.move();
  return {
    exchange,
    openai,
    store,
    crm,
    db,
    turns: dynamoCallTurns(db),
    recordings: s3Recordings('recordings'),
    s3,
    scheduler,
    lambda,
    logs,
    deadLetters,
    env,
    /** The answers of `recording_status` to Twilio, by recording. */
    answers,

    /** Audio in which the ear hears these words. */
    audioOf(words: string): Uint8Array {
      // Never silence, and never the same twice.
      const audio = Uint8Array.from(randomBytes(4_800), (byte) => byte & 0xbf);
      phrasebook.register(words, audio);
      return audio;
    },
    messageBegun,
    /** A call whose only trace is the message that was left in it. */
    async messageLeft(words: string, { isTold = true } = {}) {
      const { call, recordingSid } = await messageBegun(isTold);
      await call.speak(this.audioOf(words));
      call.press('#');
      await call.ended;
      return { callSid: call.callSid, recordingSid };
    },
    /** A call in which nothing was said, and of which nobody tells. */
    async wordlessCall(): Promise<string> {
      application.route('/voice', twiml('<Hangup/>'));
      return (await exchange.dial({ from: caller }).ended).callSid;
    },
    /** How often OpenAI was asked for words. */
    transcriptions: () =>
      openai.requests.filter(({ operation }) => operation === 'transcribe').length,
    /** The names of the schedules that stand. */
    async schedules(): Promise<(string | undefined)[]> {
      const { Schedules = [] } = await client.send(new ListSchedulesCommand({}));
      return Schedules.map(({ Name }) => Name);
    },
    /** How often a metric was counted, of one call or for one reason. */
    counted: (metric: string, of: string) =>
      logs.filter((line) => line.includes(`"${metric}":1`) && line.includes(of)).length,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
