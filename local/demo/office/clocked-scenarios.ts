import type { StaffMessage } from '#local/scenario/staff-phones.ts';
import { fromOfficeTime } from '#shared/domain/office/office-day.ts';
import type { Task } from '#shared/domain/office/task.ts';
import { type ClockedOffice, openClockedOffice } from './clocked-office.ts';
import { type OfficeScenario, problemsOf } from './scenario.ts';

/** A day of the calendar: its events in the office, and the messages to its people. */
type Day = {
  readonly name: string;
  /** When things happen, in Israel: `2026-12-04T14:00`. */
  readonly events: readonly string[];
  readonly urgent?: true;
  /** From when on the office can be told of them. */
  readonly tellable: string;
  /** The end of watching. */
  readonly until: string;
  /** The messages, one of each, in any order. */
  readonly tells: readonly RegExp[];
  /** The people who get them. */
  readonly to: readonly string[];
};

const MINUTE_MS = 60_000;
/** The pace of the clock. A sweep each 5 s would find the same. */
const STEP_MS = 5 * MINUTE_MS;
/** The pace of real sweeps, which decides how soon after an opening somebody is told. */
const SWEEP_MS = 5_000;
const [DANA, OWNER] = ['דנה לוי', 'רות מזרחי'];

const days: readonly Day[] = [
  {
    name: 'escalates-to-owner',
    events: ['2026-12-01T10:00'],
    tellable: '2026-12-01T10:00',
    until: '2026-12-01T18:00',
    tells: [/שלום דנה לוי/, /שלום רות מזרחי/],
    to: [DANA, 'יוסי כהן', OWNER],
  },
  {
    name: 'after-hours-digest',
    events: ['2026-12-01T20:10', '2026-12-01T22:30', '2026-12-02T06:15'],
    tellable: '2026-12-02T09:00',
    until: '2026-12-02T09:05',
    tells: [/3 פניות מחכות/],
    to: [DANA],
  },
  {
    name: 'friday-afternoon',
    events: ['2026-12-04T14:00', '2026-12-05T11:00'],
    tellable: '2026-12-06T09:00',
    until: '2026-12-06T09:05',
    tells: [/2 פניות מחכות/],
    to: [DANA],
  },
  {
    name: 'urgent-on-shabbat-waits-for-its-end',
    events: ['2026-12-05T11:00'],
    urgent: true,
    tellable: '2026-12-05T17:14',
    until: '2026-12-05T17:20',
    tells: [/דחוף/],
    to: [DANA],
  },
  {
    name: 'yom-kippur',
    events: ['2027-10-10T16:00', '2027-10-11T12:00'],
    tellable: '2027-10-12T09:00',
    until: '2027-10-12T09:05',
    tells: [/2 פניות מחכות/],
    to: [DANA],
  },
  {
    name: 'clock-goes-back',
    events: ['2026-10-25T00:30', '2026-10-25T05:00'],
    tellable: '2026-10-25T09:00',
    until: '2026-10-25T09:05',
    tells: [/2 פניות מחכות/],
    to: [DANA],
  },
];

/** Returns what happens on days that no demonstration can wait for. */
export function clockedScenarios(): OfficeScenario[] {
  return days.map((day) => ({
    name: day.name,
    async play() {
      await using office = await openClockedOffice();
      const messages = await watch(office, day);
      const tellable = moment(day.tellable);
      const [first] = messages;
      const toldAfterMs = first && first.at - tellable;
      const early =
        toldAfterMs !== undefined && toldAfterMs < 0 ? ['told while it was closed'] : [];
      const others = messages.filter(({ to }) => !day.to.includes(to));
      return {
        problems: [
          ...problemsOf(messages, day.tells, toldAfterMs),
          ...early,
          ...others.map(({ to }) => `${to} was told, too`),
        ],
        told_after_ms: toldAfterMs,
        messages,
      };
    },
  }));
}

/** Passes the time from the first event to the end, and returns what people got on the way. */
async function watch(office: ClockedOffice, day: Day): Promise<StaffMessage[]> {
  const events = day.events.map((event, index) => taskAt(index, moment(event), day.urgent));
  const [from = 0] = events.map(({ created_at }) => created_at);
  const until = moment(day.until);
  const tellable = moment(day.tellable);
  const steps = Array.from(
    { length: Math.ceil((until - from) / STEP_MS) },
    (_, index) => from + index * STEP_MS,
  );
  const moments = [...steps, tellable - 1_000, tellable + SWEEP_MS].toSorted(
    (one, other) => one - other,
  );
  const got: StaffMessage[] = [];
  for (const at of moments) {
    const due = events.filter(({ created_at }) => created_at <= at);
    for (const task of due) await office.open(task);
    got.push(...(await office.sweep(at)));
  }
  return got;
}

function taskAt(index: number, at: number, urgent: true | undefined): Task {
  return {
    id: `SM${index}-person`,
    kind: 'chat_waits',
    contact: `+97250000${1_001 + index}`,
    words: 'מבקש לדבר עם מישהו מהמשרד',
    assigned_to: 'dana',
    urgent,
    due_at: at,
    state: 'open',
    channel: 'whatsapp',
    source_sid: `SM${index}`,
    created_at: at,
    updated_at: at,
  };
}

/** @throws Error for a moment that does not exist */
function moment(text: string): number {
  const at = fromOfficeTime(text);
  if (at === undefined) throw new Error(`There is no ${text} in Israel.`);
  return at;
}
