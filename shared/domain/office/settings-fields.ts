import { readColumnMap } from '#shared/domain/listings/column-map.ts';
import { type HouseNumberRule, houseNumberRules } from '#shared/domain/listings/told-address.ts';
import type { Ceilings } from './ceilings.ts';
import { minuteOf } from './day-minutes.ts';
import { fromOfficeTime } from './office-day.ts';
import {
  type AlertRule,
  alertRules,
  type DayHours,
  type DaySpan,
  defaultSettings,
  type OfficeSettings,
  type OwnDate,
  type Weekday,
  weekdays,
} from './office-settings.ts';
import { restCities, restCityOf } from './rest-cities.ts';

/** A setting as text, as a person writes it and as the store keeps it. */
export type SettingsField = {
  readonly name: string;
  /** The accepted texts, for help and for errors. */
  readonly accepts: string;
  /** Returns the setting as text. */
  show(settings: OfficeSettings): string;
  /** Returns the settings with a text in place; undefined for a text that is not accepted. */
  write(settings: OfficeSettings, text: string): OfficeSettings | undefined;
};

/** Settings as texts by the names of their fields; an absent one has its default. */
export type SettingsTexts = Readonly<Record<string, string>>;

const CLOSED = 'closed';
const NONE = 'none';
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/;
const MAX_SENTENCE_CHARS = 200;
/** The address of an export with its key is shorter. */
const MAX_ADDRESS_CHARS = 2_000;
const MAX_OWN_DATES = 100;
/** The largest ceiling that is accepted: a longer number is a slip of the hand. */
const MAX_CEILING = 1_000_000;

/** Every setting, in the order in which they are shown. */
export const settingsFields: readonly SettingsField[] = [
  ...weekdays.map(hoursOfDay),
  field('eve_hours', 'a span such as 09:00-13:00, or closed', showHours, readHours),
  field('keeps_holidays', 'yes or no', showFlag, readFlag),
  field(
    'own_dates',
    'dates such as "2027-08-01 closed חופשה, 2027-08-02 09:00-12:00"',
    showDates,
    readDates,
  ),
  field('keeps_shabbat', 'yes or no', showFlag, readFlag),
  field(
    'city',
    `one of ${Object.keys(restCities).join(', ')}, or a city near one`,
    String,
    readCity,
  ),
  field('quiet_hours', 'a span such as 21:00-08:00, or none', showQuiet, readQuiet),
  field('hands_over_when_closed', 'yes or no', showFlag, readFlag),
  field(
    'fee_sentence',
    `a sentence of at most ${MAX_SENTENCE_CHARS} characters; empty for none`,
    (sentence) => sentence ?? '',
    (text) => (text.length <= MAX_SENTENCE_CHARS ? { value: text.trim() || undefined } : undefined),
  ),
  field('house_number', `one of ${houseNumberRules.join(', ')}`, String, readHouseNumber),
  field('listings_url', 'an https address; empty for none', (url) => url ?? '', readSourceUrl),
  field('listings_format', 'csv or json', String, readFormat),
  field(
    'listings_map',
    'pairs such as "price=מחיר סופי, id=קוד": our names of columns, and theirs; empty for none',
    (map) => map ?? '',
    (text) => (readColumnMap(text) ? { value: text.trim() || undefined } : undefined),
  ),
  field('alerts', alertRules.join(', '), String, readAlerts),
  ceiling('contact', 'callsAtOnce', 'contact_calls_at_once'),
  ceiling('contact', 'callsADay', 'contact_calls_a_day'),
  ceiling('contact', 'minutesADay', 'contact_minutes_a_day'),
  ceiling('contact', 'messagesADay', 'contact_messages_a_day'),
  ceiling('office', 'callsADay', 'office_calls_a_day'),
  ceiling('office', 'minutesADay', 'office_minutes_a_day'),
  ceiling('office', 'messagesADay', 'office_messages_a_day'),
];

/** Returns the field of a name; undefined for an unknown one. */
export function settingsField(name: string): SettingsField | undefined {
  return settingsFields.find((one) => one.name === name);
}

/** Returns the settings that texts stand for, and the names whose texts are not accepted: these keep their defaults. */
export function readSettings(texts: SettingsTexts): {
  readonly settings: OfficeSettings;
  readonly refused: readonly string[];
} {
  let settings = defaultSettings;
  const refused: string[] = [];
  for (const [name, text] of Object.entries(texts)) {
    const changed = settingsField(name)?.write(settings, text);
    if (changed) settings = changed;
    else refused.push(name);
  }
  return { settings, refused };
}

/** A value that was read; wrapped, because a setting may be null or undefined. */
type Read<Value> = { readonly value: Value } | undefined;

function field<Name extends keyof OfficeSettings>(
  name: Name,
  accepts: string,
  show: (value: OfficeSettings[Name]) => string,
  read: (text: string) => Read<OfficeSettings[Name]>,
): SettingsField {
  return {
    name,
    accepts,
    show: (settings) => show(settings[name]),
    write(settings, text) {
      const value = read(text);
      return value && { ...settings, [name]: value.value };
    },
  };
}

function hoursOfDay(day: Weekday): SettingsField {
  return {
    name: day,
    accepts: 'a span such as 09:00-19:00, or closed',
    show: ({ hours }) => showHours(hours[day]),
    write(settings, text) {
      const read = readHours(text);
      return read && { ...settings, hours: { ...settings.hours, [day]: read.value } };
    },
  };
}

function ceiling<Of extends keyof Ceilings>(
  of: Of,
  key: keyof Ceilings[Of] & string,
  name: string,
): SettingsField {
  return {
    name,
    accepts: `a whole number up to ${MAX_CEILING.toLocaleString('en-US')}`,
    show: ({ ceilings }) => String(ceilings[of][key]),
    write(settings, text) {
      const value = Number(text);
      if (!/^\d+$/.test(text) || value > MAX_CEILING) return undefined;
      const ceilings = { ...settings.ceilings, [of]: { ...settings.ceilings[of], [key]: value } };
      return { ...settings, ceilings };
    },
  };
}

function showHours(hours: DayHours): string {
  return hours ? `${hours.from}-${hours.to}` : CLOSED;
}

function showQuiet(hours: DaySpan | null): string {
  return hours ? showHours(hours) : NONE;
}

function readQuiet(text: string): Read<DaySpan | null> {
  return text === NONE ? { value: null } : readSpan(text);
}

/** Reads the hours of one day: they begin before they end. */
function readHours(text: string): Read<DayHours> {
  if (text === CLOSED) return { value: null };
  const read = readSpan(text);
  return read && minuteOf(read.value.from) < minuteOf(read.value.to) ? read : undefined;
}

/** Reads a span that may pass midnight. */
function readSpan(text: string): Read<DaySpan> {
  const [from = '', to = '', ...more] = text.split(/\s*[-–]\s*/).map(padded);
  const isSpan = more.length === 0 && TIME.test(from) && TIME.test(to) && from !== to;
  return isSpan ? { value: { from, to } } : undefined;
}

/** Returns `9:00` as `09:00`, and `9` as `09:00`. */
function padded(time: string): string {
  const [, hour = '', minutes = ':00'] = /^(\d{1,2})(:\d\d)?$/.exec(time) ?? [];
  return hour ? hour.padStart(2, '0') + minutes : time;
}

function showFlag(flag: boolean): string {
  return flag ? 'yes' : 'no';
}

function readFlag(text: string): Read<boolean> {
  return text === 'yes' || text === 'no' ? { value: text === 'yes' } : undefined;
}

function readHouseNumber(text: string): Read<HouseNumberRule> {
  const value = houseNumberRules.find((rule) => rule === text);
  return value && { value };
}

function readAlerts(text: string): Read<AlertRule> {
  const value = alertRules.find((rule) => rule === text);
  return value && { value };
}

function readCity(text: string): Read<string> {
  return restCityOf(text) ? { value: text.trim() } : undefined;
}

function readFormat(text: string): Read<OfficeSettings['listings_format']> {
  return text === 'csv' || text === 'json' ? { value: text } : undefined;
}

/** Reads the address of the listing source; the import itself refuses addresses without TLS and private ones. */
function readSourceUrl(text: string): Read<string | undefined> {
  const address = text.trim();
  if (!address) return { value: undefined };
  const url = URL.parse(address);
  if (!url || address.length > MAX_ADDRESS_CHARS) return undefined;
  return /^https?:$/.test(url.protocol) ? { value: address } : undefined;
}

function showDates(dates: readonly OwnDate[]): string {
  return dates
    .map(({ day, hours, name }) => [day, showHours(hours), name].filter(Boolean).join(' '))
    .join(', ');
}

function readDates(text: string): Read<readonly OwnDate[]> {
  const dates = text
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)
    .map(readDate);
  const days = new Set(dates.map((date) => date?.day));
  if (dates.length > MAX_OWN_DATES || days.size < dates.length) return undefined;
  const known = dates.filter((date) => date !== undefined);
  return known.length === dates.length ? { value: known } : undefined;
}

function readDate(text: string): OwnDate | undefined {
  const [day = '', hours = '', ...words] = text.split(/\s+/);
  const read = readHours(hours);
  const name = words.join(' ');
  // A day that the calendar lacks has no noon.
  if (!read || fromOfficeTime(`${day}T12:00`) === undefined) return undefined;
  return { day, hours: read.value, ...(name && { name }) };
}
