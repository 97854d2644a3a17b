import type { Output } from '@agent-locator/command-line/output.ts';
import type { Store } from '#commands/store.ts';
import { dynamoBrokers } from '#shared/adapters/dynamo/brokers.ts';
import { type Environment, variableOf } from '#shared/config/environment.ts';
import { isLoopback } from '#shared/config/loopback.ts';
import { InvalidInput } from '#shared/errors.ts';
import { personNamed } from '#shared/office/broker-roster.ts';
import { newCalendarKey } from '#shared/office/calendar-key.ts';
import { routes } from '#shared/routes.ts';
import type { BrokersOptions } from './brokers-options.ts';

const PATH = routes['viewing-calendar'].path;

type FeedOptions = Extract<BrokersOptions, { deed: 'feed' }>;

/**
 * Makes a new address of a person's calendar and prints it, or takes the address away.
 * @throws InvalidInput, and nothing is changed
 */
export async function serveCalendar(
  { db, world }: Pick<Store, 'db' | 'world'>,
  options: FeedOptions,
  { env, output }: { readonly env: Environment; readonly output: Output },
): Promise<void> {
  const brokers = dynamoBrokers(db);
  const people = (await brokers.all()).filter(({ active }) => active);
  const person = personNamed(people, options.person);
  const { publicBaseUrl = world?.url } = world ?? {};
  const url = publicBaseUrl ? `${publicBaseUrl}${PATH}` : undefined;
  const address = options.isRevoked ? undefined : new URL(url ?? calendarUrl(env));
  const { key, hash } = newCalendarKey(person);
  const changed = {
    ...person,
    calendar_hash: address ? hash : undefined,
    // Two commands in one millisecond must not look like one.
    updated_at: Math.max(Date.now(), person.updated_at + 1),
  };
  if (!(await brokers.put(changed, person))) {
    throw new InvalidInput(`${person.name} changed meanwhile: look again, then repeat it.`);
  }
  address?.searchParams.set('feed', key);
  output.result({ person: person.id, feed: address?.href ?? null }, (print) => {
    print(address?.href ?? `${person.name} has no calendar address any more.`);
  });
}

/**
 * Returns the calendar's address on AWS: the output `CalendarUrl` of the stack. It goes past CloudFront, whose
 * access log keeps queries.
 */
function calendarUrl(env: Environment): string {
  const given = variableOf(env, 'CALENDAR_URL');
  const url = URL.parse(given ?? '');
  const isSafe = url?.protocol === 'https:' || (url && isLoopback(url.hostname));
  if (given && isSafe && url.pathname === PATH) return given;
  throw new InvalidInput('CALENDAR_URL must be the output CalendarUrl of the stack.');
}
