import { type Consent, standingConsent, withWithdrawal } from './consent.ts';
import { AGREED, type Lead, MAX_FURTHER_PHONES } from './lead.ts';

/** The columns of a wish, which belong together. */
const wish = ['deal', 'city', 'rooms', 'budget_ils', 'search'] as const;
const consent = ['consent_at', 'consent_channel'] as const;
const refusal = ['opted_out_at', 'opted_out_channel', 'opted_out_id'] as const;
const waiting = ['uncarded', 'chat_at', 'card_at'] as const;
const single = ['name', 'profile_name', 'stage', 'assigned_to', 'property'] as const;

/** The columns that a join changes. */
export type JoinedColumns = Partial<Omit<Lead, 'contact'>>;

/**
 * Returns the columns that a contact's lead gets from that of a WhatsApp user who is joined to it. The contact's own
 * facts stand, and an opt-out of either holds for both. The result of a second join of the same two is the same.
 */
export function joinedColumns(
  lead: Lead | undefined,
  user: Lead,
  { isOptedOut, at }: { readonly isOptedOut: boolean; readonly at: number },
): JoinedColumns {
  const groups = [wish, refusal, waiting, ...single.map((column) => [column] as const)];
  const missing = groups
    .filter((group) => group.every((column) => lead?.[column] === undefined))
    .flat();
  const taken = picked(user, missing);
  const card = [lead?.card, user.card].toSorted(
    (one, other) => (other?.at ?? 0) - (one?.at ?? 0),
  )[0];
  const notes = joinedNotes(lead?.notes, user.notes);
  const consents = joinedConsents(lead?.consents, user.consents);
  const joined = [...new Set([...(lead?.joined ?? []), user.contact])];
  const humanSet = [
    ...(lead?.human_set ?? []),
    ...(user.human_set ?? []).filter((column) => column in taken),
  ];
  const phones = [...new Set([...(user.phones ?? []), ...(lead?.phones ?? [])])];
  const isOlder = lead !== undefined && lead.created_at <= user.created_at;
  const optedOutAt = lead?.opted_out_at ?? user.opted_out_at ?? at;
  return {
    ...taken,
    ...(lead?.consent_at === undefined && !isOptedOut && picked(user, consent)),
    ...(isOptedOut && { opted_out_at: optedOutAt }),
    ...(card && { card }),
    ...(!isOptedOut && standingConsent(consents, 'alerts') && { alerts: AGREED }),
    ...(notes && { notes }),
    ...(consents.length > 0 && {
      consents: isOptedOut ? withWithdrawal(consents, { at: optedOutAt }) : consents,
    }),
    ...(phones.length > 0 && { phones: phones.slice(-MAX_FURTHER_PHONES) }),
    ...(humanSet.length > 0 && { human_set: [...new Set(humanSet)] }),
    joined,
    source: isOlder ? lead.source : user.source,
    created_at: isOlder ? lead.created_at : user.created_at,
  };
}

function picked(user: Lead, columns: readonly (keyof Lead)[]): Partial<Lead> {
  const told = columns.filter((column) => user[column] !== undefined);
  return Object.fromEntries(told.map((column) => [column, user[column]]));
}

function joinedNotes(ours = '', theirs = ''): string {
  if (!theirs || ours.includes(theirs)) return ours;
  return ours ? `${ours} · ${theirs}` : theirs;
}

/** Returns the consents of both in the order of time, each of them once. */
function joinedConsents(ours: readonly Consent[] = [], theirs: readonly Consent[] = []): Consent[] {
  const isOurs = ({ to, source_id, at }: Consent) =>
    ours.some((one) => one.to === to && one.source_id === source_id && one.at === at);
  return [...ours, ...theirs.filter((one) => !isOurs(one))].sort((one, other) => one.at - other.at);
}
