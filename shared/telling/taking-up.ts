import type { CallLog } from '#shared/domain/calls/call-log.ts';
import { OFFICE, type TaskKind } from '#shared/domain/office/task.ts';
import type { KnownBrokers } from '#shared/ports/brokers.ts';
import type { Office } from '#shared/ports/office.ts';
import type { Tellings } from '#shared/ports/tellings.ts';
import { noteTouch } from './human-touch.ts';

/** The stores in which a talk takes tasks up. */
export type TakingUpParts = {
  readonly tellings: Pick<Tellings, 'openOf' | 'take'>;
  readonly brokers: Pick<KnownBrokers, 'active'>;
  readonly office: Pick<Office, 'settings'>;
};

/** The kinds that a talk with the contact answers. The others ask for a deed of their own. */
const ANSWERED_BY_TALK: readonly TaskKind[] = [
  'call_back',
  'message_left',
  'hand_over_missed',
  'chat_waits',
  'owner_lead',
];

/**
 * Takes up a caller's tasks for the person who took the call, so that they are told to no other.
 * @throws VendorFailed, after which some of them may be taken up
 */
export async function takeUpTasks(
  { tellings, brokers, office }: TakingUpParts,
  { contact, hand_over, ring = 0 }: CallLog,
  at: number,
): Promise<void> {
  if (!contact) return;
  const [open, people] = await Promise.all([tellings.openOf(contact), brokers.active()]);
  const asking = open.filter(
    ({ kind, taken_at }) => taken_at === undefined && ANSWERED_BY_TALK.includes(kind),
  );
  const phone = hand_over?.phones[ring];
  const by = people.find((one) => one.phone === phone)?.id ?? OFFICE;
  await Promise.all(
    asking.map(async (task) => {
      if (await tellings.take(task, by, at)) await noteTouch(office, task, at);
    }),
  );
}
