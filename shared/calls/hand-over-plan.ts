import type { Config } from '#shared/config/config.ts';
import { inTime } from '#shared/deadlines.ts';
import type { CallLog } from '#shared/domain/calls/call-log.ts';
import {
  type HandOver,
  MAX_PHONES,
  type NoRing,
  phonesInOrder,
} from '#shared/domain/calls/hand-over.ts';
import { brokerOfLead, matterOf, rankedBrokers } from '#shared/domain/office/assignment.ts';
import type { Lead } from '#shared/domain/office/lead.ts';
import { isHandOverTime } from '#shared/domain/office/opening-hours.ts';
import { toPhoneNumber } from '#shared/domain/office/phone-number.ts';
import type { KnownBrokers } from '#shared/ports/brokers.ts';
import type { Leads, Office } from '#shared/ports/office.ts';
import { survive } from '#shared/survival.ts';
import { callerIdOf } from './caller-id.ts';

/** The caller hears nothing meanwhile; past it, the hand-over does without what is known of them. */
const LEAD_DEADLINE = { name: 'lead', ms: 500 };

/** The last conversation is told for this long: an older one explains no call of today. */
const EARLIER_MS = 30 * 24 * 3_600_000;

type PlanParts = {
  readonly config: Pick<Config, 'officeNumber'>;
  readonly office: Pick<Office, 'settings'>;
  readonly brokers: Pick<KnownBrokers, 'active'>;
  readonly leads: Pick<Leads, 'find'>;
};

/**
 * Returns a function that plans the hand-over of a call. It rings the person asked for, the lead's broker, the others,
 * then the office's own phone. Without one to ring it says why. Never throws.
 */
export function handOverPlan({ config, office, brokers, leads }: PlanParts) {
  const leadOf = async (contact: string | undefined): Promise<Lead | undefined> => {
    if (!contact) return undefined;
    return survive('lead.not-read', inTime('dynamodb', LEAD_DEADLINE, leads.find(contact)));
  };

  return async (call: CallLog, at: number): Promise<HandOver | NoRing> => {
    const callerId = callerIdOf(call);
    const [settings, people, lead] = await Promise.all([
      office.settings(),
      brokers.active(),
      leadOf(call.contact),
    ]);
    if (!isHandOverTime(settings, at)) return 'closed';
    if (!callerId) return 'no-phone';
    const wanted = people.find(({ id }) => id === call.wish?.broker_id);
    const own = brokerOfLead(lead, people);
    const others = rankedBrokers(people, matterOf(lead), call.contact ?? call.call_sid);
    const ofCall = [call.from_number, call.to_number].map((one) => toPhoneNumber(one ?? ''));
    const ofPeople = [wanted, own, ...others].map((person) => person?.phone);
    const first = phonesInOrder(ofPeople, ofCall).slice(0, MAX_PHONES - 1);
    const phones = phonesInOrder([...first, config.officeNumber], ofCall);
    if (phones.length === 0) return 'no-phone';
    return { phones, caller: lead?.name, reason: call.wish?.reason, ...earlierIn(lead, at), at };
  };
}

/** Returns what the person who takes the call hears of the contact's last conversation. */
function earlierIn(lead: Lead | undefined, at: number): Pick<HandOver, 'earlier' | 'promised'> {
  if (!lead?.card || at - lead.card.at > EARLIER_MS) return {};
  const { lines, promises } = lead.card;
  return { earlier: lines[0], promised: promises[0] };
}
