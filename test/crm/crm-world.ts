import { ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { createDynamoDbStandIn } from '#local/aws/dynamodb/dynamodb.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { localAws } from '#local/aws/local-aws.ts';
import { createS3StandIn } from '#local/aws/s3/s3.ts';
import { createSchedulerStandIn } from '#local/aws/scheduler/scheduler.ts';
import {
  createVendorServer,
  type VendorAnswer,
  type VendorRequest,
} from '#local/aws/vendor-server.ts';
import { s3HeldFiles } from '#shared/adapters/aws/held-files.ts';
import { eventbridgeScheduler } from '#shared/adapters/aws/schedules.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallTurns } from '#shared/adapters/dynamo/call-turns.ts';
import { dynamoCallWatches } from '#shared/adapters/dynamo/call-watches.ts';
import { dynamoContactJoins } from '#shared/adapters/dynamo/contact-joins.ts';
import { dynamoCrm } from '#shared/adapters/dynamo/crm.ts';
import { dynamoInteractions } from '#shared/adapters/dynamo/interactions.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoNotices } from '#shared/adapters/dynamo/notices.ts';
import { dynamoStaffMessages } from '#shared/adapters/dynamo/staff-messages.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import { dynamoViewings } from '#shared/adapters/dynamo/viewings.ts';
import { twilioCopies } from '#shared/adapters/twilio/copies.ts';
import { recordTranscript } from '#shared/calls/call-transcript.ts';
import { recordingKey } from '#shared/domain/calls/recording-name.ts';
import { nextAttempt } from '#shared/domain/calls/recording-work.ts';
import { receivedCall } from '#shared/domain/messages/interaction.ts';
import { defaultSettings } from '#shared/domain/office/office-settings.ts';
import { viewingId, viewingReminder } from '#shared/domain/office/viewing.ts';
import { everyRow } from '../functions.ts';
import { json } from '../json-answer.ts';
import { newSid } from '../twilio-requests.ts';

const HOUR_MS = 3_600_000;
/** The person of the office who is told of tasks. */
const BROKER = { broker_id: 'p2', to: '+972500000002' };
const account = { accountSid: `AC${'7'.repeat(32)}`, authToken: 'token' };
const target = {
  functionArnPrefix: 'arn:aws:lambda:us-east-1:000000000000:function:',
  roleArn: 'arn:aws:iam::000000000000:role/schedules',
  deadLetterArn: 'arn:aws:sqs:us-east-1:000000000000:dead-letters',
};

/** Opens every store that keeps data of a contact, on loopback. */
export async function openCrmWorld() {
  await using opened = new AsyncDisposableStack();
  const store = opened.use(await createDynamoDbStandIn());
  const s3 = opened.use(await createS3StandIn({ buckets: ['recordings'] }));
  const scheduler = opened.use(await createSchedulerStandIn({ invoke: () => {} }));
  const twilio = opened.use(await openCopies());
  const db = opened.adopt(localDynamoDb(store.endpoint), (client) => client.destroy());
  const schedulerClient = opened.adopt(
    new SchedulerClient({ ...localAws, endpoint: scheduler.endpoint }),
    (client) => client.destroy(),
  );
  const parts = {
    crm: dynamoCrm(db),
    calls: dynamoCallLogs(db),
    turns: dynamoCallTurns(db),
    watches: dynamoCallWatches(db),
    leads: dynamoLeads(db),
    tasks: dynamoTasks(db),
    joins: dynamoContactJoins(db),
    viewings: dynamoViewings(db),
    interactions: dynamoInteractions(db),
    staffMessages: dynamoStaffMessages(db),
    files: s3HeldFiles('recordings', { ...localAws, endpoint: s3.endpoint }),
    schedules: eventbridgeScheduler(
      { group: 'default', target },
      { ...localAws, endpoint: scheduler.endpoint },
    ),
    copies: twilioCopies(
      { accountSid: account.accountSid, apiBaseUrl: twilio.endpoint },
      { twilioAuthToken: account.authToken },
    ),
  };
  const put = async (key: string) => {
    const response = await fetch(`${s3.endpoint}/recordings/${key}`, {
      method: 'PUT',
      headers: { authorization: 'AWS4-HMAC-SHA256 local', 'content-length': '4' },
      body: 'RIFF',
    });
    if (!response.ok) throw new Error(await response.text());
  };

  /** Tells a broker of tasks, by WhatsApp; returns the sid of the message. */
  const tell = async (tasks: readonly string[], text: string) => {
    const sid = newSid('SM');
    const at = Date.now();
    const message = { ...BROKER, id: `tell-${sid}`, way: 'whatsapp', tasks, text, at } as const;
    const lease = { at, until: at + 1 };
    await parts.staffMessages.claim(message, lease);
    await parts.staffMessages.settle(message, lease, { sid });
    return sid;
  };

  let lives = 0;
  /** Records a contact who called an hour ago, left a voicemail, wrote, booked and asked for a callback. */
  const live = async (contact: string, at: number) => {
    const [callSid, recordingSid] = [newSid('CA'), newSid('RE')];
    const messageSid = newSid('SM');
    const call = { callSid, from: contact, contact, to: '+97233000000', at };
    await parts.calls.open({ ...call, status: 'in_progress' }, at);
    await parts.interactions.receive(receivedCall(call));
    await parts.leads.save(contact, { name: 'דנה לוי' }, { source: 'phone', at });
    await parts.turns.insert({
      call_sid: callSid,
      id: '001-0001',
      mode: 'live',
      started_at: at + 10,
      user_text: 'אני מחפשת דירה',
      heard_text: 'באיזו עיר?',
    });
    await parts.turns.insert({
      call_sid: callSid,
      id: `rec-${recordingSid}`,
      mode: 'recording',
      started_at: at + 20,
      user_text: 'תחזרו אליי',
    });
    await parts.calls.move({ callSid, seen: undefined, move: 'ended' }, at + 30);
    await parts.calls.raise(callSid, { status: 'completed', durationS: 42 }, at + 30);
    await parts.calls.recorded(callSid, { recordingSid, status: 'completed' }, at + 30);
    await parts.watches.arm(callSid, 1, at);
    await recordTranscript(parts, callSid);
    const recording = recordingKey({ callSid, recordingSid });
    const mediaSid = newSid('ME');
    const media = `attachments/${messageSid}/${mediaSid}`;
    await put(recording);
    await put(recordingKey({ callSid, turnId: '001-0001' }));
    await put(media);
    const message = {
      id: `whatsapp#${messageSid}`,
      channel: 'whatsapp',
      external_sid: messageSid,
      from_id: `whatsapp:${contact}`,
      to_id: 'whatsapp:+97233000001',
      contact,
      text: 'שלחתי תמונה',
      reply_text: 'תודה',
      media_sid: mediaSid,
      media_type: 'image/jpeg',
      entered_by: 'the webhook',
      status: 'read',
      created_at: at + 40,
    };
    await db.send(new PutCommand({ TableName: 'interactions', Item: message }));
    const notice = { id: `follow-up-${callSid}`, contact, sender: '+97233000001', text: 'שלום' };
    const lease = { at, until: at + 1 };
    await dynamoNotices(db).claim({ ...notice, at: at + 50 }, lease);
    await dynamoNotices(db).settle(notice, lease, { sid: newSid('SM') });
    const source_id = `${callSid}-001-0001-1`;
    // One home is shown to one contact at a time.
    const viewingAt = Date.now() + (50 + lives++) * HOUR_MS;
    const viewing = {
      id: viewingId('TA-101', viewingAt),
      contact,
      listing_id: 'TA-101',
      at: viewingAt,
      status: 'booked',
      source_id,
      created_at: at,
    } as const;
    await parts.viewings.book(viewing);
    const task = {
      id: `${callSid}-call`,
      kind: 'call_back',
      contact,
      words: 'מחיר',
      due_at: Date.now() + HOUR_MS,
      state: 'open',
      channel: 'phone',
      created_at: at,
      updated_at: at,
    } as const;
    await parts.tasks.open(task);
    const card = {
      outcome: 'callback',
      next_step: 'להתקשר',
      mood: 'good',
      made_by: 'model',
    } as const;
    await parts.leads.sumUp(contact, { ...card, lines: ['מחפשת דירה'], promises: [], at });
    const told = await tell([task.id], `לחזור ללקוח · דנה לוי 0${contact.slice(4)} · מחיר`);
    const fetching = { verb: 'fetch', name: { callSid, recordingSid }, attempt: 0 } as const;
    const later = [
      viewingReminder(defaultSettings, viewing, Date.now()),
      nextAttempt(fetching, Date.now()),
    ];
    for (const schedule of later) if (schedule) await parts.schedules.once(schedule);
    twilio.recordings.set(recordingSid, callSid);
    // A recording that no callback announced.
    twilio.recordings.set(newSid('RE'), callSid);
    twilio.messages.set(told, ['+97233000001', BROKER.to]);
    twilio.messages.set(messageSid, [contact, '+97233000001']);
    twilio.messages.set(newSid('SM'), ['+97233000001', contact]);
    return { callSid, recordingSid, messageSid, recording, media, viewing, task };
  };

  const all = opened.move();
  return {
    ...parts,
    parts,
    db,
    store,
    s3,
    scheduler,
    twilio,
    account,
    live,
    tell,
    /** Returns everything that is kept anywhere, as text. */
    async everything() {
      const { days = [], ...others } = await everyRow(db);
      // An emptied day stays, with its version and nothing of anybody.
      const rows: Awaited<ReturnType<typeof everyRow>> = {
        ...others,
        days: days.flatMap(({ intervals }) => intervals),
      };
      const { Schedules = [] } = await schedulerClient.send(new ListSchedulesCommand({}));
      const files = await parts.files.list('');
      return {
        rows,
        schedules: Schedules.map(({ Name = '' }) => Name),
        files: files.map(({ key }) => key),
        twilio: [...twilio.recordings.keys(), ...twilio.messages.keys()],
      };
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

export type CrmWorld = Awaited<ReturnType<typeof openCrmWorld>>;

/** Opens a tiny Twilio that keeps recordings and messages, lists them and removes them. */
async function openCopies() {
  const recordings = new Map<string, string>();
  const messages = new Map<string, readonly [from: string, to: string]>();
  const root = `/2010-04-01/Accounts/${account.accountSid}`;
  const list = (key: string, items: object[]) => json(200, { [key]: items, next_page_uri: null });
  const server = await createVendorServer({
    answer({ method, path, query }: VendorRequest): VendorAnswer {
      const resource = path.startsWith(root) ? path.slice(root.length) : '';
      if (resource === '/Recordings.json') {
        const of = [...recordings].filter(([, callSid]) => callSid === query.get('CallSid'));
        return list(
          'recordings',
          of.map(([sid, call_sid]) => ({ sid, call_sid })),
        );
      }
      if (resource === '/Messages.json') {
        const [from, to] = [query.get('From'), query.get('To')];
        const between = [...messages].filter(
          ([, [sender, receiver]]) =>
            (!from || from === `whatsapp:${sender}`) && (!to || to === `whatsapp:${receiver}`),
        );
        return list(
          'messages',
          between.map(([sid]) => ({ sid })),
        );
      }
      const [, kind, sid = ''] = /^\/(Recordings|Messages)\/(\w+)\.json$/.exec(resource) ?? [];
      const kept = kind === 'Recordings' ? recordings : messages;
      if (method !== 'DELETE' || !kept.delete(sid)) {
        return json(404, { code: 20404, message: 'not found', status: 404 });
      }
      return { status: 204 };
    },
    maxBodyBytes: 65_536,
    tooLarge: { status: 413 },
    throttled: json(429, { code: 20429, message: 'Too Many Requests', status: 429 }),
    broken: () => ({ status: 500 }),
  });
  return { ...server, recordings, messages };
}
