import { dayIn } from '#local/rule-agent/heard/days.ts';
import { type Moment, toSpokenMoment } from '#local/rule-agent/heard/spoken-moments.ts';
import { toolPhrases as say } from './tool-texts.ts';

const WRITTEN = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})$/;
/** A free time as it is told; without its day it is on the day before it. */
const TOLD = /(?:ביום [א-ת]+, (\d{1,2} ב[א-ת]+), )?בשעה (\d{1,2}:\d{2})/g;

const ANY_TIME =
  /לא (?:יודע|בטוח|משנה|אכפת)|מתי ש(?:נוח|אפשר|תרצו|מתאים)|(?:כל|בכל) (?:יום|שעה|זמן)|מה שנוח/;

/** Returns whether a caller leaves the time to the office. */
export function isAnyTime(said: string): boolean {
  return ANY_TIME.test(said);
}

/** Returns the offer of the free times in a tool's result: a day is named once. Without any it returns undefined. */
export function freeTimesTold(free: unknown): string | undefined {
  const times = Array.isArray(free) ? free.flatMap((time) => momentOf(String(time))) : [];
  if (times.length === 0) return undefined;
  const told = times.map(({ day, hour }, index) =>
    toSpokenMoment(day === times[index - 1]?.day ? { hour } : { day, hour }),
  );
  const last = told.pop();
  return `${say.free} ${told.length > 0 ? `${told.join(', ')}, או ${last}` : last}. ${say.askFreeTime}`;
}

/** Returns the free times that a line of the agent offers, as seen from a day. */
export function freeTimesIn(line: string, today: string): readonly Required<Moment>[] {
  if (!line.includes(say.askFreeTime)) return [];
  let day: string | undefined;
  return [...line.matchAll(TOLD)].flatMap(([, date, hour = '']) => {
    day = date ? dayIn(date, today, false).day : day;
    return day ? [{ day, hour: hour.padStart(5, '0') }] : [];
  });
}

/** Returns the free time that an answer chooses: a yes the first, an hour or a day its own. */
export function chosenTime(
  offered: readonly Required<Moment>[],
  { day, hour }: Moment,
  isYes: boolean,
): Moment {
  if (!day && !hour) return (isYes ? offered[0] : undefined) ?? {};
  const fitting = offered.find(
    (time) => (day ?? time.day) === time.day && (hour ?? time.hour) === time.hour,
  );
  return fitting ?? { day: day ?? (hour ? offered[0]?.day : undefined), hour };
}

function momentOf(time: string): Required<Moment>[] {
  const [, day, hour] = WRITTEN.exec(time) ?? [];
  return day && hour ? [{ day, hour }] : [];
}
