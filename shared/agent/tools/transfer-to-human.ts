import { inTime } from '#shared/deadlines.ts';
import type { HandOverWish } from '#shared/domain/calls/hand-over.ts';
import type { Listing } from '#shared/domain/listings/listing.ts';
import { brokerOfHome, brokerOfLead } from '#shared/domain/office/assignment.ts';
import type { Broker } from '#shared/domain/office/broker.ts';
import { brokerNamed } from '#shared/domain/office/broker-name.ts';
import { isCallable } from '#shared/domain/office/contact.ts';
import { isHandOverTime } from '#shared/domain/office/opening-hours.ts';
import { taskDueAt } from '#shared/domain/office/task-due.ts';
import { isUrgentMatter } from '#shared/domain/office/urgent-matter.ts';
import { survive } from '#shared/survival.ts';
import { orNull, text } from './arguments.ts';
import { assigneeOf, homeOf } from './assignment.ts';
import { closure } from './closure.ts';
import { isStaffTurn } from './staff-turn.ts';
import { openOrChange } from './task-opening.ts';
import { defineTool, type ToolUse } from './tool.ts';

/** Requests a hand-over to the office; the session hands over after the agent's next sentence. */
export const transferToHuman = defineTool({
  name: 'transfer_to_human',
  description:
    'Put the caller through to a person of the office now. Then say one sentence about it. While the office is closed, a callback is requested instead.',
  // The session writes the call's fate itself, by its own conditional write.
  writes: false,
  accepts: {
    to: orNull(text('The name of the person they ask for, as they said it; null for anybody')),
    reason: orNull(
      text('The matter in a few Hebrew words, as after "בעניין": the person hears it first'),
    ),
    listing_id: orNull(text('The id of the home that it is about; null if it is about none')),
  },
  async use(sent, use) {
    const { parts, turn } = use;
    if (!turn.end) return NOBODY_THERE;
    const to = sent.to || undefined;
    const reason = sent.reason || undefined;
    const home = await homeOf(use, sent.listing_id);
    if (!turn.officeAnswers) return await callbackInstead({ to, reason, home }, use);
    const people = await parts.brokers.active();
    const named = to && people.length > 0 ? brokerNamed(to, people) : ANYBODY;
    /** Ends the turn, unless the model has said meanwhile that it did not work. */
    const handOver = (intended: 'human' | { readonly human: HandOverWish }) => {
      use.signal.throwIfAborted();
      turn.end?.(intended);
    };
    if (named.is === 'anybody' || named.is === 'own' || named.is === 'of-home') {
      const ofHome = home && (await personOfHome(home, named.is, use));
      if (ofHome) {
        handOver({ human: { broker_id: ofHome.id, reason } });
        return { transferring: true, to: ofHome.name };
      }
      const matter = reason ?? (to && `בקשה לדבר עם ${to}`);
      handOver(matter ? { human: { reason: matter } } : 'human');
      return { transferring: true };
    }
    if (named.is !== 'found') {
      const isUnknown = named.is === 'unknown';
      const names = (isUnknown ? people : named.brokers).map(({ name }) => name);
      const why = isUnknown ? 'no_such_person' : 'several_people';
      return { transferring: false, reason: why, people: names.slice(0, MAX_NAMES) };
    }
    handOver({ human: { broker_id: named.broker.id, reason } });
    return { transferring: true, to: named.broker.name };
  },
});

/** Returns the person to ring for a home. The lead's own goes before, unless the home's is asked for. */
async function personOfHome(
  home: Listing,
  asked: 'anybody' | 'own' | 'of-home',
  { parts, turn }: ToolUse,
): Promise<Broker | undefined> {
  const people = await parts.brokers.active();
  const ofHome = brokerOfHome(home, people);
  if (asked === 'of-home') return ofHome;
  // The plan of the hand-over rings the lead's own person first.
  const read = <T>(event: string, reading: Promise<T>) =>
    survive(event, inTime('dynamodb', READING, reading));
  const contact = await read('contact.unread', turn.contact());
  const lead = contact && (await read('lead.not-read', parts.leads.find(contact)));
  return lead && brokerOfLead(lead, people) ? undefined : ofHome;
}

/** The limit on each read behind a hand-over: three of them fit into the time that a tool has. */
const READING = { name: 'hand-over', ms: 400 };
const ANYBODY = { is: 'anybody' } as const;
const NOBODY_THERE = { transferring: false, reason: 'nobody_there' };
/** More names than a caller can choose from on the phone. */
const MAX_NAMES = 6;

type Wanted = {
  readonly to: string | undefined;
  readonly reason: string | undefined;
  readonly home: Listing | undefined;
};

/** Requests a callback while the office is closed. Without a phone to ring at all, it is left to the caller. */
async function callbackInstead({ to, reason, home }: Wanted, use: ToolUse): Promise<object> {
  const { parts, turn, id } = use;
  const now = parts.now();
  const settings = await parts.office.settings();
  if (isHandOverTime(settings, now)) return NOBODY_THERE;
  const contact = await turn.contact();
  const closed = { reason: 'closed', ...closure(settings, 'closed', { at: now, now }) };
  const isOwed = contact && isCallable(contact) && !(await isStaffTurn(use));
  if (!isOwed || !(await turn.holdsCall())) {
    return { transferring: false, ...closed };
  }
  const words = [`ביקשו לדבר עם ${to ?? 'נציג'}`, reason].filter(Boolean).join(': ');
  const urgent = isUrgentMatter(reason);
  const assignedTo = await assigneeOf(use, { contact, home, askedFor: to });
  // The model has said by then that it did not work.
  use.signal.throwIfAborted();
  await openOrChange(
    { tasks: parts.tasks, turn, useId: id, at: now },
    {
      kind: 'call_back',
      subject: 'hand-over',
      contact,
      due_at: taskDueAt(settings, now, urgent),
      assigned_to: assignedTo,
      words,
      ...(urgent && { urgent }),
      ...(to && { asked_for: to }),
      ...(home && { listing_id: home.id }),
    },
  );
  return { callback_requested: true, ...closed };
}
