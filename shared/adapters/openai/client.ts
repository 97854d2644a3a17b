import { APIConnectionError, APIError, OpenAI, OpenAIError } from 'openai';
import type { OpenAiConfig } from '#shared/config/config.ts';
import { VendorFailed } from '#shared/errors.ts';

/** A key, or where to ask for it before each request. */
export type ApiKey = string | (() => Promise<string>);

/** Half a second after a refusal it is asked again; a third attempt would come when the caller has heard enough fillers. */
const MAX_RETRIES = 1;

/** Creates OpenAI's client as a phone call needs it: two attempts, and not a word in the logs. */
export function openaiClient(apiKey: ApiKey, config: OpenAiConfig): OpenAI {
  return new OpenAI({
    apiKey,
    baseURL: config.baseUrl,
    maxRetries: MAX_RETRIES,
    logLevel: 'off',
  });
}

/** Names a failure of OpenAI without repeating what was said, asked or answered. */
export function toOpenAiFailure(error: unknown): VendorFailed {
  if (error instanceof VendorFailed) return error;
  // A parser's complaint quotes what it could not read, and that may be what a caller said.
  const cause = error instanceof SyntaxError ? undefined : error;
  return new VendorFailed('openai', describe(error), { cause });
}

function describe(error: unknown): string {
  if (error instanceof APIConnectionError) return 'the connection failed';
  if (error instanceof APIError && error.status) return `answered ${error.status}`;
  if (error instanceof APIError) return 'reported an error while answering';
  if (error instanceof OpenAIError) return 'could not be asked';
  return 'the answer broke off or made no sense';
}
