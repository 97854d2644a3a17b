import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  type CallerUsage,
  callerAllowance,
  ceilings,
  messageAllowance,
  officeCallAllowance,
  officeMessageAllowance,
} from '#shared/domain/office/ceilings.ts';
import { officeDay } from '#shared/domain/office/office-day.ts';
import type { CallLogs } from '#shared/ports/calls.ts';
import type { Office } from '#shared/ports/office.ts';
import type { Usage } from '#shared/ports/usage.ts';
import { type Functions, openFunctions, requestTo } from '../functions.ts';
import { officeOf } from '../office/office-of.ts';
import { callFields, newSid } from '../twilio-requests.ts';

const most = ceilings.contact;

describe('a call', () => {
  test.each([
    ['within all ceilings is the agent’s', { atOnce: 3, calls: 50, seconds: 7_199 }, 'agent'],
    [
      'beside three others is asked for a voicemail',
      { atOnce: 4, calls: 4, seconds: 0 },
      'voicemail',
    ],
    [
      'after fifty of a day is asked for a voicemail',
      { atOnce: 1, calls: 51, seconds: 0 },
      'voicemail',
    ],
    ['after two hours of talk in a day too', { atOnce: 1, calls: 3, seconds: 7_200 }, 'voicemail'],
    ['far beyond a ceiling is busy', { atOnce: 10, calls: 10, seconds: 0 }, 'busy'],
    ['after three times the calls of a day is busy', { atOnce: 1, calls: 151, seconds: 0 }, 'busy'],
  ] as const)('%s', (_, contact, answer) => {
    expect(callerAllowance('contact', contact)).toMatchObject({ answer });
  });

  test.each([
    ['within a fifth of the office’s day is the agent’s', { calls: 200, seconds: 29_999 }, 'agent'],
    [
      'beyond a fifth of its calls is asked for a voicemail',
      { calls: 201, seconds: 0 },
      'voicemail',
    ],
    ['beyond a fifth of its minutes too', { calls: 1, seconds: 30_000 }, 'voicemail'],
    ['is never busy, for others call as well', { calls: 100_000, seconds: 0 }, 'voicemail'],
  ] as const)('without a contact %s', (_, used, answer) => {
    expect(callerAllowance('anonymous', { atOnce: 100, ...used })).toMatchObject({ answer });
  });

  test('is asked for a voicemail, but never busy, where the office’s day is used up', () => {
    const flooded = { calls: 100_000, seconds: 10_000_000 };
    expect(officeCallAllowance(flooded)).toEqual({ answer: 'voicemail', reason: 'office-day' });
  });
});

describe('a message', () => {
  const usage = { messages: 1 };
  test.each([
    ['is answered', {}, 'שלום', 'agent'],
    ['is not answered beyond the contact’s day', { messages: 201 }, 'שלום', 'contact-day'],
    [
      'is answered three times with the same words',
      { equalTexts: 3 },
      'אני בחופשה עד יום ראשון',
      'agent',
    ],
    ['is not answered a fourth time', { equalTexts: 4 }, 'אני בחופשה עד יום ראשון', 'repeated'],
    ['of one word is answered more often', { equalTexts: 10 }, 'כן', 'agent'],
  ] as const)('%s', (_, change, text, allowance) => {
    expect(messageAllowance({ ...usage, ...change }, text)).toBe(allowance);
  });

  test('is not answered beyond the office’s day', () => {
    expect(officeMessageAllowance({ messages: 5_000 })).toBe('agent');
    expect(officeMessageAllowance({ messages: 5_001 })).toBe('office-messages');
  });
});

describe('callers who call again and again', () => {
  let functions: Functions;
  const logged: string[] = [];
  beforeAll(async () => {
    functions = await openFunctions('http://127.0.0.1:9');
    vi.spyOn(console, 'log').mockImplementation((line: string) => void logged.push(line));
  });
  afterAll(() => {
    vi.restoreAllMocks();
    return functions[Symbol.asyncDispose]();
  });

  const arrive = async (
    From: string,
    others: Partial<{ usage: Usage; office: Office; calls: CallLogs }> = {},
  ) => {
    const fields = callFields({ From });
    const { body } = await functions.post('incoming-call', fields, '', others as never);
    return { fields, body };
  };
  /** Counts of which the caller has used this much, and the office these calls. */
  const usedBy = (used: CallerUsage, calls = 1): Usage => ({
    ...functions.parts.usage,
    callStarted: async () => ({ isAgain: false, used }),
    addToOffice: async () => ({ calls, seconds: 0, messages: 0 }),
  });
  /** Returns the reasons for which a call was asked for a voicemail. */
  const asked = (callSid: string) =>
    logged
      .map((line) => JSON.parse(line))
      .filter((line) => line.VoicemailsAsked && line.callSid === callSid)
      .map(({ reason }) => reason);
  /** Returns the row of the office's day. */
  const officeRow = async () => {
    const { usage: rows = [] } = await functions.rows();
    const { calls = 0, seconds = 0 } =
      rows.find(({ id }) => id === `${officeDay(Date.now())}#office`) ?? {};
    return { calls, seconds };
  };
  const hangUp = (fields: Awaited<ReturnType<typeof arrive>>['fields'], seconds = 60) =>
    functions.post('call-status', {
      ...fields,
      CallStatus: 'completed',
      CallDuration: String(seconds),
    });

  test('meet the recorded prompt at the fourth call at once, and the agent once a call has ended', async () => {
    const from = '+972531110001';
    const living = [await arrive(from), await arrive(from), await arrive(from)];
    for (const { body } of living) expect(body).toContain('<Connect ');
    const { fields, body } = await arrive(from);
    expect(body).toMatch(/calls_at_once_he.*<Record /);
    expect(await functions.parts.calls.find(fields.CallSid)).toMatchObject({
      control: 'fallback',
      ceiling: 'contact-at-once',
    });
    expect(logged.join()).toContain('"CeilingsReached":1');
    expect(asked(fields.CallSid)).toEqual(['ceiling']);
    const { call_watch: alarms = [] } = await functions.rows();
    expect(alarms.some(({ call_sid }) => call_sid === fields.CallSid)).toBe(false);
    // The webhook is repeated: the same document.
    expect((await functions.post('incoming-call', fields)).body).toBe(body);
    for (const call of [...living, { fields }]) await hangUp(call.fields);
    expect((await arrive(from)).body).toContain('<Connect ');
  });

  test('hear the busy tone far beyond it, also where one webhook comes twice, at once or later', async () => {
    const from = '+972531110009';
    const fields = callFields({ From: from });
    for (let living = 0; living < 9; living += 1) await arrive(from);
    const both = await Promise.all([
      functions.post('incoming-call', fields),
      functions.post('incoming-call', fields),
    ]);
    const later = await functions.post('incoming-call', fields);
    for (const { body } of [...both, later]) expect(body).toContain('<Reject ');
  });

  test('meet the same prompt where another webhook of their call was a moment faster', async () => {
    const used = { atOnce: most.callsAtOnce + 1, calls: 4, seconds: 0 };
    const { calls: real } = functions.parts;
    const usage = usedBy(used);
    const move: CallLogs['move'] = async (wanted, at) => {
      await real.move(wanted, at);
      return real.move(wanted, at);
    };
    const { body } = await arrive('+972531110011', { usage, calls: { ...real, move } });
    expect(body).toMatch(/calls_at_once_he.*<Record /);
  });

  test('meet the ceilings that the office set', async () => {
    const contact = { ...ceilings.contact, callsADay: 1 };
    const office = officeOf({ ceilings: { ...ceilings, contact } });
    const from = '+972531110010';
    expect((await arrive(from, { office })).body).toContain('<Connect ');
    expect((await arrive(from, { office })).body).toMatch(/day_over_he.*<Record /);
  });

  test('are counted once for a webhook that comes twice', async () => {
    const from = '+972531110002';
    const { fields } = await arrive(from);
    await functions.post('incoming-call', fields);
    await functions.post('incoming-call', fields);
    const used = { callSid: newSid('CA'), contact: from, startedAt: Date.now() };
    expect(await functions.parts.usage.callStarted(used)).toMatchObject({
      used: { atOnce: 2, calls: 2, seconds: 0 },
    });
  });

  test('have talked as long as their calls lasted, each counted once', async () => {
    const from = '+972531110003';
    const { fields } = await arrive(from);
    await hangUp(fields, 100);
    await hangUp(fields, 100);
    const used = { callSid: newSid('CA'), contact: from, startedAt: Date.now() };
    expect(await functions.parts.usage.callStarted(used)).toMatchObject({
      used: { atOnce: 1, calls: 2, seconds: 100 },
    });
  });

  test('use nothing of the office’s day with the calls that their own ceilings stop', async () => {
    const from = '+972531110012';
    const before = await officeRow();
    const living = [await arrive(from), await arrive(from), await arrive(from)];
    const refused = [];
    for (let call = 0; call < 8; call += 1) refused.push(await arrive(from));
    expect(refused.at(0)?.body).toContain('<Record ');
    expect(refused.at(-1)?.body).toContain('<Reject ');
    for (const { fields } of refused) await hangUp(fields, 100);
    for (const { fields } of living) await hangUp(fields, 60);
    const { calls, seconds } = await officeRow();
    expect(calls - before.calls).toBe(3);
    expect(seconds - before.seconds).toBe(180);
  });

  test('without a number are counted once each, however often their webhooks come', async () => {
    const before = await officeRow();
    const { fields } = await arrive('+266696687');
    await functions.post('incoming-call', fields);
    await hangUp(fields, 100);
    await hangUp(fields, 100);
    const { calls, seconds } = await officeRow();
    expect([calls - before.calls, seconds - before.seconds]).toEqual([1, 100]);
  });

  test('are each a call received; a request that Twilio did not sign is none', async () => {
    const received = () => logged.filter((line) => line.includes('"CallsReceived":1')).length;
    const before = received();
    await arrive('+972531110013');
    await functions.ask({ ...requestTo('incoming-call'), body: 'CallSid=CA1' });
    expect(received() - before).toBe(1);
  });

  test('stay hung up where the webhook of a call beyond a ceiling comes after its end', async () => {
    const usage = usedBy({ atOnce: most.callsAtOnce + 1, calls: 4, seconds: 0 });
    const fields = callFields({ From: '+972531110007' });
    await hangUp(fields);
    await functions.post('incoming-call', fields, '', { usage } as never);
    expect(await functions.parts.calls.find(fields.CallSid)).toMatchObject({ control: 'ended' });
  });

  test.each(['contact-day', 'office-day'] as const)(
    'hear that the day’s calls are used up, also at a repeated webhook (%s)',
    async (ceiling) => {
      const usage =
        ceiling === 'office-day'
          ? usedBy({ atOnce: 1, calls: 1, seconds: 0 }, 100_000)
          : usedBy({ atOnce: 1, calls: most.callsADay + 1, seconds: 0 });
      const { fields, body } = await arrive('+972531110008', { usage });
      expect(body).toMatch(/day_over_he.*<Record /);
      expect(await functions.parts.calls.find(fields.CallSid)).toMatchObject({ ceiling });
      expect((await functions.post('incoming-call', fields)).body).toBe(body);
    },
  );

  test('hear the busy tone far beyond a ceiling', async () => {
    const from = '+972531110004';
    const usage = usedBy({ atOnce: 1, calls: 3 * most.callsADay + 1, seconds: 0 });
    const { fields, body } = await arrive(from, { usage });
    expect(body).toContain('<Reject reason="busy"/>');
    expect(asked(fields.CallSid)).toEqual([]);
    expect(await functions.parts.calls.find(fields.CallSid)).toMatchObject({ control: 'ended' });
  });

  test('are greeted where the count fails or takes too long', async () => {
    const failing = async () => Promise.reject(new Error('away'));
    const never = () => new Promise<never>(() => {});
    for (const callStarted of [failing, never]) {
      const usage = { ...functions.parts.usage, callStarted };
      const startedAt = Date.now();
      expect((await arrive('+972531110005', { usage })).body).toContain('<Connect ');
      expect(Date.now() - startedAt).toBeLessThan(1_500);
    }
    expect(logged.join()).toContain('"CeilingsNotRead":1');
  });

  test('leave no number in the counts', async () => {
    const from = '+972531110006';
    await arrive(from);
    const { usage = [] } = await functions.rows();
    expect(usage.length).toBeGreaterThan(1);
    for (const row of usage) {
      expect(JSON.stringify([...Object.values(row)])).not.toContain(from.slice(4));
      expect(row['expires_at']).toBeGreaterThan(Date.now() / 1_000);
    }
  });
});
