import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { vi } from 'vitest';
import { callStatus } from '#functions/call-status.ts';
import { dialEnded } from '#functions/dial-ended.ts';
import { dialWhisper } from '#functions/dial-whisper.ts';
import { handleRecording } from '#functions/handle-recording.ts';
import { incomingCall } from '#functions/incoming-call.ts';
import { recordingStatus } from '#functions/recording-status.ts';
import { streamEnded } from '#functions/stream-ended.ts';
import { streamStatus } from '#functions/stream-status.ts';
import { whatsappInbound } from '#functions/whatsapp-inbound.ts';
import { whatsappStatus } from '#functions/whatsapp-status.ts';
import { createDynamoDbStandIn } from '#local/aws/dynamodb/dynamodb.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { createS3StandIn } from '#local/aws/s3/s3.ts';
import { createSchedulerStandIn } from '#local/aws/scheduler/scheduler.ts';
import { productEnvironment } from '#local/world/product-environment.ts';
import { s3Recordings } from '#shared/adapters/aws/recordings.ts';
import { eventbridgeScheduler } from '#shared/adapters/aws/schedules.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallTurns } from '#shared/adapters/dynamo/call-turns.ts';
import { dynamoCallWatches } from '#shared/adapters/dynamo/call-watches.ts';
import { dynamoCrm } from '#shared/adapters/dynamo/crm.ts';
import { dynamoInteractions } from '#shared/adapters/dynamo/interactions.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoStaffMessages } from '#shared/adapters/dynamo/staff-messages.ts';
import { dynamoTellings } from '#shared/adapters/dynamo/tellings.ts';
import { dynamoUntoldViewings } from '#shared/adapters/dynamo/untold-viewings.ts';
import { twilioTelephony } from '#shared/adapters/twilio/telephony.ts';
import { readConfig } from '#shared/config/config.ts';
import type { Environment } from '#shared/config/environment.ts';
import { readSecret } from '#shared/config/secrets.ts';
import type { HttpEvent, HttpResult } from '#shared/http/lambda.ts';
import { answeringParts } from '#shared/messages/answering-parts.ts';
import { routes } from '#shared/routes.ts';
import { tables } from '#shared/tables.ts';
import { staffDesk } from '#shared/telling/staff-desk.ts';
import { staffParts } from '#shared/telling/staff-parts.ts';
import type { FormFields } from '#shared/twilio/signature.ts';
import { officeOf } from './office/office-of.ts';
import { peopleOf } from './office/people-of.ts';

/** The product's settings for the account that it answers for here. */
export const account = {
  PUBLIC_BASE_URL: 'https://voice.example.com',
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'the token that only Twilio knows',
  STREAM_TOKEN_KEY: 'the key that only the product knows',
  OFFICE_NUMBER: '+97231234567',
};

/** Every function that Twilio posts to, by the name of its route. */
const functions = {
  'incoming-call': incomingCall,
  'stream-ended': streamEnded,
  'stream-status': streamStatus,
  'handle-recording': handleRecording,
  'recording-status': recordingStatus,
  'dial-ended': dialEnded,
  'dial-whisper': dialWhisper,
  'call-status': callStatus,
  'whatsapp-inbound': whatsappInbound,
  'whatsapp-status': whatsappStatus,
} satisfies Record<Webhook, (parts: Parts) => (event: HttpEvent) => Promise<HttpResult>>;

/** The name of a route that Twilio posts to. */
export type Webhook = {
  [Name in keyof typeof routes]: (typeof routes)[Name]['method'] extends 'POST' ? Name : never;
}[keyof typeof routes];

/** All of them. */
export const webhooks = Object.keys(functions) as Webhook[];

/** Opens the functions over a store of their own: they are asked as API Gateway asks them. */
export async function openFunctions(twilioUrl: string) {
  await using opened = new AsyncDisposableStack();
  const store = opened.use(await createDynamoDbStandIn());
  const s3 = opened.use(await createS3StandIn({ buckets: ['recordings'] }));
  const scheduler = opened.use(await createSchedulerStandIn({ invoke: () => {} }));
  // A busy machine must not look like a store in trouble: this client waits.
  const db = opened.adopt(localDynamoDb(store.endpoint), (client) => client.destroy());
  opened.defer(() => void vi.unstubAllEnvs());
  const env = productEnvironment({
    publicBaseUrl: account.PUBLIC_BASE_URL,
    twilio: {
      accountSid: account.TWILIO_ACCOUNT_SID,
      authToken: account.TWILIO_AUTH_TOKEN,
      apiBaseUrl: twilioUrl,
    },
    dynamoDbEndpoint: store.endpoint,
    s3Endpoint: s3.endpoint,
    schedulerEndpoint: scheduler.endpoint,
    openAiBaseUrl: `${twilioUrl}/v1`,
  });
  for (const [name, value] of Object.entries(env)) {
    if (name.startsWith('AWS_')) vi.stubEnv(name, value);
  }
  const parts = await partsOf({ ...env, ...account }, db);

  /** Asks a function; some of its parts may be others. */
  const ask = (event: HttpEvent, others: Partial<Parts> = {}): Promise<HttpResult> => {
    const webhook = webhooks.find((name) => routes[name].path === event.rawPath) as Webhook;
    return functions[webhook]({ ...parts, ...others })(event);
  };
  const all = opened.move();
  return {
    store,
    parts,
    crm: dynamoCrm(db),
    ask,
    /** Posts a form as Twilio does. */
    post: (webhook: Webhook, fields: FormFields, query = '', others: Partial<Parts> = {}) =>
      ask(signed({ ...requestTo(webhook, query), body: toForm(fields) }), others),
    /** Every row of every table. */
    rows: () => everyRow(db),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** Every row of every table, by the name of the table. */
export async function everyRow(db: ReturnType<typeof localDynamoDb>) {
  const scans = Object.keys(tables).map(async (TableName) => {
    const { Items } = await db.send(new ScanCommand({ TableName, ConsistentRead: true }));
    return [TableName, Items] as const;
  });
  return Object.fromEntries(await Promise.all(scans));
}

/** The functions as a test holds them. */
export type Functions = Awaited<ReturnType<typeof openFunctions>>;

/** Everything that the functions are built of, each taking what it needs. */
export type Parts = Awaited<ReturnType<typeof partsOf>>;

async function partsOf(env: Environment, client: ReturnType<typeof localDynamoDb>) {
  const config = readConfig(env);
  const db = Object.assign(client, { officeLines: config.officeLines });
  const values = readSecret('twilio', env);
  const secrets = { twilio: async () => values, models: async () => readSecret('models', env) };
  const deadlines = { transcriptionMs: 500, reply: {} };
  const answering = await answeringParts(config, { db, secrets }, deadlines);
  const brokers = peopleOf();
  const { listings } = answering.memory;
  return {
    ...answering,
    config,
    secrets,
    calls: dynamoCallLogs(db),
    turns: dynamoCallTurns(db),
    watches: dynamoCallWatches(db),
    interactions: dynamoInteractions(db),
    leads: dynamoLeads(db),
    recordings: s3Recordings(config.recordingsBucket),
    telephony: twilioTelephony(config.twilio, values),
    schedules: eventbridgeScheduler(config.schedules),
    // Tests run at every hour of every day.
    office: officeOf({ hands_over_when_closed: true }),
    brokers,
    staff: staffDesk(staffParts(db, { ...answering, brokers, listings })),
    staffMessages: dynamoStaffMessages(db),
    tellings: dynamoTellings(db),
    untoldViewings: dynamoUntoldViewings(db),
  };
}

/** A request to a webhook, with nothing in it yet. */
export function requestTo(webhook: Webhook, rawQueryString = ''): HttpEvent {
  return { rawPath: routes[webhook].path, rawQueryString, headers: {}, isBase64Encoded: false };
}

/** Signs a request as Twilio does, whatever is in it. */
export function signed(event: HttpEvent, token = account.TWILIO_AUTH_TOKEN): HttpEvent {
  const { rawPath, rawQueryString, body = '', isBase64Encoded } = event;
  const form = isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
  const pairs = Map.groupBy(new URLSearchParams(form), ([name]) => name);
  const fields = [...pairs].map(([name, values]) => [name, values.map(([, value]) => value)]);
  const url = account.PUBLIC_BASE_URL + rawPath + (rawQueryString && `?${rawQueryString}`);
  const signature = getExpectedTwilioSignature(token, url, Object.fromEntries(fields));
  return { ...event, headers: { ...event.headers, 'x-twilio-signature': signature } };
}

function toForm(fields: FormFields): string {
  const form = new URLSearchParams();
  for (const [name, values] of Object.entries(fields)) {
    for (const value of [values].flat()) form.append(name, value);
  }
  return form.toString();
}
