import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CallLog } from '#shared/domain/calls/call-log.ts';
import { decideDialEnded, isTaken } from '#shared/domain/calls/dial-ended.ts';
import { NO_NEW_RING_MS } from '#shared/domain/calls/hand-over.ts';
import type { CallCard } from '#shared/domain/office/call-card.ts';
import { defaultSettings, weekdays } from '#shared/domain/office/office-settings.ts';
import type { Task, TaskKind } from '#shared/domain/office/task.ts';
import { account, type Functions, openFunctions, type Parts } from '../functions.ts';
import { officeOf } from '../office/office-of.ts';
import { peopleOf, person } from '../office/people-of.ts';
import { callFields, newSid } from '../twilio-requests.ts';

let functions: Functions;
beforeAll(async () => {
  functions = await openFunctions('http://127.0.0.1:9');
});
afterAll(() => functions[Symbol.asyncDispose]());

const office = account.OFFICE_NUMBER;
const [dana, yosi] = [person(1), person(2)];
const everybody = { brokers: peopleOf(dana, yosi) };
const inProgress = <Fields extends object>(fields: Fields) => ({
  ...fields,
  CallStatus: 'in-progress',
});
const owed = (contact: unknown) => functions.parts.tasks.ofContact(String(contact));
type Fields = ReturnType<typeof callFields>;

/** Opens a call and has it handed over; returns its fields and the document that rings the first phone. */
async function handedOver(
  change: Record<string, string> = {},
  { wish = {}, others = {} }: { wish?: object; others?: Partial<Parts> } = {},
) {
  const fields = callFields(change);
  await functions.post('incoming-call', fields);
  await functions.parts.calls.intend(fields.CallSid, 1, { human: wish });
  const { body } = await functions.post('stream-ended', inProgress(fields), 'gen=1', others);
  return { fields, body };
}

/** Tells that a phone was rung in vain, or as `dial` says; returns the document. */
async function rung(fields: Fields, ring: number, dial: Record<string, string> = {}) {
  const told = { DialCallStatus: 'no-answer', DialBridged: 'false', ...dial };
  const form = { ...inProgress(fields), ...told };
  return (await functions.post('dial-ended', form, `gen=1&ring=${ring}`)).body;
}
const phoneIn = (body: string) => />(\+\d+)<\/Number>/.exec(body)?.[1];
const callOf = ({ CallSid }: Fields) => functions.parts.calls.find(CallSid);

describe('the whisper', () => {
  const whisper = async (
    call: string,
    change: Record<string, string> = {},
    { told = '', others = {} }: { told?: string; others?: Partial<Parts> } = {},
  ) => {
    const fields = { ...inProgress(callFields({ CallSid: newSid('CA') })), ...change };
    const query = `call=${call}&gen=1&ring=0${told}`;
    return (await functions.post('dial-whisper', fields, query, others)).body;
  };
  const KEY = { Digits: '1' };
  const saidIn = (body: string) => /<Say[^>]*>([^<]*)</.exec(body)?.[1];

  /** Has a caller with a name handed over in a matter. */
  const handedOverInMatter = async (reason: string) => {
    const From = '+972500000088';
    const known = { name: 'דני כהן', budget_ils: 7_000, notes: 'סוד' };
    await functions.parts.leads.save(From, known, { source: 'phone', at: 1 });
    return (await handedOver({ From }, { wish: { reason } })).fields;
  };

  test('asks for a key, in Hebrew, and hangs up without one', async () => {
    const body = await whisper(newSid('CA'));
    expect(body).toMatch(
      /^<\?xml[^>]*><Response><Gather numDigits="1" timeout="4" action="[^"]+">/,
    );
    expect(saidIn(body)).toBe('לקוח של המשרד מחכה על הקו. כדי לקבל את השיחה, הקישו אחת.');
    expect(body).toMatch(/<\/Gather><Hangup\/><\/Response>$/);
  });

  test('names nobody before the key, because a voicemail may record it', async () => {
    const fields = await handedOverInMatter('גירושין ומכירת הדירה');
    const body = await whisper(fields.CallSid);
    expect(body).toBe((await whisper(newSid('CA'))).replace(/CA\w{32}/g, fields.CallSid));
    expect(body).not.toMatch(/דני|כהן|גירושין/);
  });

  test('ends with the key 1, so that the two are connected, and is said again after any other', async () => {
    const call = newSid('CA');
    expect(await whisper(call, KEY)).toContain('<Response/>');
    expect(await whisper(call, { Digits: '2' })).toBe(await whisper(call));
  });

  test('names the caller and the matter after the key, on one line and without markup, and nothing else of them', async () => {
    const fields = await handedOverInMatter('דירה בארלוזורוב 88,\n<Hangup/> 3 חדרים.');
    const body = await whisper(fields.CallSid, KEY);
    expect(saidIn(body)).toBe('שיחה מדני כהן, בעניין דירה בארלוזורוב שמונים ושמונה.');
    expect(body).not.toMatch(/סוד|7,?000|0000088/);
  });

  test('connects the two once the matter was said, and the talk counts from then', async () => {
    const fields = await handedOverInMatter('החוזה');
    const body = await whisper(fields.CallSid, KEY);
    const [, next = ''] = /<Redirect>([^<]*)<\/Redirect><\/Response>$/.exec(body) ?? [];
    expect(next).toContain(`?call=${fields.CallSid}&amp;gen=1&amp;ring=0&amp;told=1`);
    expect(await callOf(fields)).not.toHaveProperty('taken_at');
    expect(await whisper(fields.CallSid, {}, { told: '&told=1' })).toContain('<Response/>');
    expect(await callOf(fields)).toHaveProperty('taken_at');
  });

  test('leads to the caller without a name while the store is down', async () => {
    const fields = await handedOverInMatter('החוזה');
    const away = () => Promise.reject(new Error('down'));
    const calls = { ...functions.parts.calls, find: away, taken: away };
    const down = { others: { calls } };
    expect(await whisper(fields.CallSid, {}, down)).toContain('לקוח של המשרד מחכה');
    expect(await whisper(fields.CallSid, KEY, down)).toContain('<Response/>');
  });

  test('connects a person who pressed the key, whatever fails behind it', async () => {
    const fields = await handedOverInMatter('החוזה');
    const broken = () => {
      throw new Error('broken');
    };
    const others = { calls: { ...functions.parts.calls, find: broken, taken: broken } };
    expect(await whisper(fields.CallSid, KEY, { others })).toContain('<Response/>');
    expect(await whisper(fields.CallSid, {}, { told: '&told=1', others })).toContain('<Response/>');
  });
});

describe('the last conversation with a caller', () => {
  const DAY_MS = 24 * 3_600_000;
  const card: CallCard = {
    lines: ['מחפשים שלושה חדרים בחיפה', 'נשלחו שתי דירות'],
    outcome: 'request',
    next_step: '',
    mood: 'good',
    promises: ['לשלוח תוכניות במייל'],
    made_by: 'model',
    at: Date.now() - DAY_MS,
  };
  let callers = 0;
  /** Has a caller with a card handed over, and returns the words behind the key, and those before it. */
  const told = async (change: Partial<CallCard>, others: Partial<Parts> = {}) => {
    const From = `+97250000021${callers++}`;
    const { leads } = functions.parts;
    await leads.save(From, { name: 'דני כהן' }, { source: 'phone', at: 1 });
    await leads.sumUp(From, { ...card, ...change });
    const { fields } = await handedOver({ From }, { wish: { reason: 'החוזה' }, others });
    const ask = async (key: object) => {
      const query = `call=${fields.CallSid}&gen=1&ring=0`;
      const form = { ...inProgress(callFields({ CallSid: newSid('CA') })), ...key };
      const { body } = await functions.post('dial-whisper', form, query);
      return /<Say[^>]*>([^<]*)</.exec(body)?.[1];
    };
    return { before: await ask({}), behind: await ask({ Digits: '1' }) };
  };

  test('is told behind the key, with what was promised, and not before it', async () => {
    const { before, behind } = await told({});
    expect(behind).toBe(
      'שיחה מדני כהן, בעניין החוזה. בפעם הקודמת: מחפשים שלושה חדרים בחיפה. הובטח להם: לשלוח תוכניות במייל.',
    );
    expect(before).not.toMatch(/חיפה|תוכניות/);
  });

  test('is told in a breath, however long its card', async () => {
    const long = 'מחפשים דירה גדולה ושקטה '.repeat(8);
    const { behind = '' } = await told({ lines: [long], promises: [long] });
    expect(behind.length).toBeLessThan(220);
    expect(behind).toMatch(/הובטח להם: .*\.$/);
  });

  test('is not told once it is older than a month', async () => {
    const { behind } = await told({ at: Date.now() - 32 * DAY_MS });
    expect(behind).toBe('שיחה מדני כהן, בעניין החוזה.');
  });

  test('is left out where the contact is not read in time', async () => {
    const away = { ...functions.parts.leads, find: () => new Promise<never>(() => {}) };
    const startedAt = Date.now();
    const { behind } = await told({}, { leads: away });
    expect(behind).toBe('שיחה בעניין החוזה.');
    expect(Date.now() - startedAt).toBeLessThan(3_000);
  });
});

describe('the tasks of a contact', () => {
  const owe = async (contact: string, kind: TaskKind, change: Partial<Task> = {}) => {
    const at = Date.now();
    const terms = { due_at: at, created_at: at, updated_at: at, state: 'open' } as const;
    const id = `${contact}-${kind}`;
    await functions.parts.tasks.open({ id, kind, contact, channel: 'phone', ...terms, ...change });
    return id;
  };
  const found = async (id: string) => (await functions.parts.tasks.find(id)) as Task;
  /** A person presses the key, and has heard the words behind it. */
  const take = async ({ CallSid }: Fields, ring = 0, others: Partial<Parts> = everybody) => {
    const form = inProgress(callFields({ CallSid: newSid('CA') }));
    const query = `call=${CallSid}&gen=1&ring=${ring}&told=1`;
    return (await functions.post('dial-whisper', form, query, others)).body;
  };
  const idOf = (phone: string | undefined) => [dana, yosi].find((one) => one.phone === phone)?.id;

  test('are taken up by the person who takes the call: those that a talk answers', async () => {
    const [From, Other] = ['+972500000301', '+972500000302'];
    const asking = ['call_back', 'hand_over_missed', 'message_left', 'chat_waits'] as const;
    const owed = await Promise.all(asking.map((kind) => owe(From, kind)));
    const leak = await owe(From, 'maintenance');
    const theirs = await owe(Other, 'call_back');
    const { fields, body } = await handedOver({ From }, { others: everybody });
    expect(await take(fields)).toContain('<Response/>');
    for (const id of owed) {
      const { taken_by, tell_at, state } = await found(id);
      expect({ taken_by, tell_at, state }, id).toEqual({
        taken_by: idOf(phoneIn(body)),
        tell_at: undefined,
        state: 'open',
      });
    }
    for (const id of [leak, theirs]) expect(await found(id)).not.toHaveProperty('taken_at');
  });

  test('stay with the person who took them up before', async () => {
    const From = '+972500000303';
    const id = await owe(From, 'call_back');
    await functions.parts.tellings.take({ id, due_at: 0 }, 'p9', Date.now());
    const { fields } = await handedOver({ From }, { others: everybody });
    await take(fields);
    expect(await found(id)).toMatchObject({ taken_by: 'p9' });
  });

  test('are the office’s where its own phone took the call, and stay with their person', async () => {
    const From = '+972500000304';
    const id = await owe(From, 'call_back', { assigned_to: dana.id });
    const { fields } = await handedOver({ From });
    await take(fields, 0, {});
    expect(await found(id)).toMatchObject({ taken_by: 'office', assigned_to: dana.id });
  });

  test('are not taken up by the key of a phone that rings no more', async () => {
    const From = '+972500000305';
    const id = await owe(From, 'call_back');
    const { fields } = await handedOver({ From }, { others: everybody });
    await rung(fields, 0);
    await take(fields, 0);
    expect(await found(id)).not.toHaveProperty('taken_at');
  });

  test('are taken up after the talk, where that did not work at the key', async () => {
    const From = '+972500000306';
    const id = await owe(From, 'call_back');
    const { fields, body } = await handedOver({ From }, { others: everybody });
    const openOf = () => new Promise<never>(() => {});
    const hangs = { ...everybody, tellings: { ...functions.parts.tellings, openOf } };
    expect(await take(fields, 0, hangs)).toContain('<Response/>');
    const form = { ...inProgress(fields), DialCallStatus: 'completed', DialBridged: 'true' };
    await functions.parts.calls.taken(fields.CallSid, { gen: 1, ring: 0 }, Date.now() - 60_000);
    await functions.post('dial-ended', form, 'gen=1&ring=0', everybody);
    expect(await found(id)).toMatchObject({ taken_by: idOf(phoneIn(body)) });
  });
});

describe('a person of the office who calls the agent', () => {
  test('leaves no task: neither of a hand-over that nobody took, nor of a voicemail', async () => {
    const { fields } = await handedOver({ From: dana.phone }, { others: everybody });
    const told = { ...inProgress(fields), DialCallStatus: 'no-answer', DialBridged: 'false' };
    for (const ring of [0, 1]) {
      await functions.post('dial-ended', told, `gen=1&ring=${ring}`, everybody);
    }
    const RecordingUrl = `https://api.twilio.com/Recordings/${newSid('RE')}`;
    await functions.post(
      'handle-recording',
      { ...inProgress(fields), RecordingUrl },
      '',
      everybody,
    );
    const ended = { ...fields, CallStatus: 'completed', CallDuration: '9' };
    await functions.post('call-status', ended, '', everybody);
    expect(await owed(dana.phone)).toEqual([]);
    expect(await functions.parts.leads.find(dana.phone)).toBeUndefined();
  });
});

describe('a hand-over', () => {
  test('that a person took ends the call, and nobody owes a call', async () => {
    const { fields } = await handedOver();
    expect(await rung(fields, 0, { DialCallStatus: 'completed', DialBridged: 'true' })).toContain(
      '<Hangup/>',
    );
    expect(await owed(fields['From'])).toEqual([]);
  });

  test.each([
    ['voicemail picked up', { DialCallStatus: 'completed', DialBridged: 'false' }],
    ['the office was busy', { DialCallStatus: 'busy', DialBridged: 'false' }],
    ['the office did not answer', { DialCallStatus: 'no-answer', DialBridged: 'false' }],
  ])('gives the caller back to the agent where %s, and the office owes a call', async (_, dial) => {
    const { fields } = await handedOver();
    expect(await rung(fields, 0, dial)).toContain('<Connect ');
    // Twilio may post twice.
    await rung(fields, 0, dial);
    expect(await owed(fields['From'])).toMatchObject([
      {
        kind: 'hand_over_missed',
        words: 'ביקשו לדבר עם נציג, והמשרד לא ענה',
        state: 'open',
        source_sid: fields.CallSid,
      },
    ]);
  });

  test('rings the person asked for, then the others, then the office, with words between; then the agent is back', async () => {
    const { fields, body } = await handedOver({}, { wish: { broker_id: 'p2' }, others: everybody });
    expect(phoneIn(body)).toBe(yosi.phone);
    // The caller hears ringing during the whisper.
    expect(body).toContain(' answerOnBridge="true"');
    expect(body).not.toContain('<Play>');
    const second = await rung(fields, 0);
    expect(second).toMatch(/<Response><Play>[^<]*next_person_he\.mp3<\/Play><Dial /);
    expect(phoneIn(second)).toBe(dana.phone);
    expect(await owed(fields['From'])).toEqual([]);
    expect(phoneIn(await rung(fields, 1))).toBe(office);
    expect(await rung(fields, 2)).toContain('<Connect ');
    expect(await owed(fields['From'])).toMatchObject([{ id: `${fields.CallSid}-hand-over` }]);
  });

  test('rings the lead’s broker first, where they asked for nobody', async () => {
    for (const { id, phone } of [dana, yosi]) {
      const From = `+97250000010${id.at(-1)}`;
      await functions.parts.leads.assign(From, { to: id }, { source: 'phone', at: 1 });
      expect(phoneIn((await handedOver({ From }, { others: everybody })).body)).toBe(phone);
    }
  });

  test('goes on to the next phone where a person pressed the key and hung up at once', async () => {
    const { fields } = await handedOver({}, { wish: { broker_id: 'p1' }, others: everybody });
    await functions.parts.calls.taken(fields.CallSid, { gen: 1, ring: 0 }, Date.now() - 200);
    const next = await rung(fields, 0, { DialCallStatus: 'completed', DialBridged: 'true' });
    expect(phoneIn(next)).toBe(yosi.phone);
    expect(await callOf(fields)).not.toHaveProperty('taken_at');
  });

  test('is not taken by a key that a phone before the present one sends late', async () => {
    const { fields } = await handedOver({}, { others: everybody });
    await rung(fields, 0);
    await functions.parts.calls.taken(fields.CallSid, { gen: 1, ring: 0 }, Date.now());
    expect(await callOf(fields)).not.toHaveProperty('taken_at');
  });

  test('rings nobody twice where Twilio tells of a ringing twice', async () => {
    const { fields } = await handedOver({}, { others: everybody });
    const [one, other] = await Promise.all([rung(fields, 0), rung(fields, 0)]);
    expect(one).toBe(other);
    expect(await rung(fields, 0)).toBe(one);
    expect(await callOf(fields)).toMatchObject({ control: 'human', ring: 1 });
    const again = await functions.post('stream-ended', inProgress(fields), 'gen=1', everybody);
    expect(phoneIn(again.body)).toBe(phoneIn(one));
  });

  test('rings the caller’s own phone never, nor the line that was called', async () => {
    const others = { brokers: peopleOf(dana, { ...yosi, phone: '+97231234560' }) };
    const from = { From: dana.phone, To: '+97231234560' };
    const { fields, body } = await handedOver(from, { others });
    expect(phoneIn(body)).toBe(office);
    expect(await rung(fields, 0)).toContain('<Connect ');
  });

  test('that began before a deployment gives the caller back to the agent all the same', async () => {
    const { fields } = await handedOver();
    const told = { ...inProgress(fields), DialCallStatus: 'no-answer', DialBridged: 'false' };
    expect((await functions.post('dial-ended', told)).body).toContain('<Connect ');
  });

  test('without a phone to ring leads the caller back to the agent, and the office owes a call', async () => {
    const config = { ...functions.parts.config, officeNumber: undefined };
    const { fields, body } = await handedOver({}, { others: { config } });
    expect(body).toContain('<Connect ');
    expect(await callOf(fields)).toMatchObject({ gen: 2, connected_after: 'no-phone' });
    expect(await owed(fields['From'])).toMatchObject([
      { kind: 'hand_over_missed', words: 'ביקשו לדבר עם נציג, ולא היה טלפון לצלצל אליו' },
    ]);
  });

  test('rings the office’s phone while neither people nor lead can be read', async () => {
    const leads = { ...functions.parts.leads, find: () => Promise.reject(new Error('down')) };
    expect(phoneIn((await handedOver({}, { others: { leads } })).body)).toBe(office);
  });

  describe('to an office that has closed since the agent knew it to be open', () => {
    const closed = { ...defaultSettings.hours };
    for (const day of weekdays) closed[day] = null;
    const others = { ...everybody, office: officeOf({ hours: closed }) };
    const wish = { reason: 'נזילה', broker_id: 'p2' };

    test('rings nobody, and leads the caller back to the agent, with a task', async () => {
      const { fields, body } = await handedOver({}, { wish, others });
      expect(body).toMatch(/<Response><Connect /);
      expect(await callOf(fields)).toMatchObject({
        control: 'stream',
        gen: 2,
        connected_after: 'closed',
      });
      // Twilio may post twice.
      const again = await functions.post('stream-ended', inProgress(fields), 'gen=1', others);
      expect(again.body).toContain('<Connect ');
      expect(await owed(fields['From'])).toMatchObject([
        {
          kind: 'hand_over_missed',
          words: 'ביקשו לדבר עם נציג כשהמשרד היה סגור: נזילה',
          assigned_to: 'p2',
        },
      ]);
    });

    test('has its task from the end of the call, where the store was too slow before', async () => {
      const tasks = { ...functions.parts.tasks, open: () => new Promise<never>(() => {}) };
      const { fields, body } = await handedOver({}, { wish, others: { ...others, tasks } });
      expect(body).toContain('<Connect ');
      expect(await owed(fields['From'])).toEqual([]);
      const end = { ...fields, CallStatus: 'completed', CallDuration: '20' };
      await functions.post('call-status', end);
      expect(await owed(fields['From'])).toMatchObject([
        { kind: 'hand_over_missed', words: expect.stringContaining('נזילה') },
      ]);
    });
  });

  test('of a caller who hung up while it rang leaves a task too', async () => {
    const { fields } = await handedOver({}, { others: everybody });
    const gone = { CallStatus: 'completed', DialCallStatus: 'canceled' };
    const form = { ...fields, ...gone };
    const { body } = await functions.post('dial-ended', form, 'gen=1&ring=0');
    expect(body).toContain('<Response/>');
    expect(await owed(fields['From'])).toMatchObject([{ kind: 'hand_over_missed' }]);
  });

  test('of a caller who hung up between two phones leaves a task, by the end of the call', async () => {
    const { fields } = await handedOver({}, { wish: { reason: 'החוזה' }, others: everybody });
    await functions.post('call-status', { ...fields, CallStatus: 'completed', CallDuration: '20' });
    expect(await owed(fields['From'])).toMatchObject([
      { kind: 'hand_over_missed', words: 'ביקשו לדבר עם נציג, והמשרד לא ענה: החוזה' },
    ]);
  });

  test('that a person took leaves no task at the end of the call', async () => {
    const { fields } = await handedOver({}, { others: everybody });
    await functions.parts.calls.taken(fields.CallSid, { gen: 1, ring: 0 }, Date.now() - 9_000);
    await rung(fields, 0, { DialCallStatus: 'completed', DialBridged: 'true' });
    await functions.post('call-status', { ...fields, CallStatus: 'completed', CallDuration: '20' });
    expect(await owed(fields['From'])).toEqual([]);
  });

  test.each(['in-progress', 'completed'])(
    'that a person accepted and left at once leaves a task after a slow store, where the call was %s',
    async (CallStatus) => {
      const { fields } = await handedOver();
      const { calls, tasks } = functions.parts;
      await calls.taken(fields.CallSid, { gen: 1, ring: 0 }, Date.now() - 200);
      const told = { DialCallStatus: 'completed', DialBridged: 'true' };
      const slow = { tasks: { ...tasks, open: () => new Promise<never>(() => {}) } };
      const form = { ...fields, ...told, CallStatus };
      await functions.post('dial-ended', form, 'gen=1&ring=0', slow);
      expect(await owed(fields['From'])).toEqual([]);
      const end = { ...fields, CallStatus: 'completed', CallDuration: '20' };
      await functions.post('call-status', end);
      expect(await owed(fields['From'])).toMatchObject([{ kind: 'hand_over_missed' }]);
    },
  );

  test('of a call whose first webhook the store missed rings all the same', async () => {
    const fields = callFields();
    await functions.post('incoming-call', fields);
    const { calls } = functions.parts;
    await calls.intend(fields.CallSid, 1, { human: {} });
    const find = async (callSid: string) => {
      const { from_number, to_number, ...row } = (await calls.find(callSid)) ?? {};
      return row as CallLog;
    };
    const others = { ...everybody, calls: { ...calls, find } };
    const { body } = await functions.post('stream-ended', inProgress(fields), 'gen=1', others);
    expect(body).toContain('<Dial ');
  });

  test('of a withheld number goes back to the agent all the same', async () => {
    const { fields } = await handedOver({ From: '+266696687' });
    expect(await rung(fields, 0)).toContain('<Connect ');
    const open = await functions.parts.tasks.allOpen();
    expect(open.find(({ source_sid }) => source_sid === fields.CallSid)).toMatchObject({
      kind: 'hand_over_missed',
    });
  });
});

describe('the end of a ringing', () => {
  const call = {
    call_sid: 'CA1',
    created_at: 0,
    updated_at: 0,
    control: 'human',
    gen: 1,
    ring: 0,
    hand_over: { phones: ['+1', '+2'], at: 0 },
  } as const;
  const dial = {
    call,
    rung: { gen: 1, ring: 0 },
    callStatus: 'in-progress',
    dialCallStatus: 'no-answer',
    at: NO_NEW_RING_MS - 1,
  };

  test('begins no other after fifty seconds', () => {
    expect(decideDialEnded(dial)).toEqual({ answer: 'dial', move: 'ring-next' });
    expect(decideDialEnded({ ...dial, at: NO_NEW_RING_MS })).toEqual({
      answer: 'connect',
      move: 'connect-after-dial',
    });
  });

  test('counts as taken by the key alone where Twilio does not say whether it was connected', () => {
    const completed = { ...dial, dialCallStatus: 'completed' };
    expect(isTaken(completed)).toBe(false);
    expect(isTaken({ ...completed, call: { ...call, taken_at: 0 }, at: 2_000 })).toBe(true);
    expect(isTaken({ ...completed, dialBridged: 'true' })).toBe(true);
  });

  test('is told twice, and the second time nobody is taken for connected', () => {
    const moved = { ...call, ring: 1 } as const;
    const again = { ...dial, call: moved, dialCallStatus: 'completed', dialBridged: 'true' };
    expect(decideDialEnded(again)).toEqual({ answer: 'dial' });
  });

  test('counts as taken once they talked for two seconds', () => {
    const taken = { ...dial, call: { ...call, taken_at: 0 }, dialCallStatus: 'completed' };
    expect(isTaken({ ...taken, at: 1_999 })).toBe(false);
    expect(isTaken({ ...taken, at: 2_000 })).toBe(true);
  });
});
