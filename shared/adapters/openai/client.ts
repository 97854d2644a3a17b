import { APIConnectionError, APIError, OpenAI, OpenAIError } from 'openai';
import type { OpenAiConfig } from '#shared/config/vendors.ts';
import { VendorFailed } from '#shared/errors.ts';

/** A key, or a function that returns it before each request. */
export type ApiKey = string | (() => Promise<string>);

/** A retry follows half a second after a refusal; a second retry would come too late for a caller. */
const MAX_RETRIES = 1;

/** Creates OpenAI's client as a phone call needs it: two attempts, and nothing in the logs. */
export function openaiClient(apiKey: ApiKey, config: OpenAiConfig): OpenAI {
  return new OpenAI({
    apiKey,
    baseURL: config.baseUrl,
    maxRetries: MAX_RETRIES,
    logLevel: 'off',
  });
}

/** Checks that the model that replies may be used with this key. */
export function openaiModel({ apiKey, config }: { apiKey: ApiKey; config: OpenAiConfig }) {
  const client = openaiClient(apiKey, config);
  return {
    /** Resolves if it may. @throws VendorFailed if not */
    async check(): Promise<void> {
      await client.models.retrieve(config.replyModel).catch((error: unknown) => {
        throw toOpenAiFailure(error);
      });
    },
  };
}

/** Wraps an error of OpenAI's without repeating any words of the call. */
export function toOpenAiFailure(error: unknown): VendorFailed {
  if (error instanceof VendorFailed) return error;
  // A parser's error quotes its input, which may be a caller's words.
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
