import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Deployment } from '#commands/deployment/deployment.ts';
import { NotChecked } from '#commands/deployment/verdict.ts';
import { hindranceOf, openStore } from '#commands/store.ts';
import { processEnvironment } from '#shared/config/environment.ts';
import { type Interaction, interactionId } from '#shared/domain/messages/interaction.ts';

/**
 * Reads the CRM of a deployment and returns what `read` returns.
 * @throws {NotChecked} where AWS is not configured, or refuses these credentials.
 */
export async function readCrm<Found>(
  { world }: Deployment,
  read: (db: DynamoDBDocumentClient) => Promise<Found>,
): Promise<Found> {
  using store = openStore(world, processEnvironment());
  return await read(store.db).catch((error: unknown) => {
    const hindrance = hindranceOf(error);
    throw hindrance ? new NotChecked(hindrance, { cause: error }) : error;
  });
}

/** Returns the row of a WhatsApp message, read consistently; undefined for an unknown one. */
export async function readInteraction(
  deployment: Deployment,
  messageSid: string,
): Promise<Interaction | undefined> {
  const id = interactionId({ channel: 'whatsapp', external_sid: messageSid });
  const command = new GetCommand({ TableName: 'interactions', Key: { id }, ConsistentRead: true });
  const { Item } = await readCrm(deployment, (db) => db.send(command));
  return Item as Interaction | undefined;
}
