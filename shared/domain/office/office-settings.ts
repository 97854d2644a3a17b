import type { HouseNumberRule } from '#shared/domain/listings/told-address.ts';
import { type Ceilings, ceilings } from './ceilings.ts';

/** The days of the week as settings name them, from the first day in Israel. */
export const weekdays = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;

export type Weekday = (typeof weekdays)[number];

/** A span within a day in Israel's local time, `09:00` to `19:00`; `24:00` is the end of the day. */
export type DaySpan = { readonly from: string; readonly to: string };

/** The opening hours of one day; null for a closed day. */
export type DayHours = DaySpan | null;

/** A day on which the office keeps hours of its own. */
export type OwnDate = {
  /** `2027-08-01`. */
  readonly day: string;
  readonly hours: DayHours;
  /** The reason, as callers are told: `חופשה מרוכזת`. */
  readonly name?: string | undefined;
};

/** The settings of the office: the row `settings` of the table `office`, with defaults for what is absent. */
export type OfficeSettings = {
  readonly hours: Readonly<Record<Weekday, DayHours>>;
  /** The hours of a holiday eve. */
  readonly eve_hours: DayHours;
  /** Whether the office closes on the holidays of Israel, and early on their eves. */
  readonly keeps_holidays: boolean;
  readonly own_dates: readonly OwnDate[];
  /** Whether nothing is sent from candle lighting until the stars, in the city. */
  readonly keeps_shabbat: boolean;
  /** A city that `restCityOf` knows. */
  readonly city: string;
  /** The night hours in which no message is sent unasked; they may pass midnight. Null for none. */
  readonly quiet_hours: DaySpan | null;
  /** Whether a caller is connected to a person while the office is closed. */
  readonly hands_over_when_closed: boolean;
  /** The office's own sentence about its fee; without it a broker tells. */
  readonly fee_sentence?: string | undefined;
  readonly house_number: HouseNumberRule;
  /** The address from which homes are imported every hour; without it they come from files alone. */
  readonly listings_url?: string | undefined;
  readonly listings_format: 'csv' | 'json';
  /** The source's own names of columns: `price=מחיר סופי, id=קוד`. */
  readonly listings_map?: string | undefined;
  /** The rule for a home that is new or cheaper and fits contacts who agreed to alerts. */
  readonly alerts: AlertRule;
  readonly ceilings: Ceilings;
};

/** `ask` shows the home to its broker first, `automatic` writes to the contacts at once. */
export const alertRules = ['off', 'ask', 'automatic'] as const;

export type AlertRule = (typeof alertRules)[number];

const WEEKDAY: DaySpan = { from: '09:00', to: '19:00' };
/** On Friday the office closes well before Shabbat, which begins at a quarter past four in December. */
const FRIDAY: DaySpan = { from: '09:00', to: '13:00' };

/** The settings of an office that set nothing. */
export const defaultSettings: OfficeSettings = {
  // From Sunday to Thursday the office shows homes until the evening, when people are back from work.
  hours: {
    sunday: WEEKDAY,
    monday: WEEKDAY,
    tuesday: WEEKDAY,
    wednesday: WEEKDAY,
    thursday: WEEKDAY,
    friday: FRIDAY,
    saturday: null,
  },
  eve_hours: FRIDAY,
  keeps_holidays: true,
  own_dates: [],
  keeps_shabbat: true,
  city: 'ירושלים',
  quiet_hours: { from: '21:00', to: '08:00' },
  hands_over_when_closed: false,
  // A caller with the number can go round the office; one with a viewing must find the door.
  house_number: 'after_booking',
  listings_format: 'csv',
  // A person of the office answers for an advertisement, so a person sends it.
  alerts: 'ask',
  ceilings,
};
