import { parseArgs } from 'node:util';
import { STATE_FOLDER } from '#local/control/running-world.ts';
import { InvalidInput } from '#shared/errors.ts';

/** What `npm run listings` was asked for. */
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
    }
  | { readonly command: 'list'; readonly city: string | undefined }
);

/** Reads the command line; `help` where only that is asked for, `InvalidInput` where it is wrong. */
export function readListingsOptions(args: string[]): ListingsOptions | 'help' {
  const { values, positionals } = parse(args);
  if (values.help) return 'help';
  const [command, file, ...more] = positionals;
  const common = { json: values.json, stateFolder: values.state, isAws: values.aws };
  if (command === 'list') {
    if (file !== undefined) throw new InvalidInput('list takes no file.');
    if (values['dry-run'] || values['remove-missing'] || values['skip-bad']) {
      throw new InvalidInput(
        'list changes nothing: it has no --dry-run, --remove-missing, --skip-bad.',
      );
    }
    return { ...common, command, city: values.city };
  }
  if (command !== 'import') throw new InvalidInput('Say import or list; --help says more.');
  if (file === undefined || more.length > 0) throw new InvalidInput('import takes one file.');
  if (values.city !== undefined) throw new InvalidInput('--city is for list.');
  if (values['remove-missing'] && values['skip-bad']) {
    throw new InvalidInput(
      '--remove-missing cannot stand beside --skip-bad: it would remove the listings that are skipped.',
    );
  }
  return {
    ...common,
    command,
    file,
    isDryRun: values['dry-run'],
    removesMissing: values['remove-missing'],
    skipsBad: values['skip-bad'],
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        'dry-run': { type: 'boolean', default: false },
        'remove-missing': { type: 'boolean', default: false },
        'skip-bad': { type: 'boolean', default: false },
        city: { type: 'string' },
        json: { type: 'boolean', default: false },
        aws: { type: 'boolean', default: false },
        state: { type: 'string', default: STATE_FOLDER },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (cause) {
    throw new InvalidInput(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
