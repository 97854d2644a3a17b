import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { waitUntil } from '#local/polling.ts';
import { samplePeople } from '#local/world/sample-people.ts';
import { closedWorld, type WorldSettings } from '#local/world/settings.ts';
import type { World } from '#local/world/world.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoListingChanges } from '#shared/adapters/dynamo/listing-changes.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import { dynamoUntoldHomes } from '#shared/adapters/dynamo/untold-homes.ts';
import { weekdays } from '#shared/domain/office/office-settings.ts';
import { changesOf, planImport } from '#shared/office/listing-import/import-plan.ts';

/** An office that is always open, with people: alerts leave in its hours alone. */
export function openOfficeWorld(): WorldSettings {
  const hours = Object.fromEntries(weekdays.map((day) => [day, '00:00-24:00']));
  return { ...closedWorld(), people: samplePeople, office: { ...hours, alerts: 'ask' } };
}

/** The rights for alerts; `rights.test.ts` leaves them to the world of alerts. */
export const alertRights = [
  'tell: Query by_offer on listings',
  'tell: UpdateItem on leads',
  'tell: Scan on leads',
  'tell: UpdateItem on alerts',
  'tell: DeleteItem on alerts',
  'tell: Query by_telling on alerts',
  'tell: GetItem on interactions',
  'tell: UpdateItem on interactions',
  'tell: GetItem on opt_outs',
  'whatsapp-inbound: GetItem on alerts',
  'whatsapp-inbound: UpdateItem on alerts',
  'whatsapp-inbound: Query by_telling on alerts',
];

/** The longest wait for a sweep, which comes every 5 s, and for a cold start of the function. */
const TOLD_WITHIN_MS = 90_000;

/** Returns the steps of a home that becomes cheaper, in a world with the sample's homes. */
export function alertScenario({ dynamoDb, exchange }: World) {
  const db = localDynamoDb(dynamoDb.endpoint);
  const [listings, leads] = [dynamoListings(db), dynamoLeads(db)];
  const phoneOf = (number: string) => {
    if (!exchange) throw new Error('This world has no exchange.');
    return exchange.whatsApp.customer(number);
  };
  const textsTo = (number: string) =>
    phoneOf(number)
      .conversation()
      .filter(({ direction }) => direction !== 'inbound');

  /** Every question that a person of the office was sent, with their phone. */
  const questions = () =>
    samplePeople.flatMap(({ phone }) =>
      textsTo(phone)
        .filter(({ buttons = [] }) => buttons.length > 0)
        .map((message) => ({ phone, message })),
    );

  return {
    phoneOf,
    textsTo,
    [Symbol.dispose]: () => db.destroy(),

    /** Has a contact look for a home like one on offer, and agree to alerts. */
    async seek(contact: string, homeId: string): Promise<void> {
      const home = await listings.find(homeId);
      const origin = { source: 'phone', at: Date.now() } as const;
      await leads.save(contact, { deal: home?.deal, city: home?.city, rooms: home?.rooms }, origin);
      const given = { at: Date.now(), channel: 'phone', source_id: 'CA1-001-0004' } as const;
      await leads.agree(contact, { to: 'alerts', ...given, words: 'כן, תעדכנו אותי' });
    },

    /** Imports a home at a price that is a tenth lower. */
    async cheapen(homeId: string): Promise<void> {
      const standing = await listings.all();
      const home = await listings.find(homeId);
      if (!home) throw new Error(`There is no home ${homeId}.`);
      const cheaper = {
        ...home,
        price_ils: Math.round(home.price_ils * 0.9),
        updated_at: Date.now(),
      };
      await dynamoListingChanges(db).apply(changesOf(planImport([cheaper], standing), standing));
    },

    questions,

    /** Settles when the office was asked so many times, with the last question and the phone that got it. */
    async asked(count: number) {
      const found = await waitUntil(
        async () => questions(),
        (all) => all.length >= count,
        TOLD_WITHIN_MS,
      );
      return found.at(-1);
    },

    /** Settles when a sweep has taken up the news of a home. */
    newsTaken: (homeId: string) =>
      waitUntil(
        () => dynamoUntoldHomes(db).due(Date.now(), 100),
        (homes) => homes.every(({ listing_id }) => listing_id !== homeId),
        TOLD_WITHIN_MS,
      ),

    /** Settles when a contact has read so many texts, or when the wait is over. */
    told: (contact: string, count: number) =>
      waitUntil(
        async () => textsTo(contact).map(({ body }) => body),
        (bodies) => bodies.length >= count,
        TOLD_WITHIN_MS,
      ),
  };
}
