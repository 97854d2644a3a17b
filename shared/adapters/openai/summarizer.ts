import type { OpenAiConfig } from '#shared/config/vendors.ts';
import { VendorFailed } from '#shared/errors.ts';
import type { Summarizer } from '#shared/ports/cards.ts';
import { type ApiKey, openaiClient, toOpenAiFailure } from './client.ts';

/** Asks OpenAI's model for structured answers. https://developers.openai.com/api/docs/guides/structured-outputs */
export function openaiSummarizer(apiKey: ApiKey, config: OpenAiConfig): Summarizer {
  const client = openaiClient(apiKey, config);
  return {
    async ask({ name, instructions, text, schema, maxTokens }, signal) {
      try {
        const answer = await client.responses.create(
          {
            model: config.replyModel,
            instructions,
            input: text,
            text: {
              format: { type: 'json_schema', name, strict: true, schema: { ...schema } },
              verbosity: 'low',
            },
            reasoning: { effort: 'none' },
            max_output_tokens: maxTokens,
            store: false,
          },
          { signal },
        );
        if (answer.status !== 'completed') {
          throw new VendorFailed('openai', `a summary ended as ${answer.status}`);
        }
        return JSON.parse(answer.output_text);
      } catch (error) {
        throw toOpenAiFailure(error);
      }
    },
  };
}
