import { parseOptions, UsageError } from '@agent-locator/command-line/options.ts';
import { STATE_FOLDER } from '#local/control/running-world.ts';
import type { Deal } from '#shared/domain/listings/listing.ts';

/** The options of `npm run listings`. */
export type ListingsOptions = {
  readonly json: boolean;
  readonly stateFolder: string;
  readonly isAws: boolean;
} & (
  | {
      readonly command: 'import';
      readonly file: string;
      readonly isDryRun: boolean;
      readonly removesMissing: boolean;
      readonly skipsBad: boolean;
      /** The deal of all rows, where the file does not tell it. */
      readonly deal: Deal | undefined;
    }
  | { readonly command: 'list'; readonly city: string | undefined }
  | { readonly command: 'source'; readonly runs: boolean; readonly acceptsRemovals: boolean }
);

/** Reads the command line; throws `UsageError` where it is wrong. */
export function readListingsOptions(args: string[]): ListingsOptions {
  const { values, positionals } = parse(args);
  const [command, file, ...more] = positionals;
  const common = { json: values.json, stateFolder: values.state, isAws: values.aws };
  const { run, 'accept-removals': acceptsRemovals } = values;
  if (values.deal !== undefined && command !== 'import') {
    throw new UsageError('--deal is for import.');
  }
  if (command === 'source') {
    if (file !== undefined) throw new UsageError('source takes no file: its address is a setting.');
    if (acceptsRemovals && !run) throw new UsageError('--accept-removals is for source --run.');
    return { ...common, command, runs: run, acceptsRemovals };
  }
  if (run || acceptsRemovals) throw new UsageError('--run and --accept-removals are for source.');
  if (command === 'list') {
    if (file !== undefined) throw new UsageError('list takes no file.');
    if (values['dry-run'] || values['remove-missing'] || values['skip-bad']) {
      throw new UsageError(
        'list changes nothing: --dry-run, --remove-missing and --skip-bad are for import.',
      );
    }
    return { ...common, command, city: values.city };
  }
  if (command !== 'import') throw new UsageError('The command must be import, list or source.');
  if (file === undefined || more.length > 0) throw new UsageError('import takes one file.');
  if (values.city !== undefined) throw new UsageError('--city is for list.');
  if (values['remove-missing'] && values['skip-bad']) {
    throw new UsageError(
      '--remove-missing and --skip-bad exclude each other: skipped listings would be removed.',
    );
  }
  return {
    ...common,
    command,
    file,
    isDryRun: values['dry-run'],
    removesMissing: values['remove-missing'],
    skipsBad: values['skip-bad'],
    deal: readDeal(values.deal),
  };
}

function readDeal(text: string | undefined): Deal | undefined {
  if (text === undefined || text === 'rent' || text === 'sale') return text;
  throw new UsageError('--deal must be rent or sale.');
}

function parse(args: string[]) {
  return parseOptions({
    args,
    allowPositionals: true,
    options: {
      'dry-run': { type: 'boolean', default: false },
      'remove-missing': { type: 'boolean', default: false },
      'skip-bad': { type: 'boolean', default: false },
      run: { type: 'boolean', default: false },
      'accept-removals': { type: 'boolean', default: false },
      city: { type: 'string' },
      deal: { type: 'string' },
      json: { type: 'boolean', default: false },
      aws: { type: 'boolean', default: false },
      state: { type: 'string', default: STATE_FOLDER },
    },
  });
}
