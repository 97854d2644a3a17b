import { ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Exchange } from 'twilio-exchange/exchange.ts';
import type { Customer } from 'twilio-exchange/whatsapp/customer.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { localAws } from '#local/aws/local-aws.ts';
import type { LocalVoice } from '#local/speech/voice.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld, type World } from '#local/world/world.ts';
import { eventbridgeScheduler } from '#shared/adapters/aws/schedules.ts';
import { dynamoViewings } from '#shared/adapters/dynamo/viewings.ts';
import { readConfig } from '#shared/config/config.ts';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import { neverQuiet } from '#shared/domain/office/quiet-times.ts';
import { type Viewing, viewingReminder } from '#shared/domain/office/viewing.ts';
import type { Viewings } from '#shared/ports/viewings.ts';

/** A world in which the WhatsApp rows run, one after the other. */
export interface MessageStage extends AsyncDisposable {
  readonly world: World & { readonly exchange: Exchange };
  /** The product's log lines. */
  readonly logged: readonly string[];
  /** Returns a contact's rows of `interactions`. */
  rowsOf(contact: string): Promise<readonly Interaction[]>;
  /** Skips time for all schedules and for the leases on a contact's messages. */
  skip(ms: number, contact: string): Promise<void>;
  /** Returns the names of all schedules. */
  scheduled(): Promise<readonly string[]>;
  readonly viewings: Viewings;
  /** Books a viewing and schedules its reminder. */
  book(viewing: Viewing): Promise<void>;
}

/** A customer on a stage. */
export type Scene = { readonly stage: MessageStage; readonly customer: Customer };

/** Opens a stage. */
export async function openMessageStage(voice: LocalVoice): Promise<MessageStage> {
  const logged: string[] = [];
  const { exchange, ...world } = await openWorld({
    settings: { ...closedWorld(), product: { WATCHDOG: 'off' } },
    prompts: 'brief',
    // These rows have no calls.
    mediaProcesses: 0,
    voice,
    onLog: (line) => void logged.push(line),
  });
  if (!exchange) throw new Error('A closed world has an exchange.');
  const db = localDynamoDb(world.dynamoDb.endpoint);
  const viewings = dynamoViewings(db);
  const place = { ...localAws, endpoint: world.scheduler.endpoint };
  const schedules = eventbridgeScheduler(readConfig(world.env).schedules, place);

  const rowsOf = async (contact: string) => {
    const { Items = [] } = await db.send(
      new ScanCommand({
        TableName: 'interactions',
        ConsistentRead: true,
        FilterExpression: 'contact = :contact',
        ExpressionAttributeValues: { ':contact': contact },
      }),
    );
    return Items as Interaction[];
  };
  const lapse = ({ id }: Interaction, ms: number) =>
    db.send(
      new UpdateCommand({
        TableName: 'interactions',
        Key: { id },
        UpdateExpression: 'SET sending_until = sending_until - :ms',
        ConditionExpression: 'attribute_exists(sending_until)',
        ExpressionAttributeValues: { ':ms': ms },
      }),
    );

  return {
    world: { ...world, exchange },
    logged,
    rowsOf,
    async skip(ms, contact) {
      const held = (await rowsOf(contact)).filter(({ sending_until }) => sending_until);
      await Promise.all(held.map((row) => lapse(row, ms)));
      world.scheduler.skip(ms);
    },
    scheduled: schedules.names,
    viewings,
    async book(viewing) {
      const booking = await viewings.book(viewing);
      if ('refused' in booking) throw new Error(`No viewing was booked: ${booking.refused}.`);
      const reminder = viewingReminder(neverQuiet, viewing, Date.now());
      if (!reminder) throw new Error('It is too soon for a reminder.');
      await schedules.once(reminder);
    },
    async [Symbol.asyncDispose]() {
      db.destroy();
      await world[Symbol.asyncDispose]();
    },
  };
}
