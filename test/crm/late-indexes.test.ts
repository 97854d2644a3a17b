import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoCrm } from '#shared/adapters/dynamo/crm.ts';
import { createToolbox } from '#shared/agent/toolbox.ts';
import { MAX_VIEWINGS_AHEAD } from '#shared/domain/office/viewing.ts';
import { type CrmStore, NOW, openCrmStore } from './crm-store.ts';

const CONTACT = '+972501234567';
const OTHER = '+972521112233';
const homes = ['TA-101', 'TA-102', 'TA-103', 'TA-104', 'TA-105', 'TA-106'];
const MORNING = '2090-11-22T10:00';
const AFTERNOON = '2090-11-22T16:00';
const EVENING = '2090-11-22T17:00';

/** The index by contact shows nothing of what these tests write. */
let crm: CrmStore;
beforeAll(async () => {
  crm = await openCrmStore({ indexLateMs: 600_000 });
});
afterAll(() => crm[Symbol.asyncDispose]());

let turns = 0;
async function book(contact: string, listing_id: string, at: string) {
  const toolbox = createToolbox(
    { ...crm, now: () => NOW },
    {
      channel: 'phone',
      contact: async () => contact,
      id: `CA0123456789abcdef0123456789abcdef-001-${1_000 + turns++}`,
      holdsCall: async () => true,
      end: () => {},
      officeAnswers: true,
    },
  );
  const call = { name: 'book_viewing', arguments: JSON.stringify({ listing_id, at, name: null }) };
  return JSON.parse(await toolbox.use(call, AbortSignal.timeout(5_000)));
}
const booked = async (contact: string) =>
  (await crm.viewings.ofContact(contact, NOW))
    .filter(({ status }) => status === 'booked')
    .map(({ id }) => id);

describe('while the indexes are late, a viewing', () => {
  test('is moved right after it was booked, and right after it was moved', async () => {
    await book(CONTACT, 'TA-101', MORNING);
    expect(await booked(CONTACT)).toEqual([`TA-101#${MORNING}`]);
    expect(await book(CONTACT, 'TA-101', AFTERNOON)).toMatchObject({ instead_of: [MORNING] });
    expect(await book(CONTACT, 'TA-101', EVENING)).toMatchObject({ instead_of: [AFTERNOON] });
    expect(await booked(CONTACT)).toEqual([`TA-101#${EVENING}`]);
  });

  test('is not its earlier contact’s once another has the half hour', async () => {
    expect(await book(OTHER, 'TA-101', MORNING)).toMatchObject({ booked: true });
    expect(await booked(OTHER)).toEqual([`TA-101#${MORNING}`]);
    expect(await booked(CONTACT)).toEqual([`TA-101#${EVENING}`]);
  });

  test('counts among those that a contact has ahead', async () => {
    const contact = '+972533334444';
    for (const [hour, home] of homes.slice(0, MAX_VIEWINGS_AHEAD).entries()) {
      const at = `2090-11-23T1${hour}:00`;
      expect(await book(contact, home, at)).toMatchObject({ booked: true });
    }
    expect(await book(contact, homes.at(-1) ?? '', '2090-11-23T17:00')).toHaveProperty('error');
  });

  test('is exported and erased with its contact', async () => {
    const office = dynamoCrm(crm.db);
    const viewings = await office.viewingsOf(OTHER);
    expect(viewings.map(({ id }) => id)).toEqual([`TA-101#${MORNING}`]);
    await office.removeViewings(OTHER, viewings);
    const { Items } = await crm.db.send(new ScanCommand({ TableName: 'viewings' }));
    expect(JSON.stringify(Items)).not.toContain(OTHER);
  });
});
