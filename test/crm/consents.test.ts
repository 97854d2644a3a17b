import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type Consent,
  MAX_CONSENTS,
  MAX_EVIDENCE_CHARS,
  standingConsent,
  withConsent,
  withWithdrawal,
} from '#shared/domain/office/consent.ts';
import { type CrmStore, NOW, openCrmStore } from './crm-store.ts';

const given = (to: Consent['to'], at = NOW, facts: Partial<Consent> = {}): Consent => ({
  to,
  at,
  channel: 'phone',
  source_id: `CA1-001-${at}`,
  words: 'כן, בבקשה',
  ...facts,
});

describe('the evidence of consents', () => {
  test('holds what was agreed to, when, where, and the words that say it', () => {
    expect(withConsent(undefined, given('alerts'))).toEqual([
      {
        to: 'alerts',
        at: NOW,
        channel: 'phone',
        source_id: `CA1-001-${NOW}`,
        words: 'כן, בבקשה',
      },
    ]);
  });

  test('counts a yes that is written twice once, and a later yes as another', () => {
    const once = withConsent([], given('alerts'));
    expect(withConsent(once, given('alerts'))).toEqual(once);
    expect(withConsent(once, given('alerts', NOW + 1))).toHaveLength(2);
    // One “yes” may answer two questions.
    expect(withConsent(once, given('messages'))).toHaveLength(2);
  });

  test('keeps the beginning of long words, and no half of a letter', () => {
    const [long] = withConsent([], given('alerts', NOW, { words: 'א'.repeat(1_000) }));
    expect(long?.words).toHaveLength(MAX_EVIDENCE_CHARS);
    const cut = `${'א'.repeat(MAX_EVIDENCE_CHARS - 1)}🌸`;
    const [whole] = withConsent([], given('alerts', NOW, { words: cut }));
    expect(whole?.words?.isWellFormed()).toBe(true);
    expect(withConsent([], given('alerts', NOW, { words: ' ' }))[0]).not.toHaveProperty('words');
  });

  test('marks all that is in force as withdrawn, and leaves earlier withdrawals as they are', () => {
    const both = withConsent(withConsent([], given('messages')), given('alerts', NOW + 9));
    const withdrawn = withWithdrawal(both, { at: NOW + 5, id: 'SM1' });
    expect(withdrawn.map(({ withdrawn_at }) => withdrawn_at)).toEqual([NOW + 5, NOW + 9]);
    expect(withdrawn[0]).toMatchObject({ withdrawn_by: 'SM1', words: 'כן, בבקשה' });
    expect(withWithdrawal(withdrawn, { at: NOW + 20 })).toBe(withdrawn);
    expect(standingConsent(withdrawn, 'alerts')).toBeUndefined();
    const again = withConsent(withdrawn, given('alerts', NOW + 30));
    expect(standingConsent(again, 'alerts')).toMatchObject({ at: NOW + 30 });
    expect(standingConsent(again, 'messages')).toBeUndefined();
  });

  test('is bounded, and drops the oldest, but never a consent that is in force', () => {
    let consents = withConsent([], given('alerts'));
    for (let yes = 1; yes <= 3 * MAX_CONSENTS; yes++) {
      consents = withConsent(consents, given('messages', NOW + yes));
    }
    expect(consents).toHaveLength(MAX_CONSENTS);
    expect(standingConsent(consents, 'alerts')).toMatchObject({ at: NOW });
    expect(standingConsent(consents, 'messages')).toMatchObject({ at: NOW + 3 * MAX_CONSENTS });
    expect(consents[1]).toMatchObject({ at: NOW + 2 * MAX_CONSENTS + 2 });
  });
});

describe('a lead', () => {
  let crm: CrmStore;
  beforeAll(async () => {
    crm = await openCrmStore();
  });
  afterAll(() => crm[Symbol.asyncDispose]());
  let count = 0;
  let contact: string;
  beforeEach(() => {
    contact = `+97252${1_000_000 + count++}`;
  });
  const standing = async () => {
    const { consents } = (await crm.leads.find(contact)) ?? {};
    return (['messages', 'alerts'] as const).filter((to) => standingConsent(consents, to));
  };

  test('that agrees to alerts agrees to no messages, and the other way round', async () => {
    expect(await crm.leads.agree(contact, given('alerts'))).toBe(true);
    expect(await standing()).toEqual(['alerts']);
    expect(await crm.leads.find(contact)).not.toHaveProperty('consent_at');
    contact = `${contact}1`;
    expect(await crm.leads.agree(contact, given('messages'))).toBe(true);
    expect(await standing()).toEqual(['messages']);
    expect(await crm.leads.find(contact)).toMatchObject({
      consent_at: NOW,
      consent_channel: 'phone',
    });
  });

  test('withdraws both with one refusal, whose id stands beside the evidence', async () => {
    await crm.leads.agree(contact, given('alerts', NOW, { channel: 'whatsapp', source_id: 'SM1' }));
    await crm.leads.agree(contact, given('messages', NOW + 1));
    await crm.leads.optOut(contact, NOW + 5, { channel: 'whatsapp', id: 'SM2' });
    const lead = await crm.leads.find(contact);
    expect(lead?.consents).toMatchObject([
      { to: 'alerts', source_id: 'SM1', withdrawn_at: NOW + 5, withdrawn_by: 'SM2' },
      { to: 'messages', words: 'כן, בבקשה', withdrawn_at: NOW + 5, withdrawn_by: 'SM2' },
    ]);
    expect(lead).not.toHaveProperty('consent_at');
    expect(await crm.leads.agree(contact, given('alerts', NOW + 9))).toBe(false);
  });

  test('that comes back in writing agrees to messages anew, and to no alerts', async () => {
    await crm.leads.agree(contact, given('alerts'));
    await crm.leads.optOut(contact, NOW + 5);
    await crm.leads.optIn(contact, NOW + 9, { channel: 'whatsapp', id: 'SM3', words: 'חזור' });
    expect(await standing()).toEqual(['messages']);
    expect((await crm.leads.find(contact))?.consents?.at(-1)).toEqual({
      to: 'messages',
      at: NOW + 9,
      channel: 'whatsapp',
      source_id: 'SM3',
      words: 'חזור',
    });
  });

  test('keeps its evidence through an opt-out that is read after a later opt-in', async () => {
    await crm.leads.optIn(contact, NOW + 9, { channel: 'whatsapp', id: 'SM3', words: 'חזור' });
    await crm.leads.optOut(contact, NOW + 5, { channel: 'whatsapp', id: 'SM2' });
    expect(await standing()).toEqual(['messages']);
    expect(await crm.leads.isOptedOut(contact)).toBe(false);
  });

  test('loses no consent when several are written at once, and none survives a refusal', async () => {
    const at = [1, 2, 3].map((more) => NOW + more);
    await Promise.all(at.map((moment) => crm.leads.agree(contact, given('alerts', moment))));
    expect((await crm.leads.find(contact))?.consents).toHaveLength(3);
    await Promise.all([
      crm.leads.agree(contact, given('messages', NOW + 4)),
      crm.leads.optOut(contact, NOW + 5, { channel: 'phone', id: 'CA1-001-0009' }),
    ]);
    expect(await standing()).toEqual([]);
    expect(await crm.leads.isOptedOut(contact)).toBe(true);
  });
});
