import { parseArgs } from 'node:util';
import { parseOptions, UsageError } from '@agent-locator/command-line/options.ts';
import { STATE_FOLDER } from '#local/control/running-world.ts';
import { fromOfficeTime } from '#shared/domain/office/office-day.ts';
import {
  readSettings,
  settingsField,
  settingsFields,
} from '#shared/domain/office/settings-fields.ts';
import { type BrokersOptions, readBrokersOptions } from './brokers-options.ts';
import { readTasksOptions, type TasksOptions } from './tasks-options.ts';
import { type ViewingsDeed, viewingsDeedOf } from './viewings-options.ts';

/** A change of one field; an undefined text puts the default back. */
export type SettingChange = { readonly name: string; readonly text: string | undefined };

/** The options of `npm run office`. */
export type OfficeOptions = SettingsOptions | BrokersOptions;

/** The options of the commands about settings. */
export type SettingsOptions = {
  readonly json: boolean;
  readonly stateFolder: string;
  readonly isAws: boolean;
} & (
  | { readonly command: 'show' }
  | { readonly command: 'set'; readonly changes: readonly SettingChange[] }
  | {
      readonly command: 'date';
      readonly day: string;
      readonly hours: string;
      readonly name: string;
    }
  | { readonly command: 'holidays'; readonly year: number }
  | { readonly command: 'mail' }
  | TasksOptions
  | { readonly command: 'viewings'; readonly viewings: ViewingsDeed }
);

/** The years whose calendar is shown. */
const YEARS = { from: 2000, to: 2200 } as const;

/** Reads the command line; throws `UsageError` where it is wrong. */
export function readOfficeOptions(args: string[]): OfficeOptions {
  if (subjectOf(args) === 'brokers') return readBrokersOptions(args);
  const { values, positionals } = parse(args);
  const [command, ...rest] = positionals;
  const common = { json: values.json, stateFolder: values.state, isAws: values.aws };
  switch (command) {
    case 'show':
      if (rest.length > 0) throw new UsageError('show takes no argument.');
      return { ...common, command };
    case 'set':
      return { ...common, command, changes: changesOf(rest) };
    case 'date':
      return { ...common, command, ...dateOf(rest) };
    case 'mail':
      if (rest.length > 0) throw new UsageError('mail takes no argument.');
      return { ...common, command };
    case 'holidays':
      return { ...common, command, year: yearOf(rest) };
    case 'tasks':
    case 'done':
      return { ...common, ...readTasksOptions(command, rest, values.by) };
    case 'viewings':
      return { ...common, command, viewings: viewingsDeedOf(rest, values) };
    default:
      throw new UsageError(
        'The command must be show, set, date, holidays, tasks, done, viewings or brokers.',
      );
  }
}

function changesOf(assignments: readonly string[]): SettingChange[] {
  if (assignments.length === 0) throw new UsageError('set takes settings: friday=09:00-12:00.');
  return assignments.map((assignment) => {
    const [, name = '', text = ''] = /^([a-z_]+)=(.*)$/s.exec(assignment) ?? [];
    if (!name) throw new UsageError(`"${assignment}" is not a setting: friday=09:00-12:00.`);
    if (!settingsField(name)) {
      const names = settingsFields.map((field) => field.name).join(', ');
      throw new UsageError(`There is no setting ${name}. The settings are: ${names}.`);
    }
    return { name, text: text === 'default' ? undefined : text };
  });
}

function dateOf([day = '', hours = '', ...words]: readonly string[]) {
  if (fromOfficeTime(`${day}T12:00`) === undefined) {
    throw new UsageError(`date takes a day like 2027-08-01, not "${day}".`);
  }
  const { refused } = readSettings({ own_dates: `${day} ${hours}` });
  if (hours !== 'usual' && refused.length > 0) {
    throw new UsageError(
      `date takes a span such as 09:00-12:00, closed, or usual for a day, not "${hours}".`,
    );
  }
  return { day, hours, name: words.join(' ') };
}

function yearOf([text = '', ...more]: readonly string[]): number {
  const year = Number(text);
  const isYear = Number.isInteger(year) && year >= YEARS.from && year <= YEARS.to;
  if (isYear && more.length === 0) return year;
  throw new UsageError(`holidays takes a year from ${YEARS.from} to ${YEARS.to}, not "${text}".`);
}

/** Returns the first argument without dashes: the command, whose own reader knows its options. */
function subjectOf(args: string[]): string | undefined {
  const options = { state: { type: 'string' } } as const;
  return parseArgs({ args, options, strict: false, allowPositionals: true }).positionals[0];
}

function parse(args: string[]) {
  return parseOptions({
    args,
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      by: { type: 'string' },
      aws: { type: 'boolean', default: false },
      state: { type: 'string', default: STATE_FOLDER },
      day: { type: 'string' },
      because: { type: 'string' },
    },
  });
}
