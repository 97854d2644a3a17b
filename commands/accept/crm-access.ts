import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Deployment } from '#commands/deployment/deployment.ts';
import { NotChecked } from '#commands/deployment/verdict.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { type Interaction, interactionId } from '#shared/domain/messages/interaction.ts';

/** How the SDK says that it does not know where to ask, or as whom. */
const NOT_CONFIGURED = /Region is missing|CredentialsProviderError|Could not load credentials/;
/** How AWS says that whoever asks may not. */
const NOT_ALLOWED = /AccessDenied|UnrecognizedClient|ExpiredToken|InvalidSignature/;

/** Reads the CRM of a deployment; what needs it is not checked where AWS does not let us. */
export async function readStore<Found>(
  { world }: Deployment,
  read: (db: DynamoDBDocumentClient) => Promise<Found>,
): Promise<Found> {
  const db = world?.dynamoDbEndpoint
    ? localDynamoDb(world.dynamoDbEndpoint)
    : DynamoDBDocumentClient.from(new DynamoDBClient());
  try {
    return await read(db);
  } catch (error) {
    const hindrance = hindranceOf(wordsOf(error));
    if (!hindrance) throw error;
    throw new NotChecked(hindrance, { cause: error });
  } finally {
    db.destroy();
  }
}

/** The row of a WhatsApp message, as it stands now. */
export async function readInteraction(
  deployment: Deployment,
  messageSid: string,
): Promise<Interaction | undefined> {
  const id = interactionId({ channel: 'whatsapp', external_sid: messageSid });
  const command = new GetCommand({ TableName: 'interactions', Key: { id }, ConsistentRead: true });
  const { Item } = await readStore(deployment, (db) => db.send(command));
  return Item as Interaction | undefined;
}

/** What keeps us from reading, where it is not the store. */
function hindranceOf(words: string): string | undefined {
  if (NOT_CONFIGURED.test(words)) return 'AWS is not configured';
  return NOT_ALLOWED.test(words) ? 'AWS does not let these credentials read' : undefined;
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.name} ${error.message} ${error.cause ? wordsOf(error.cause) : ''}`;
}
