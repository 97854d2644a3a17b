import type { Output } from '@agent-locator/command-line/output.ts';
import { dynamoBrokers } from '#shared/adapters/dynamo/brokers.ts';
import { dynamoCrm } from '#shared/adapters/dynamo/crm.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import type { DynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import type { Broker } from '#shared/domain/office/broker.ts';
import { officeDay } from '#shared/domain/office/office-day.ts';
import { toPhoneNumber } from '#shared/domain/office/phone-number.ts';
import { InvalidInput } from '#shared/errors.ts';
import { isOwner, withFacts, withoutPerson } from '#shared/office/broker-roster.ts';
import { handOn } from '#shared/office/succession.ts';
import type { Brokers } from '#shared/ports/brokers.ts';
import type { Crm } from '#shared/ports/office.ts';
import type { BrokersOptions } from './brokers-options.ts';
import { printBrokers } from './brokers-view.ts';

const DAY_MS = 24 * 3_600_000;

/** Lists, adds or removes people of the office. @throws InvalidInput, and nothing is changed */
export async function serveBrokers(
  db: DynamoDb,
  options: Exclude<BrokersOptions, { deed: 'feed' }>,
  output: Output,
): Promise<void> {
  const brokers = dynamoBrokers(db);
  const crm = dynamoCrm(db);
  const at = Date.now();
  const all = await brokers.all();
  switch (options.deed) {
    case 'list': {
      const people = all.filter(({ active }) => active);
      output.result(people, (print) => printBrokers(print, people));
      return;
    }
    case 'add': {
      const person = withFacts(all, options.facts, at);
      if (await isNumberOfAgent(crm, person.phone, at)) {
        throw new InvalidInput('On this number the agent itself answers.');
      }
      await write(brokers, person, all);
      output.result(person, (print) => printBrokers(print, [person]));
      return;
    }
    case 'remove': {
      const person = withoutPerson(all, options.person, at);
      await write(brokers, person, all);
      const people = all.filter(({ active, id }) => active && id !== person.id);
      const parts = { crm, leads: dynamoLeads(db), tasks: dynamoTasks(db) };
      const handedOn = await handOn(parts, person, { people, at });
      output.result({ removed: person.id, handed_on: handedOn }, (print) => {
        print(
          `${person.name} is removed. Handed on: ${handedOn.leads} leads, ${handedOn.tasks} tasks. ` +
            `Viewings that need somebody else: ${handedOn.viewings}.`,
        );
      });
    }
  }
}

/**
 * Writes a person in place of the row among those that were read.
 * @throws InvalidInput if another command changed the people meanwhile
 */
async function write(brokers: Brokers, person: Broker, read: readonly Broker[]): Promise<void> {
  const seen = read.find(({ id }) => id === person.id);
  const overtaken = () =>
    new InvalidInput('The people of the office changed meanwhile: look again, then repeat it.');
  if (!(await brokers.put(person, seen))) throw overtaken();
  if (!seen || !isOwner(seen) || isOwner(person)) return;
  // Another command may have removed the other owner at the same moment: the two write different rows.
  if ((await brokers.all()).some(isOwner)) return;
  await brokers.put({ ...seen, updated_at: person.updated_at + 1 }, person);
  throw overtaken();
}

/** Returns whether callers of yesterday or today reached the agent on a number. A person there would ring the agent. */
async function isNumberOfAgent(crm: Pick<Crm, 'callsOfDay'>, phone: string, at: number) {
  const days = [officeDay(at), officeDay(at - DAY_MS)];
  const calls = await Promise.all(days.map((day) => crm.callsOfDay(day)));
  return calls.flat().some(({ to_number }) => toPhoneNumber(to_number ?? '') === phone);
}
