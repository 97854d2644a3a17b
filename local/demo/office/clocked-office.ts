import { createExchange } from 'twilio-exchange/exchange.ts';
import { createDynamoDbStandIn } from '#local/aws/dynamodb/dynamodb.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import type { StaffMessage } from '#local/scenario/staff-phones.ts';
import { samplePeople } from '#local/world/sample-people.ts';
import { dynamoBrokers } from '#shared/adapters/dynamo/brokers.ts';
import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import { dynamoStaffMessages } from '#shared/adapters/dynamo/staff-messages.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import { dynamoTellings } from '#shared/adapters/dynamo/tellings.ts';
import { twilioMessaging } from '#shared/adapters/twilio/messaging.ts';
import { twilioRest } from '#shared/adapters/twilio/rest.ts';
import type { Task } from '#shared/domain/office/task.ts';
import { noticeTemplates } from '#shared/messages/notice-words.ts';
import { knownBrokers } from '#shared/office/known-brokers.ts';
import { knownOffice } from '#shared/office/known-settings.ts';
import { officeTelling } from '#shared/telling/office-telling.ts';
import { staffByWhatsApp } from '#shared/telling/staff-by-whatsapp.ts';

/** An office with its default hours and a clock that is set by hand: nights and holidays pass in seconds. */
export interface ClockedOffice extends AsyncDisposable {
  readonly open: (task: Task) => Promise<void>;
  readonly take: (taskId: string, by: string, at: number) => Promise<void>;
  /** Sweeps at a moment; returns the messages that people got, with the moments of the clock. */
  readonly sweep: (at: number) => Promise<readonly StaffMessage[]>;
}

const ACCOUNT = { accountSid: `AC${'5'.repeat(32)}`, authToken: 'clocked' };
const [AGENT, SENDER] = ['+97233000010', '+97233000011'];
const TEMPLATE = `HX${'5'.repeat(32)}`;
/** Answers are not asked for: no webhook of this account is called. */
const NOWHERE = 'http://127.0.0.1:9';

/** Opens an office of the sample people, whose phones are at an exchange of its own. */
export async function openClockedOffice(): Promise<ClockedOffice> {
  await using opened = new AsyncDisposableStack();
  const store = opened.use(await createDynamoDbStandIn());
  const db = opened.adopt(localDynamoDb(store.endpoint), (client) => client.destroy());
  const exchange = opened.use(
    await createExchange({
      ...ACCOUNT,
      number: { phoneNumber: AGENT, voiceUrl: NOWHERE },
      whatsApp: {
        phoneNumber: SENDER,
        templates: [{ contentSid: TEMPLATE, body: noticeTemplates.staff }],
      },
    }),
  );
  const brokers = dynamoBrokers(db);
  await Promise.all(samplePeople.map((person) => brokers.put(person)));
  const rest = twilioRest(
    { accountSid: ACCOUNT.accountSid, apiBaseUrl: exchange.apiBaseUrl },
    { twilioAuthToken: ACCOUNT.authToken },
  );
  const messaging = twilioMessaging({ rest, publicBaseUrl: NOWHERE, sender: SENDER });
  const tellings = dynamoTellings(db);
  const parts = {
    tellings,
    messages: dynamoStaffMessages(db),
    brokers: knownBrokers(brokers),
    office: knownOffice(dynamoOfficeSettings(db)),
    senders: { whatsapp: staffByWhatsApp(messaging, TEMPLATE) },
  };
  const seen = new Set<string>();
  const all = opened.move();
  return {
    open: dynamoTasks(db).open,
    async take(taskId, by, at) {
      await tellings.take({ id: taskId, due_at: at }, by, at);
    },
    async sweep(at) {
      await officeTelling(parts, () => at)();
      return samplePeople.flatMap(({ name, phone }) =>
        exchange.whatsApp
          .customer(phone)
          .conversation()
          .filter(({ messageSid }) => !seen.has(messageSid) && seen.add(messageSid))
          .map(({ body }) => ({ to: name, way: 'whatsapp' as const, text: body, at })),
      );
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
