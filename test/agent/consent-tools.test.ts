import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createToolbox } from '#shared/agent/toolbox.ts';
import type { ToolTurn } from '#shared/agent/tools/tool.ts';
import { standingConsent } from '#shared/domain/office/consent.ts';
import { type CrmStore, NOW, openCrmStore } from '../crm/crm-store.ts';

const TURN = 'CA0123456789abcdef0123456789abcdef-001-0003';
const YES = 'כן, תעדכנו אותי בבקשה';

let crm: CrmStore;
beforeAll(async () => {
  crm = await openCrmStore();
});
afterAll(() => crm[Symbol.asyncDispose]());
let count = 0;
let contact: string;
beforeEach(() => {
  contact = `+97254${1_000_000 + count++}`;
});

/** Opens the toolbox of a call's turn. */
const toolbox = (turn: Partial<ToolTurn> = {}) =>
  createToolbox(
    { ...crm, now: () => NOW, followsUp: true, canWrite: true },
    {
      channel: 'phone',
      contact: async () => contact,
      id: TURN,
      said: { id: TURN, words: YES },
      holdsCall: async () => true,
      end: () => {},
      officeAnswers: true,
      ...turn,
    },
  );
const use = async (name: string, turn: Partial<ToolTurn> = {}) =>
  JSON.parse(await toolbox(turn).use({ name, arguments: '{}' }, AbortSignal.timeout(5_000)));
const onWhatsApp = {
  channel: 'whatsapp',
  end: undefined,
  id: 'SM1-0',
  said: { id: 'SM1', words: 'כן' },
  writtenAt: NOW - 5,
} as const;
const consents = async () => (await crm.leads.find(contact))?.consents;

describe('a contact who agrees', () => {
  test('to alerts on the phone leaves the turn and their own words as evidence', async () => {
    expect(await use('agree_to_alerts')).toEqual({ noted: true });
    const evidence = { to: 'alerts', at: NOW, channel: 'phone', source_id: TURN, words: YES };
    expect(await consents()).toEqual([evidence]);
  });

  test('to alerts in a chat leaves the message as evidence, of the moment it was written', async () => {
    expect(await use('agree_to_alerts', onWhatsApp)).toEqual({ noted: true });
    const evidence = { to: 'alerts', at: NOW - 5, channel: 'whatsapp', source_id: 'SM1' };
    expect(await consents()).toEqual([{ ...evidence, words: 'כן' }]);
    expect(await crm.leads.find(contact)).not.toHaveProperty('consent_at');
  });

  test('to a summary has agreed to no alerts', async () => {
    expect(await use('agree_to_messages')).toEqual({ noted: true });
    expect(standingConsent(await consents(), 'messages')).toMatchObject({ words: YES });
    expect(standingConsent(await consents(), 'alerts')).toBeUndefined();
  });

  test('and then refuses takes back both, whatever they say on the phone later', async () => {
    await use('agree_to_messages');
    await use('agree_to_alerts');
    expect(await use('stop_messages')).toEqual({ stopped: true });
    expect(await consents()).toMatchObject([{ withdrawn_at: NOW }, { withdrawn_at: NOW }]);
    const refused = { noted: false, reason: 'opted_out' };
    expect(await use('agree_to_alerts')).toEqual(refused);
    expect(await use('agree_to_alerts', onWhatsApp)).toEqual(refused);
    expect(await use('agree_to_messages')).toEqual(refused);
  });

  test('with a withheld number cannot be written to, and the agent is told so', async () => {
    const withheld = { contact: async () => undefined };
    expect(await use('agree_to_alerts', withheld)).toEqual({ noted: false, reason: 'no_number' });
  });

  test('in a turn that no longer owns the call has agreed to nothing', async () => {
    const result = await use('agree_to_alerts', { holdsCall: async () => false });
    expect(result).toHaveProperty('error');
    expect(await consents()).toBeUndefined();
  });
});

test('callers are asked for alerts only by an office that writes, and a chat always may be', () => {
  const offers = (canWrite: boolean, end: ToolTurn['end']) =>
    createToolbox(
      { ...crm, now: () => NOW, canWrite },
      {
        channel: 'phone',
        contact: async () => contact,
        id: TURN,
        holdsCall: async () => true,
        end,
        officeAnswers: false,
      },
    ).tools.some(({ name }) => name === 'agree_to_alerts');
  expect([offers(true, () => {}), offers(false, () => {})]).toEqual([true, false]);
  expect(offers(false, undefined)).toBe(true);
});
