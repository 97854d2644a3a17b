import { randomBytes } from 'node:crypto';
import { toWav } from '@agent-locator/audio/wav.ts';
import { ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { parseTwiml } from 'twilio-exchange/twiml/document.ts';
import { expect } from 'vitest';
import { createDynamoDbStandIn } from '#local/aws/dynamodb/dynamodb.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { createLambdaStandIn } from '#local/aws/lambda/lambda.ts';
import { localAws } from '#local/aws/local-aws.ts';
import { createS3StandIn } from '#local/aws/s3/s3.ts';
import { createSchedulerStandIn } from '#local/aws/scheduler/scheduler.ts';
import { createGateway, type Gateway } from '#local/gateway/gateway.ts';
import { createOpenAiStandIn, type OpenAiStandInOptions } from '#local/openai/server.ts';
import { createPhrasebook } from '#local/phrasebook/phrasebook.ts';
import { waitUntil } from '#local/polling.ts';
import { answerTo as ruleAgent } from '#local/rule-agent/rules.ts';
import { productEnvironment } from '#local/world/product-environment.ts';
import { dynamoInteractions } from '#shared/adapters/dynamo/interactions.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoMessageQueues } from '#shared/adapters/dynamo/message-queues.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import { messageKey } from '#shared/domain/messages/message.ts';
import { routes } from '#shared/routes.ts';
import { post } from '../twilio-requests.ts';
import { type Media, openTwilioMessages } from '../vendors/twilio-messages.ts';

const account = {
  accountSid: `AC${'0'.repeat(32)}`,
  authToken: 'the token that only Twilio knows',
};
/** The log events that end the care of a message. */
const DONE = /message\.(sent|unknown|put-off-again|failed|answered-with)/;
/** The office's number on WhatsApp. */
export const sender = '+97233000001';

/** A message as a test has a contact write it. */
export type Written = Readonly<Record<string, string>>;

/** Everything through which a message passes, from Twilio's webhook to the CRM and back, and nothing else. */
export async function openWhatsAppWorld({
  answerTo = ruleAgent,
}: Partial<Pick<OpenAiStandInOptions, 'answerTo'>> = {}) {
  await using opened = new AsyncDisposableStack();
  const phrasebook = createPhrasebook();
  const openai = opened.use(
    await createOpenAiStandIn({
      answerTo,
      phrasebook,
      latencies: { firstTokenMs: 30, transcribeMs: 30 },
    }),
  );
  const twilio = opened.use(await openTwilioMessages(account));
  const store = opened.use(await createDynamoDbStandIn());
  const db = localDynamoDb(store.endpoint);
  opened.defer(() => db.destroy());
  const s3 = opened.use(await createS3StandIn({ buckets: ['recordings'] }));
  const scheduler = opened.use(
    await createSchedulerStandIn({ invoke: (name, input) => void lambda.invokeLater(name, input) }),
  );
  const gateway: Gateway = opened.use(
    await createGateway({
      port: 0,
      invoke: (name, event) => lambda.invoke(name, event),
      staticFolders: [],
      balancer: { place: () => undefined },
    }),
  );
  const env = {
    ...productEnvironment({
      publicBaseUrl: gateway.url,
      twilio: { ...account, apiBaseUrl: twilio.url },
      dynamoDbEndpoint: store.endpoint,
      s3Endpoint: s3.endpoint,
      schedulerEndpoint: scheduler.endpoint,
      openAiBaseUrl: openai.baseUrl,
    }),
    WHATSAPP_SENDER: sender,
  };
  const logs: string[] = [];
  const lambda = opened.use(
    await createLambdaStandIn({
      env,
      // Lambda's own retries are tested elsewhere.
      retryDelaysMs: [],
      timeoutsMs: { 'whatsapp-inbound': 15_000, 'late-reply': 90_000 },
      onLog: (line) => logs.push(line),
    }),
  );
  const schedules = new SchedulerClient({ ...localAws, endpoint: scheduler.endpoint });
  opened.defer(() => schedules.destroy());
  const interactions = dynamoInteractions(db);
  const tasks = dynamoTasks(db);
  const posted = { url: gateway.url, env };

  const world = {
    ...{ openai, twilio, store, s3, scheduler, lambda, logs, db, interactions, tasks },
    leads: dynamoLeads(db),
    queues: dynamoMessageQueues(db),
    url: gateway.url,
    env,

    /** Has a contact write; gives what they are answered, which Twilio sends and mostly tells of. */
    async write(written: Written, { isTold = true } = {}) {
      const startedAt = Date.now();
      const answer = await post(posted, routes['whatsapp-inbound'].path, written);
      const tookMs = Date.now() - startedAt;
      const { From: contact = '' } = written;
      const replies = repliesIn(answer);
      for (const { text, statusCallback } of replies) {
        const sid = twilio.reply(contact, text);
        const told = { MessageSid: sid, MessageStatus: 'sent', To: contact };
        if (isTold && statusCallback) await world.report(told, new URL(statusCallback).search);
      }
      return { ...answer, replies: replies.map(({ text }) => text), tookMs };
    },
    /** Tells what became of a message of ours. */
    report: (fields: Written, query = '') =>
      post(posted, routes['whatsapp-status'].path + query, fields),
    row: (messageSid: string) => interactions.find(messageKey(messageSid)),
    /** Waits until a message's row is as a test waits for. */
    async rowWhen(messageSid: string, isThere: (row: Interaction) => boolean, deadlineMs = 15_000) {
      return waitUntil(
        () => world.row(messageSid),
        (row) => row !== undefined && isThere(row),
        deadlineMs,
      );
    },
    /** The questions to the model, the newest last. */
    questions: () =>
      openai.requests.flatMap(({ operation, fields }) =>
        operation === 'reply' && fields['input'] ? [inputOf(fields['input'])] : [],
      ),
    /** How often the model was asked. */
    asked: () => openai.requests.filter(({ operation }) => operation === 'reply').length,
    /** The names of the schedules that stand. */
    async schedules(messageSid = ''): Promise<readonly string[]> {
      const NamePrefix = `late-${messageSid}`;
      const { Schedules = [] } = await schedules.send(new ListSchedulesCommand({ NamePrefix }));
      return Schedules.map(({ Name = '' }) => Name);
    },
    /** Audio in which the ear hears these words, as a file. */
    voice(words: string): Media {
      const audio = Uint8Array.from(randomBytes(4_800), (byte) => byte & 0xbf);
      phrasebook.register(words, audio);
      return { bytes: toWav(audio), type: 'audio/ogg' };
    },
    /** Has time pass until a message is looked after, and waits until that is done. */
    async lookAfter(messageSid: string, skippedMs: number, look = 1) {
      const name = look === 1 ? `late-${messageSid}` : `late-${messageSid}-${look}`;
      // A function says that it puts a message off before it does so.
      await expect.poll(() => world.schedules(messageSid)).toEqual([name]);
      const done = () => logs.filter((line) => DONE.test(line) && line.includes(messageSid)).length;
      const before = done();
      scheduler.skip(skippedMs);
      const after = await waitUntil(
        async () => done(),
        (count) => count > before,
        40_000,
      );
      expect(after).toBeGreaterThan(before);
    },
    /** Has a message held by nobody any more, as if its function had died long ago. */
    async lapse(messageSid: string) {
      const command = new UpdateCommand({
        TableName: 'interactions',
        Key: { id: `whatsapp#${messageSid}` },
        UpdateExpression: 'SET sending_until = :lapsed',
        ExpressionAttributeValues: { ':lapsed': Date.now() - 1 },
      });
      await db.send(command);
    },
    async heal() {
      openai.faults.clear();
      twilio.answerSends();
      twilio.setListing(true);
      await Promise.all([s3, scheduler, store].map((vendor) => vendor.setFault('none')));
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
  const all = opened.move();
  return world;
}

/** A world as tests hold it. */
export type WhatsAppWorld = Awaited<ReturnType<typeof openWhatsAppWorld>>;

let contacts = 0;

/** A number that nobody in the tests of this process had before. */
export function newContact(): string {
  contacts += 1;
  return `+97250${String(process.pid).slice(-3).padStart(3, '0')}${String(contacts).padStart(4, '0')}`;
}

/** A message as Twilio posts it. */
export function message(
  from: string,
  body: string,
  more: Written = {},
): Written & { MessageSid: string } {
  const MessageSid = `${more['NumMedia'] === '1' ? 'MM' : 'SM'}${randomBytes(16).toString('hex')}`;
  return {
    MessageSid,
    SmsSid: MessageSid,
    SmsMessageSid: MessageSid,
    AccountSid: account.accountSid,
    From: `whatsapp:${from}`,
    To: `whatsapp:${sender}`,
    Body: body,
    NumMedia: '0',
    NumSegments: '1',
    SmsStatus: 'received',
    ApiVersion: '2010-04-01',
    ProfileName: 'דנה 🏠',
    WaId: from.slice(1),
    ...more,
  };
}

/** The fields that Twilio posts about an attachment. */
export function mediaFields(twilioUrl: string, mediaSid: string, type: string): Written {
  return {
    NumMedia: '1',
    MediaContentType0: type,
    MediaUrl0: `${twilioUrl}/2010-04-01/Accounts/${account.accountSid}/Messages/MM1/Media/${mediaSid}`,
  };
}

/** The texts of an answer's messages. */
function repliesIn({ status, body }: { status: number; body: string }) {
  if (status !== 200) return [];
  return parseTwiml(body, undefined).verbs.map(({ text, attributes }) => {
    const { statusCallback } = attributes;
    return { text, statusCallback };
  });
}

function inputOf(input: unknown) {
  const messages = input as readonly { role?: string; content?: string }[];
  return {
    briefing: messages.find(({ role }) => role === 'developer')?.content ?? '',
    dialogue: messages
      .filter(({ role }) => role === 'user' || role === 'assistant')
      .map(({ role, content = '' }) => `${role}: ${content}`),
  };
}
