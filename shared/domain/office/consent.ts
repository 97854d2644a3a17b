import type { Channel } from './contact.ts';

/** One consent and its evidence. */
export type Consent = {
  /** `messages`: a summary of their calls. `alerts`: new homes that fit their wish. Neither implies the other. */
  readonly to: 'messages' | 'alerts';
  readonly at: number;
  readonly channel: Channel;
  /** The turn or message that holds their words. */
  readonly source_id: string;
  /** Their words. */
  readonly words?: string | undefined;
  readonly withdrawn_at?: number | undefined;
  /** The turn or message that withdrew it; absent where Twilio or another contact's refusal did. */
  readonly withdrawn_by?: string | undefined;
};

/** The moment of a withdrawal, and the turn or message that holds its words. */
export type Withdrawal = { readonly at: number; readonly id?: string | undefined };

/** The most consents of a contact that are kept: far more than people give. */
export const MAX_CONSENTS = 20;
/** The longest evidence: a yes is short, and the turn or message holds the rest. */
export const MAX_EVIDENCE_CHARS = 200;

/** Returns the consent of a kind that is in force; undefined without one. */
export function standingConsent(
  consents: readonly Consent[] = [],
  to: Consent['to'],
): Consent | undefined {
  return consents.findLast((one) => one.to === to && one.withdrawn_at === undefined);
}

/** Returns consents with another one. A consent that is repeated from the same words counts once. */
export function withConsent(consents: readonly Consent[] = [], given: Consent): readonly Consent[] {
  const isKnown = consents.some(
    ({ to, source_id, withdrawn_at }) =>
      to === given.to && source_id === given.source_id && withdrawn_at === undefined,
  );
  if (isKnown) return consents;
  const words = given.words?.trim().slice(0, MAX_EVIDENCE_CHARS).toWellFormed();
  const { words: _all, ...facts } = given;
  return bounded([...consents, { ...facts, ...(words && { words }) }]);
}

/** Returns consents of which none is in force any more. Their evidence stays. */
export function withWithdrawal(
  consents: readonly Consent[] = [],
  { at, id }: Withdrawal,
): readonly Consent[] {
  if (consents.every(({ withdrawn_at }) => withdrawn_at !== undefined)) return consents;
  return consents.map((one) =>
    one.withdrawn_at !== undefined
      ? one
      : // A refusal may be read after a yes that followed it.
        { ...one, withdrawn_at: Math.max(at, one.at), ...(id && { withdrawn_by: id }) },
  );
}

/** Drops the oldest consents beyond the limit, but none that is in force. */
function bounded(consents: readonly Consent[]): readonly Consent[] {
  const standing = [standingConsent(consents, 'messages'), standingConsent(consents, 'alerts')];
  let surplus = consents.length - MAX_CONSENTS;
  return consents.filter((one) => standing.includes(one) || surplus-- <= 0);
}
