import { type ParseArgsConfig, parseArgs } from 'node:util';

/** Says that a command line is wrong: which option, and what it takes. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Parses a command line with Node’s own parser: https://nodejs.org/api/util.html#utilparseargsconfig
 * @throws {UsageError} for an option that is unknown or lacks its value.
 */
export function parseOptions<const Config extends ParseArgsConfig>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    // Node goes on with advice for positional arguments, which few commands take.
    throw new UsageError(text.replace(/\. To specify a positional argument .*$/s, '.'), { cause });
  }
}
