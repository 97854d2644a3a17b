import { UsageError } from '@agent-locator/command-line/options.ts';
import { toContact } from '#shared/domain/office/contact.ts';

/**
 * Reads the option `--number`: a number in E.164, or undefined for none.
 * @throws {UsageError} for any other text.
 */
export function readNumber(text: string | undefined): string | undefined {
  if (text === undefined || toContact(text) === text) return text;
  throw new UsageError(`--number must be in E.164, like +97231234567, not "${text}".`);
}
