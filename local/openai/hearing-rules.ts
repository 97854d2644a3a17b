/** How a model is told to listen, as far as OpenAI has rules for it. */
export type Hearing = {
  readonly model: string;
  readonly language?: string | undefined;
  readonly languages?: readonly string[] | undefined;
  readonly keywords?: readonly string[] | undefined;
};

/** Models that read `languages` and `keywords`; the older ones read `language`: https://developers.openai.com/api/docs/guides/speech-to-text */
const NEW_MODEL = /^gpt-(?:live-)?transcribe(?:-|$)/;
const LEGACY_MODEL = /^(?:whisper-1|gpt-4o-(?:mini-)?transcribe.*|gpt-realtime-whisper.*)$/;
/** A keyword with any of these makes OpenAI refuse the whole request. */
const NOT_LITERAL = /[<>\r\n]/;

/**
 * Names the field that OpenAI refuses, if any. Reports differ on a field that a model does not read:
 * OpenAI refuses or ignores it. The stand-in refuses it, so that a test sees it.
 */
export function refusedField({ model, language, languages, keywords }: Hearing) {
  if (NEW_MODEL.test(model) && language !== undefined) return 'language';
  if (LEGACY_MODEL.test(model) && languages) return 'languages';
  if (LEGACY_MODEL.test(model) && keywords) return 'keywords';
  return keywords?.some((keyword) => NOT_LITERAL.test(keyword)) ? 'keywords' : undefined;
}
