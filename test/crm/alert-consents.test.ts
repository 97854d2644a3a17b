import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dynamoAlertedLeads } from '#shared/adapters/dynamo/alerted-leads.ts';
import { erase } from '#shared/crm/erase.ts';
import { exportContact } from '#shared/crm/export.ts';
import { joinContact } from '#shared/crm/join.ts';
import type { AlertClaim } from '#shared/ports/alerts.ts';
import { type CrmWorld, openCrmWorld } from './crm-world.ts';

const DANA = '+972501234567';
const USER = 'whatsapp:IL.13491208655302741918';
const NOW = Date.now();

let world: CrmWorld;
beforeEach(async () => {
  world = await openCrmWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

const alerted = () => dynamoAlertedLeads(world.db);
const agreed = async (deal: 'rent' | 'sale' = 'rent') => {
  const contacts: string[] = [];
  for await (const page of alerted().agreed(deal)) contacts.push(...page.map((one) => one.contact));
  return contacts;
};
const agree = (contact: string, to: 'alerts' | 'messages' = 'alerts') =>
  world.leads.agree(contact, { to, at: NOW, channel: 'whatsapp', source_id: `SM-${contact}` });
const wish = (contact: string, deal: 'rent' | 'sale' = 'rent') =>
  world.leads.save(contact, { deal, city: 'חיפה' }, { source: 'whatsapp', at: NOW });
const claim = (change: Partial<AlertClaim> = {}) =>
  alerted().claim(DANA, { noticeId: 'alert-1', home: 'A1@6000', day: '2026-11-29', ...change });

describe('the contacts who agreed to alerts', () => {
  test('are found by what they want, in either order of wish and consent', async () => {
    await wish(DANA);
    await agree(DANA);
    await agree('+972521112233');
    await wish('+972521112233', 'sale');
    expect([await agreed('rent'), await agreed('sale')]).toEqual([[DANA], ['+972521112233']]);
  });

  test('are not those who agreed to a summary, nor those who refused since', async () => {
    await wish(DANA);
    await agree(DANA, 'messages');
    expect(await agreed()).toEqual([]);
    await agree(DANA);
    expect(await agreed()).toEqual([DANA]);
    await world.leads.optOut(DANA, NOW + 1, { channel: 'whatsapp', id: 'SM2' });
    expect(await agreed()).toEqual([]);
    await world.leads.optIn(DANA, NOW + 2, { channel: 'whatsapp', id: 'SM3' });
    expect(await agreed()).toEqual([]);
  });

  test('keep their consent when a user without a number is joined to them', async () => {
    await wish(USER);
    await agree(USER);
    await joinContact(world.parts, { user: USER, contact: DANA }, NOW);
    expect(await agreed()).toEqual([DANA]);
  });

  test('are not those to whom a user is joined who refused', async () => {
    await wish(DANA);
    await agree(DANA);
    await world.leads.optOut(USER, NOW + 1, { channel: 'whatsapp', id: 'SM2' });
    await joinContact(world.parts, { user: USER, contact: DANA }, NOW + 2);
    expect(await agreed()).toEqual([]);
  });
});

describe('the alert of a day', () => {
  beforeEach(async () => {
    await wish(DANA);
    await agree(DANA);
  });

  test('is granted once, and again to the same notice', async () => {
    expect(await claim()).toBe('granted');
    expect(await claim()).toBe('granted');
    expect(await claim({ noticeId: 'alert-2', home: 'A2@5000' })).toBe('busy');
    const nextDay = { noticeId: 'alert-2', home: 'A2@5000', day: '2026-11-30' };
    expect(await claim(nextDay)).toBe('granted');
  });

  test('is granted to one of two at once', async () => {
    const two = [
      { noticeId: 'alert-2', home: 'A2@5000' },
      { noticeId: 'alert-3', home: 'A3@5000' },
    ];
    expect((await Promise.all(two.map(claim))).sort()).toEqual(['busy', 'granted']);
  });

  test('is not for a home at a price that they were told of', async () => {
    await claim();
    await claim({ noticeId: 'alert-2', home: 'A2@5000', day: '2026-11-30' });
    expect(await claim({ day: '2026-12-01' })).toBe('told');
  });

  test('is not for those who refused, whose lead ended, or who are unknown', async () => {
    await world.leads.optOut(DANA, NOW + 1, { channel: 'whatsapp', id: 'SM2' });
    expect(await claim()).toBe('refused');
    const { claim: ask } = alerted();
    const unknown = { noticeId: 'alert-9', home: 'A1@6000', day: '2026-11-29' };
    expect(await ask('+972509999999', unknown)).toBe('refused');
  });

  test('is part of an export, and an erasure leaves nothing of it', async () => {
    await claim();
    const exported = await exportContact(world.parts, DANA, { withFiles: false, at: NOW });
    expect(JSON.stringify(exported)).toContain('A1@6000');
    await erase(world.parts, DANA, NOW);
    expect(JSON.stringify((await world.everything()).rows)).not.toContain('A1@6000');
    expect(await agreed()).toEqual([]);
  });
});
