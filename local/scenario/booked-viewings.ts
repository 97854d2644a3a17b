import { randomUUID } from 'node:crypto';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { dynamoViewings } from '#shared/adapters/dynamo/viewings.ts';
import { fromOfficeTime } from '#shared/domain/office/office-day.ts';
import { viewingId } from '#shared/domain/office/viewing.ts';

/** A viewing that stands before a call: at a time like `2026-12-01T10:00`, for the caller or for another contact. */
export type StandingViewing = {
  readonly listing_id: string;
  readonly at: string;
  readonly contact?: string | undefined;
};

/** The beginning of the source of viewings that no call booked. */
const BEFORE = 'before-';

/** Books the viewings that stand before a call. @throws Error if a time is taken, or does not exist */
export async function bookStanding(
  dynamoDbEndpoint: string,
  caller: string,
  standing: readonly StandingViewing[],
): Promise<void> {
  await using opened = new AsyncDisposableStack();
  const db = opened.adopt(localDynamoDb(dynamoDbEndpoint), (client) => client.destroy());
  for (const { listing_id, at: time, contact = caller } of standing) {
    const at = fromOfficeTime(time);
    if (at === undefined) throw new Error(`"${time}" is not a time.`);
    const booking = await dynamoViewings(db).book({
      id: viewingId(listing_id, at),
      contact,
      listing_id,
      at,
      status: 'booked',
      source_id: `${BEFORE}${randomUUID()}`,
      created_at: Date.now(),
    });
    if ('refused' in booking) throw new Error(`${listing_id} at ${time} is ${booking.refused}.`);
  }
}

/** Cancels the viewings that a call booked, and those that stood before it, so that the call can be repeated. */
export async function freeViewings(
  dynamoDbEndpoint: string,
  contacts: ReadonlySet<string>,
  callSid: string,
): Promise<void> {
  await using opened = new AsyncDisposableStack();
  const db = opened.adopt(localDynamoDb(dynamoDbEndpoint), (client) => client.destroy());
  const viewings = dynamoViewings(db);
  for (const contact of contacts) {
    for (const viewing of await viewings.ofContact(contact, Date.now())) {
      const { source_id: source, status } = viewing;
      const isOfCall = source.startsWith(callSid) || source.startsWith(BEFORE);
      if (status === 'booked' && isOfCall) await viewings.cancel(viewing);
    }
  }
}
