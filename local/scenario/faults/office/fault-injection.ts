import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Exchange } from 'twilio-exchange/exchange.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { waitUntil } from '#local/polling.ts';
import { samplePeople } from '#local/world/sample-people.ts';
import type { World } from '#local/world/world.ts';
import type { OfficeFault } from './row.ts';

/** A world with an exchange. */
export type OfficeWorld = World & { readonly exchange: Exchange };

/** The time until a message is claimed: a tick and a sweep. */
const CLAIMED_WITHIN_MS = 70_000;

/** Injects a fault; resolves to the function that removes it. */
export async function inject(fault: OfficeFault, world: OfficeWorld): Promise<() => unknown> {
  const { exchange, ses, dynamoDb, openai, lambda } = world;
  const phones = samplePeople.map(({ phone }) => exchange.whatsApp.customer(phone));
  switch (fault.on) {
    case 'ses':
      await ses.setFault(fault.fault);
      return () => ses.setFault('none');
    case 'store':
      await dynamoDb.setFault(fault.fault);
      return () => dynamoDb.setFault('none');
    case 'phones':
      for (const phone of phones) phone.behave({ refusal: fault.refusal });
      return () => {
        for (const phone of phones) phone.behave({ refusal: undefined });
      };
    case 'mailboxes':
      for (const { email } of samplePeople) ses.behave(email ?? '', 'bounce');
      return () => {
        for (const { email } of samplePeople) ses.behave(email ?? '', 'deliver');
      };
    case 'rest':
      for (const { faults } of phones) faults.set('create-message', fault.fault, fault.times);
      return () => {
        for (const { faults } of phones) faults.clear('create-message');
      };
    case 'model':
      openai.faults.set('reply', { kind: 'status', status: 500 });
      return () => openai.faults.clear('reply');
    case 'functions':
      void killAtClaim(world);
      return () => {};
    case 'sweepers':
      for (const _ of [1, 2]) lambda.invokeLater('tell', {});
      return () => {};
  }
}

/** Kills the functions as soon as a message is claimed. */
async function killAtClaim({ dynamoDb, lambda }: OfficeWorld): Promise<void> {
  const db = localDynamoDb(dynamoDb.endpoint);
  try {
    const command = new ScanCommand({ TableName: 'tellings', ConsistentRead: true });
    const states = async () => ((await db.send(command)).Items ?? []).map(({ state }) => state);
    await waitUntil(states, (all) => all.includes('sending'), CLAIMED_WITHIN_MS);
    await lambda.kill();
  } finally {
    db.destroy();
  }
}
