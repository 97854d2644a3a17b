import { wellFormed } from '#shared/well-formed.ts';

/** Models older than July 2026, and other servers of their protocol: they read `language`, and neither of the newer fields. */
const LEGACY_MODEL = /whisper|^gpt-4o/i;

/** The fields for each kind of model. Without a language, models take short Hebrew for other languages. */
type Hearing =
  | { readonly language: 'he' }
  | { readonly languages: ['he']; readonly keywords?: string[] };

/**
 * Returns the fields that tell a model what it will hear. The newer models read `languages` instead
 * of `language`, and `keywords` too: https://developers.openai.com/api/docs/guides/speech-to-text
 */
export function toHearing(model: string, keywords: readonly string[]): Hearing {
  if (LEGACY_MODEL.test(model)) return { language: 'he' };
  return { languages: ['he'], ...(keywords.length > 0 && { keywords: wellFormed([...keywords]) }) };
}
