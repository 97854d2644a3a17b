import { dynamoBrokers } from '#shared/adapters/dynamo/brokers.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { viewingDays } from '#shared/adapters/dynamo/viewing-days.ts';
import { dynamoViewings } from '#shared/adapters/dynamo/viewings.ts';
import { viewingFeed } from '#shared/adapters/icalendar/viewing-calendar.ts';
import { inTime } from '#shared/deadlines.ts';
import type { CalendarViewing } from '#shared/domain/office/calendar-viewing.ts';
import { VendorFailed } from '#shared/errors.ts';
import { type HttpEvent, type HttpResult, lazily, text } from '#shared/http/lambda.ts';
import { log } from '#shared/log.ts';
import { opensCalendar, ownerOfKey } from '#shared/office/calendar-key.ts';
import type { Brokers } from '#shared/ports/brokers.ts';
import { type BrokerCalendarParts, brokerCalendar } from '#shared/telling/broker-calendar.ts';

type Parts = BrokerCalendarParts & {
  readonly brokers: Pick<Brokers, 'find'>;
  /** Returns the iCalendar document of a person's viewings. */
  readonly toDocument: (viewings: readonly CalendarViewing[]) => string;
};

/** The limit on all readings: the function has ten seconds. */
const STORE_DEADLINE = { name: 'calendar', ms: 8_000 };
/** The pause that a calendar program is asked for while the store is away. */
const RETRY_AFTER_S = 600;

/** Returns the handler of a person's calendar of viewings, which a key in the address opens. */
export function viewingCalendar(parts: Parts, clock = Date.now) {
  const read = async (key: string): Promise<string | undefined> => {
    const id = ownerOfKey(key);
    const person = id === undefined ? undefined : await parts.brokers.find(id);
    if (!person || !opensCalendar(key, person)) return undefined;
    return parts.toDocument(await brokerCalendar(parts, person.id, clock()));
  };

  return async ({ rawQueryString }: HttpEvent): Promise<HttpResult> => {
    const key = new URLSearchParams(rawQueryString).get('feed') ?? '';
    try {
      const document = await inTime('dynamodb', STORE_DEADLINE, read(key));
      return document === undefined ? text(404, 'Not found.\n') : calendar(document);
    } catch (error) {
      if (!(error instanceof VendorFailed)) throw error;
      log.error('calendar.not-read', error);
      // It is also a 5xx of the API, which the alarm of failing webhooks must leave out.
      log.count('DegradedAnswers');
      return unavailable();
    }
  };
}

function calendar(body: string): HttpResult {
  const headers = { 'content-type': 'text/calendar; charset=utf-8', 'cache-control': 'private' };
  return { statusCode: 200, headers, body };
}

function unavailable(): HttpResult {
  const { headers, ...answer } = text(503, 'The calendar cannot be read now.\n');
  return { ...answer, headers: { ...headers, 'retry-after': String(RETRY_AFTER_S) } };
}

/** Starts on a GET of `/calendar.ics`; answers an iCalendar document, or 404 for a key that opens none. */
export const handler = lazily(async (config) => {
  const db = dynamoDb(config);
  return viewingCalendar({
    brokers: dynamoBrokers(db),
    days: viewingDays(db),
    viewings: dynamoViewings(db),
    listings: dynamoListings(db),
    calls: dynamoCallLogs(db),
    toDocument: (viewings) => viewingFeed(viewings, { name: config.officeName }),
  });
});
