import type { OpenAiConfig } from '#shared/config/config.ts';
import { type ApiKey, openaiClient, toOpenAiFailure } from './client.ts';

/** Asks OpenAI whether the model that replies may be used with this key. */
export function openaiModel({ apiKey, config }: { apiKey: ApiKey; config: OpenAiConfig }) {
  const client = openaiClient(apiKey, config);
  return {
    async check(): Promise<void> {
      await client.models.retrieve(config.replyModel).catch((error: unknown) => {
        throw toOpenAiFailure(error);
      });
    },
  };
}
