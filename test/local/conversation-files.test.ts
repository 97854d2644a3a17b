import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toWav } from '@agent-locator/audio/wav.ts';
import { describe, expect, test } from 'vitest';
import type { CallResult } from '#local/control/call-message.ts';
import type { Conversation } from '#local/conversations/conversation.ts';
import { OWN_CONVERSATIONS, readConversations } from '#local/conversations/conversation-files.ts';
import { mismatch } from '#local/conversations/expectation.ts';
import { inHebrew, toMoment } from '#local/conversations/script-days.ts';
import { turnsOfSteps } from '#local/conversations/step-turns.ts';
import { judge } from '#local/conversations/verdict.ts';
import type { CallTurn } from '#shared/domain/calls/call-turn.ts';

/** Writes files into one folder; returns the path of the first. */
async function keep(files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'conversation-'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return join(folder, Object.keys(files)[0] ?? '');
}

/** Returns the content of a conversation's file. */
const written = (fields: object) =>
  keep({ 'it.json': JSON.stringify({ about: 'A call.', steps: [], ...fields }) });

describe('the conversations that the product comes with', () => {
  test('are all valid, and say what they are about', () => {
    const conversations = readConversations(OWN_CONVERSATIONS);
    expect(conversations.length).toBeGreaterThan(0);
    for (const { about } of conversations) expect(about).toMatch(/^[A-Z].*\.$/);
  });
});

describe('a conversation’s file', () => {
  test.each([
    [{ about: 1 }, /it\.json\.about must be text/],
    [{ about: undefined }, /it\.json\.about must be text/],
    [{ steps: [{ say: 'x' }, { sing: 'x' }] }, /\.steps\[1\] must have one of the fields say, /],
    [
      { steps: [{ say: 'x', expect: { anwser: 'y' } }] },
      /\.steps\[0\]\.expect has no field "anwser"/,
    ],
    [{ steps: [{ say: 'x', expect: { answer: { any: [] } } }] }, /answer has no field "any", only/],
    [{ steps: [{ say: 'x', expect: { answer: { anyOf: [] } } }] }, /anyOf must not be empty/],
    [{ steps: [{ listen: true, expect: {} }] }, /\.steps\[0\] has no field "expect"/],
    [{ steps: [{ say: ['x', -5, 'y'] }] }, /\.steps\[0\]\.say\[1\] must not be negative/],
    [{ steps: [{ say: [500] }] }, /\.steps\[0\]\.say must hold some words/],
    [{ steps: [{ say: 'ביום {somday}' }] }, /\.steps\[0\]\.say names \{somday\}; there is only \{/],
    [
      { steps: [{ say: 'x', audio: 'no.wav' }] },
      /\.steps\[0\]\.audio names "no\.wav", which cannot/,
    ],
    [{ from: '050' }, /\.from must be a phone number in E\.164, .* or withheld/],
    [{ office: { phone: 'asleep' } }, /\.office\.phone must be answers, machine, declines/],
    [
      { before: { calls: [{ hoursAgo: -1, turns: [] }] } },
      /\.before\.calls\[0\]\.hoursAgo must not/,
    ],
    [{ before: { lead: { rooms: [] } } }, /\.before\.lead\.rooms must be text or a number/],
    [{ afterwards: { endedBy: 'me' } }, /\.afterwards\.endedBy must be agent or caller/],
    [{ afterwards: { lead: { city: [] } } }, /\.afterwards\.lead\.city must be an object/],
    [
      { afterwards: { viewings: [{ at: { moment: 'tomorrow' } }] } },
      /viewings\[0\]\.at\.moment must be a day and a time like/,
    ],
    [{ afterwards: { neverSaid: ['{soon}'] } }, /neverSaid\[0\] names \{soon\}/],
    [{ title: 'x' }, /it\.json has no field "title", only about, /],
  ])('is refused with the name of the field: %#', async (fields, problem) => {
    const file = await written(fields);
    expect(() => readConversations(file)).toThrow(problem);
  });

  test('may be one of a folder, which are read in the order of their names', async () => {
    const content = '{"about":"A call.","steps":[]}';
    const file = await keep({ 'b.json': content, 'a.json': content, 'notes.txt': '' });
    expect(readConversations(join(file, '..')).map(({ name }) => name)).toEqual(['a', 'b']);
  });

  test('is missing, is not valid JSON, or is not in the folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'conversation-'));
    expect(() => readConversations(folder)).toThrow('holds no .json file');
    expect(() => readConversations(join(folder, 'x.json'))).toThrow('cannot be read');
    const broken = await keep({ 'it.json': '{' });
    expect(() => readConversations(broken)).toThrow('must be JSON');
  });

  test('has a recording beside it said in place of the synthetic voice', async () => {
    const mulaw = new Uint8Array(800).map((_, i) => (i * 37) % 256);
    const content = { about: 'A call.', steps: [{ say: 'שלום', audio: 'hello.wav' }] };
    const file = await keep({ 'it.json': JSON.stringify(content), 'hello.wav': toWav(mulaw) });
    const [step] = readConversations(file)[0]?.steps ?? [];
    const { recording = '' } = step && 'say' in step ? step : {};
    expect(step).not.toHaveProperty('audio');
    const loudness = [...Buffer.from(recording, 'base64')].map((byte) => byte & 0x7f);
    expect(loudness).toEqual([...mulaw].map((byte) => byte & 0x7f));
  });
});

describe('a day of a script', () => {
  /** Moments at which a script may run, in Israel's summer and winter time. */
  const weeks = Array.from({ length: 7 * 24 * 60 }, (_, hour) => Date.UTC(2026, 9, 1, hour));
  const inIsrael = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Asia/Jerusalem',
    weekday: 'short',
    timeStyle: undefined,
    hour: '2-digit',
    minute: '2-digit',
  });

  test('is to come, has its weekday’s name, and its hour is the office’s, at any hour of sixty weeks', () => {
    const names: Record<string, string> = {
      Sun: 'ראשון',
      Mon: 'שני',
      Tue: 'שלישי',
      Wed: 'רביעי',
      Thu: 'חמישי',
      Fri: 'שישי',
      Sat: 'שבת',
    };
    const workdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu'];
    for (const now of weeks) {
      for (const name of ['next_workday', 'second_workday', 'saturday']) {
        const at = toMoment(`{${name}} 10:00`, now) ?? 0;
        const [weekday = '', clock] = inIsrael.format(at).split(/[,\s]+/);
        const isRight = name === 'saturday' ? weekday === 'Sat' : workdays.includes(weekday);
        const daysAway = (at - now) / 86_400_000;
        if (clock !== '10:00' || !isRight || daysAway <= 0 || daysAway > 7.5) {
          throw new Error(`{${name}} is ${weekday} ${clock}, ${daysAway} days from ${now}`);
        }
        expect(inHebrew(`{${name}}`, now)).toBe(names[weekday]);
      }
    }
  });

  test('is the next one but for the weekend', () => {
    const thursday = Date.parse('2026-11-26T23:30:00+02:00');
    expect(inHebrew('ביום {next_workday}, {second_workday}, {saturday}', thursday)).toBe(
      'ביום ראשון, שני, שבת',
    );
    expect(toMoment('{tomorrow} 09:00', thursday)).toBe(Date.parse('2026-11-27T09:00:00+02:00'));
    expect(toMoment('{today} 09:00', thursday)).toBe(Date.parse('2026-11-26T09:00:00+02:00'));
  });
});

describe('an expectation', () => {
  const now = Date.parse('2026-11-23T12:00:00+02:00');

  test.each([
    ['חיפה', 'דירה בחיפה.'],
    [{ anyOf: ['שלושה', '3'] }, '3 חדרים'],
    [{ noneOf: ['יעל'] }, 'שלום'],
    [{ anyOf: ['ממד'] }, 'יש ממ״ד'],
    [{ anyOf: ['8900'] }, 'ב-8,900 ₪'],
    [{ anyOf: ['{next_workday}'] }, 'קבעתי ליום שלישי'],
    [{ atLeast: 3, atMost: 3 }, 3],
    [{ moment: '{next_workday} 10:00' }, Date.parse('2026-11-24T10:00:00+02:00')],
    [{ present: true }, 'x'],
    [{ present: false }, undefined],
    [null, undefined],
    [4, 4],
    [true, true],
  ])('%j is met by %j', (wanted, value) => {
    expect(mismatch(wanted, value, now)).toBeUndefined();
  });

  test.each([
    ['חיפה', 'תל אביב', /without any of חיפה/],
    ['חיפה', undefined, /^is nothing, /],
    [{ noneOf: ['יעל', 'רות'] }, 'שלום יעל', /with יעל$/],
    [{ atLeast: 2 }, 1, /not at least 2/],
    [{ atLeast: 2 }, undefined, /not at least 2/],
    [{ atMost: 2 }, 3, /not at most 2/],
    [{ moment: '{next_workday} 10:00' }, 1, /not 1795507200000 .*2026-11-24T08:00/],
    [{ present: true }, '', /is not there/],
    [{ present: false }, 'x', /not nothing/],
    [null, 'x', /not nothing/],
    [4, 5, /is 5, not 4/],
    [4, '4', /is "4", not 4/],
  ])('%j is not met by %j', (wanted, value, problem) => {
    expect(mismatch(wanted, value, now)).toMatch(problem);
  });
});

const turn = (startedAt: number, text: string, columns: Partial<CallTurn> = {}): CallTurn => ({
  call_sid: 'CA',
  id: `001-${startedAt}`,
  mode: 'live',
  started_at: startedAt,
  user_text: text,
  reply_text: 'תשובה',
  heard_text: 'תשובה',
  ...columns,
});

test('a turn belongs to what was said last before its words were committed', () => {
  const turns = [turn(150, 'א'), turn(160, 'ב'), turn(250, 'ג'), turn(50, 'פתיחה')];
  const recorded = turn(260, 'ד', { mode: 'recording' });
  const ofSteps = turnsOfSteps(
    [100, 120, 200, null],
    [true, false, true, true],
    [...turns, recorded],
  );
  expect(ofSteps.map((step) => step.map(({ user_text: text }) => text))).toEqual([
    ['א', 'ב'],
    [],
    ['ג'],
    [],
  ]);
});

describe('a call is held against its script', () => {
  const conversation = (fields: Partial<Conversation>): Conversation => ({
    name: 'it',
    about: 'A call.',
    steps: [{ say: 'שלום' }, { say: 'תל אביב' }],
    ...fields,
  });
  const call = (changed: Partial<CallResult> = {}): CallResult => ({
    type: 'result',
    report: {
      callSid: 'CA',
      from: '+972500000001',
      to: '+97233000000',
      startedAt: 0,
      endedAt: 1_000,
      endedBy: 'caller',
      longestDeadAirMs: 1_000,
      clockLateMs: 0,
      errors: [],
      recordings: [],
    },
    lines: [{ speaker: 'agent', text: 'שלום, כאן העוזרת', at: 1 }],
    records: {
      callLog: { call_sid: 'CA', created_at: 1, updated_at: 1, control: 'ended' },
      turns: [turn(150, 'שלום'), turn(250, 'תל אביב', { heard_text: '' })],
      interaction: undefined,
      watch: undefined,
      tasks: [],
    },
    contact: { lead: { city: 'תל אביב', rooms: 3 }, viewings: [{ at: 1 }] },
    taken: [100, 200],
    vendors: { openai: 'stand-in', google: 'stand-in' },
    ...changed,
  });
  const problemsOf = (fields: Partial<Conversation>, changed: Partial<CallResult> = {}) =>
    judge(conversation(fields), call(changed), 0);
  const { report } = call();

  test('and has no problems where everything is as it says', () => {
    const afterwards = {
      endedBy: 'caller' as const,
      turns: 2,
      neverSaid: ['יעל'],
      call_log: { control: 'ended' },
      call_turn: [{ user_text: 'שלום' }, { user_text: 'תל אביב' }],
      lead: { city: 'תל אביב', rooms: 3, name: null },
      viewings: [{ at: 1 }],
    };
    const steps = [
      { say: 'שלום', expect: { answer: 'תשובה', understood: 'שלום', turns: 1, heardWhole: true } },
      { say: 'תל אביב', expect: { heardWhole: false } },
    ];
    expect(problemsOf({ steps, afterwards })).toEqual([]);
  });

  test.each<[string, Partial<Conversation>, Partial<CallResult>, string]>([
    [
      'a step that was not reached',
      {},
      { taken: [100] },
      'steps[1] was not reached: the call was over',
    ],
    [
      'another answer',
      { steps: [{ say: 'x', expect: { answer: 'חדרים' } }] },
      {},
      'steps[0] answer is',
    ],
    [
      'no answer',
      { steps: [{ say: 'x', expect: { answer: 'חדרים' } }] },
      { taken: [900] },
      'steps[0] answer is nothing',
    ],
    [
      'other words',
      { steps: [{ say: 'x', expect: { understood: 'חיפה' } }] },
      {},
      'steps[0] understood is',
    ],
    [
      'two turns of one',
      { steps: [{ say: 'x', expect: { turns: 1 } }] },
      {},
      'steps[0] turns is 2, not 1',
    ],
    [
      'an answer cut off',
      { steps: [{ say: 'x', expect: { heardWhole: true } }] },
      {},
      'steps[0] heardWhole is false',
    ],
    ['too many turns', { afterwards: { turns: 1 } }, {}, 'turns is 2, not 1'],
    ['another end', { afterwards: { endedBy: 'agent' } }, {}, 'endedBy is caller, not agent'],
    [
      'dead air',
      { afterwards: { longestDeadAirMs: 900 } },
      {},
      'longestDeadAirMs is 1000, not at most 900',
    ],
    [
      'more dead air than is healthy',
      {},
      { report: { ...report, longestDeadAirMs: 2_600 } },
      'longestDeadAirMs is 2600, not at most 2500',
    ],
    [
      'an indiscretion in a reply',
      { afterwards: { neverSaid: ['תשובה'] } },
      {},
      'neverSaid: the agent said "תשובה"',
    ],
    [
      'an indiscretion on the line',
      { afterwards: { neverSaid: ['העוזרת'] } },
      {},
      'neverSaid: the agent said "העוזרת"',
    ],
    [
      'another row',
      { afterwards: { call_log: { control: 'human' } } },
      {},
      'call_log.control is "ended"',
    ],
    [
      'turns in another order',
      { afterwards: { call_turn: [{ user_text: 'תל אביב' }, { user_text: 'שלום' }] } },
      {},
      expect.stringContaining('call_turn[1] is not among the turns'),
    ],
    [
      'no interaction',
      { afterwards: { interaction: { channel: 'phone' } } },
      {},
      'interaction.channel is nothing',
    ],
    ['a lead too many', { afterwards: { lead: null } }, {}, 'lead is there'],
    ['another lead', { afterwards: { lead: { rooms: 4 } } }, {}, 'lead.rooms is 3, not 4'],
    ['a viewing too many', { afterwards: { viewings: [] } }, {}, 'viewings: there are 1, not 0'],
    [
      'another viewing',
      { afterwards: { viewings: [{ at: 2 }] } },
      {},
      'viewings[0].at is 1, not 2',
    ],
    [
      'a call that broke',
      {},
      { report: { ...report, endedBy: 'error' } },
      'the call ended by error',
    ],
  ])('and told of %s', (_, fields, changed, problem) => {
    expect(problemsOf(fields, changed).map((text) => text.slice(0, problem.length))).toEqual([
      problem,
    ]);
  });
});
