import { messageOf } from '@agent-locator/command-line/command.ts';
import { InvalidInput } from '#shared/errors.ts';
import { NoWorld } from './client.ts';

/** Exit codes and words for the errors of a command that needs a running world. */
export const commandErrors = {
  misuse: [InvalidInput],
  unreachable: [NoWorld],
  explain: (error: unknown) =>
    error instanceof NoWorld ? 'No world is running. Start one: npm start' : messageOf(error),
};
