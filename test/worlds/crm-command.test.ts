import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { openCommandPlace } from '../commands/command-place.ts';
import { openCrmWorld } from '../crm/crm-world.ts';
import { newSid } from '../twilio-requests.ts';

const DANA = '+972501234567';
const OTHER = '+972521112233';
const HOUR_MS = 3_600_000;
/** Longer than any office is closed. */
const LONG_AGO_MS = 20 * 24 * HOUR_MS;

describe.concurrent('npm run crm', () => {
  test('shows the calls of the last days, the newest first, with the words they began with', async () => {
    await using place = await openPlace();
    const [old, older, recent] = [
      await place.live(DANA, 30),
      await place.live(DANA, 400),
      await place.live(OTHER, 1),
    ];
    const shown = await place.run('calls');
    expect(shown).toMatchObject({ code: 0, err: '' });
    expect(shown.out).toContain('CRM of the local world at http://127.0.0.1:1');
    expect(shown.out.match(/CA[0-9a-f]{32}/g)).toEqual([recent.callSid, old.callSid]);
    expect(shown.out).toMatch(
      /\d{4}-\d\d-\d\d \d\d:\d\d {2}CA\w{32} {2}\+972521112233 {2}completed {2}0:42 {2}left a voicemail {2}\u2067לקוח: אני מחפשת דירה.*\u2069\n/,
    );
    expect(shown.out).toContain('2 calls');
    const { out, err } = await place.run('calls', '--days', '20', '--json');
    expect(err).toContain('CRM of the local world');
    expect(JSON.parse(out).map(({ call_sid }: { call_sid: string }) => call_sid)).toEqual([
      recent.callSid,
      old.callSid,
      older.callSid,
    ]);
  });

  test('shows one call, turn by turn, and how long each step took', async () => {
    await using place = await openPlace();
    const { callSid } = await place.live(DANA, 1);
    await place.world.turns.update({
      call_sid: callSid,
      id: '001-0001',
      t_total_ms: 950,
      t_audio_ms: 250,
      interrupted: true,
    });
    const { code, out } = await place.run('call', callSid);
    expect(code).toBe(0);
    expect(out).toContain('+972501234567 → +97233000000  completed  0:42  left a voicemail  RE');
    expect(out).toContain('001-0001  live  answered in 950 ms  (hearing 250)  interrupted');
    expect(out).toContain('caller  \u2067אני מחפשת דירה\u2069\n  agent   \u2067באיזו עיר?\u2069');
    const { out: json } = await place.run('call', callSid, '--json');
    expect(JSON.parse(json)).toMatchObject({ call: { call_sid: callSid }, turns: [{}, {}] });
    expect(await place.run('call', newSid('CA'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no call CA'),
    });
  });

  test('shows everything between a contact and the office in its order', async () => {
    await using place = await openPlace();
    const { callSid, recording } = await place.live(DANA, 1);
    const { out } = await place.run('timeline', DANA);
    const said = [
      `call      ${callSid}  completed  0:42`,
      'contact   \u2067אני מחפשת דירה\u2069',
      'agent     \u2067באיזו עיר?\u2069',
      `recording ${recording}  1 KB`,
      'contact   \u2067תחזרו אליי\u2069',
      'contact   \u2067image/jpeg שלחתי תמונה\u2069',
      'agent     \u2067תודה\u2069',
      'task      call back  open  \u2067מחיר\u2069',
      'viewing   TA-101  booked',
    ];
    const places = said.map((line) => out.indexOf(line));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    const { out: json } = await place.run('timeline', DANA, '--json');
    expect(JSON.parse(json)).toHaveLength(9);
  });

  test('shows what a contact agreed to, with the words, and when it was withdrawn', async () => {
    await using place = await openPlace();
    const { leads } = place.world;
    const at = Date.now() - HOUR_MS;
    const given = { to: 'alerts', at, channel: 'phone', source_id: 'CA1-001-0002' } as const;
    await leads.agree(DANA, { ...given, words: 'כן, בבקשה' });
    expect((await place.run('leads')).out).toContain('accepts alerts');
    await leads.optOut(DANA, at + 1, { channel: 'whatsapp', id: 'SM1' });
    const { out } = await place.run('timeline', DANA);
    expect(out).toContain('agreed    to alerts  phone  CA1-001-0002  “\u2067כן, בבקשה\u2069”');
    expect(out).toContain('withdrew  alerts  SM1');
    const { out: json } = await place.run('timeline', DANA, '--json');
    expect(JSON.parse(json)).toMatchObject([
      { kind: 'consent', consent: { to: 'alerts', words: 'כן, בבקשה' } },
      { kind: 'withdrawal', consent: { withdrawn_by: 'SM1' } },
    ]);
  });

  test('joins a WhatsApp user to a number, and separates them again', async () => {
    await using place = await openPlace();
    const user = 'whatsapp:IL.13491208655302741918';
    expect(await place.run('join', user, DANA)).toMatchObject({
      code: 1,
      err: expect.stringContaining('never wrote to the office'),
    });
    await place.world.leads.save(user, { name: 'דנה' }, { source: 'whatsapp', at: Date.now() });
    const joined = await place.run('join', user, DANA);
    expect(joined).toMatchObject({ code: 0, out: expect.stringContaining('Joined. Moved rows: ') });
    expect(await place.run('join', user, OTHER)).toMatchObject({
      code: 1,
      err: expect.stringContaining(`is joined to ${DANA}`),
    });
    const { out } = await place.run('leads', '--json');
    expect(JSON.parse(out)).toMatchObject([{ contact: DANA, name: 'דנה', joined: [user] }]);
    expect(await place.run('separate', user)).toMatchObject({ code: 0 });
    expect((await place.run('separate', user)).code).toBe(1);
  });

  test('shows first who waits for the office, until somebody did what it owes', async () => {
    await using place = await openPlace();
    const { leads, tasks } = place.world;
    const now = Date.now();
    const told = { source: 'whatsapp', at: now - HOUR_MS } as const;
    await leads.save('+972500000001', { name: 'רון', rooms: 3, budget_ils: 6_000 }, told);
    const task = { kind: 'call_back', state: 'open', channel: 'phone' } as const;
    const asked = { created_at: now, updated_at: now };
    await leads.meet('+972500000002', told);
    const late = { id: 'a', contact: '+972500000002', words: 'מחיר', due_at: now - LONG_AGO_MS };
    await tasks.open({ ...task, ...asked, ...late });
    const ahead = { id: 'b', contact: '+972500000003', due_at: now + HOUR_MS };
    await tasks.open({ ...task, ...asked, ...ahead });
    await leads.optOut('+972500000003', now);
    const shown = await place.run('leads');
    expect(shown.out.match(/\+97250000000\d/g)).toEqual([2, 3, 1].map((n) => `+97250000000${n}`));
    expect(shown.out).toMatch(/\+972500000002 .*call back: LATE, since .*\u2067מחיר\u2069/);
    expect(shown.out).toMatch(/\+972500000003 .*no messages.*call back: due /);
    expect(shown.out).toMatch(/\+972500000001 .*3 rooms {2}6,000 ₪.*\u2067רון\u2069/);
    expect(shown.out).toContain('3 leads, 1 who wait for the office now');

    await tasks.done('a', 'office', now);
    expect((await place.run('leads')).out).toContain('0 who wait for the office now');
    const { out } = await place.run('leads', '--json');
    expect(JSON.parse(out)).toHaveLength(3);
  });

  test('hands out everything that is held on a contact as one document', async () => {
    await using place = await openPlace();
    const { callSid } = await place.live(DANA, 1);
    const { out, err } = await place.run('export', DANA, '--files');
    expect(err).toContain('CRM of the local world');
    expect(JSON.parse(out)).toMatchObject({
      contact: DANA,
      calls: [{ call_sid: callSid }],
      files: [{ base64: 'UklGRg==' }, {}, {}],
    });
  });

  test('erases a contact only when the number is typed again', async () => {
    await using place = await openPlace();
    await place.live(DANA, 1);
    const before = await place.world.everything();
    for (const answer of ['yes\n', '']) {
      const refused = await place.answering(answer, 'erase', DANA);
      expect(refused).toMatchObject({
        code: 1,
        err: expect.stringContaining('Nothing was erased'),
      });
      expect(refused.err).toContain('Viewings that this cancels: 1');
    }
    expect(await place.world.everything()).toEqual(before);
    const erased = await place.answering(`${DANA}\n`, 'erase', DANA);
    expect(erased).toMatchObject({ code: 0 });
    expect(erased.out).toContain('Erased: calls 1, turns 2, interactions 3, viewings 1');
    expect(JSON.stringify(await place.world.everything())).not.toContain(DANA);
  });

  test('erases without asking where that is said, tells it as JSON, and has nothing to do again', async () => {
    await using place = await openPlace();
    await place.live(DANA, 1);
    const { code, out } = await place.run('erase', DANA, '--yes', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      erased: { calls: 1, tellings: 1, twilio_messages: 4 },
    });
    expect((await place.run('erase', DANA, '--yes')).out).toContain('Erased: calls 0, turns 0');
  });

  test('erases nobody who is on the phone, and says when Twilio is away', async () => {
    await using place = await openPlace();
    await place.live(DANA, 1);
    await place.world.twilio.setFault('down');
    expect(await place.run('erase', DANA, '--yes')).toMatchObject({
      code: 1,
      err: expect.stringContaining('twilio: '),
    });
    await place.world.twilio.setFault('none');
    const call = { callSid: newSid('CA'), from: OTHER, to: '+97233000000' };
    await place.world.calls.open({ ...call, status: 'in_progress' }, Date.now());
    expect(await place.run('erase', OTHER, '--yes')).toMatchObject({
      code: 1,
      err: expect.stringContaining('is on the phone. Nothing was erased'),
    });
  });

  test('speaks to the DynamoDB that the environment names, and says what it needs for the rest', async () => {
    await using place = await openPlace();
    await using other = await openCrmWorld();
    await other.leads.save(OTHER, { name: 'דנה' }, { source: 'phone', at: Date.now() });
    const env = {
      AWS_ENDPOINT_URL_DYNAMODB: other.store.endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    };
    const { out } = await place.runIn(env, '', 'leads');
    expect(out).toContain(OTHER);
    expect(await place.runIn(env, '', 'timeline', OTHER)).toMatchObject({
      code: 2,
      err: expect.stringContaining('RECORDINGS_BUCKET is not set'),
    });
    expect(await place.runIn(env, '', 'erase', OTHER, '--yes')).toMatchObject({
      code: 2,
      err: expect.stringContaining('set TWILIO_ACCOUNT_SID'),
    });
  });

  test('says what is missing where no world runs and AWS is not configured', async () => {
    await using place = await openPlace();
    const env = { AWS_EC2_METADATA_DISABLED: 'true', HOME: tmpdir() };
    const { code, err } = await place.runIn(env, '', 'leads', '--aws');
    expect(code).toBe(1);
    expect(err).toContain('AWS is not configured');
  });

  test('refuses what it does not understand with exit code 2', async () => {
    await using place = await openPlace();
    const { code, err } = await place.run('timeline', '0501234567');
    expect(code).toBe(2);
    expect(err).toContain('timeline takes a phone number in E.164');
  });

  test('explains itself', async () => {
    await using place = await openPlace();
    const { code, out } = await place.run('--help');
    expect(code).toBe(0);
    expect(out).toContain('timeline | export | erase +972…');
  });
});

/** A CRM with the state of a world that keeps it, and the command beside it. */
async function openPlace() {
  await using opened = new AsyncDisposableStack();
  const world = opened.use(await openCrmWorld());
  const place = opened.use(
    await openCommandPlace('crm.ts', {
      dynamoDbEndpoint: world.store.endpoint,
      s3Endpoint: world.s3.endpoint,
      schedulerEndpoint: world.scheduler.endpoint,
      twilio: { ...world.account, apiBaseUrl: world.twilio.endpoint },
    }),
  );
  const all = opened.move();
  return {
    ...place,
    world,
    live: (contact: string, hoursAgo: number) =>
      world.live(contact, Date.now() - hoursAgo * HOUR_MS),
    answering: (input: string, ...args: string[]) => place.runIn({}, input, ...args),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
