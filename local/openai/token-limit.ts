import type { Answer } from './reply-events.ts';

/**
 * The characters of a token. This is an estimate, because the tokenizer of this model is not public. OpenAI counts four
 * characters of English; a Hebrew word of four or five letters has about two tokens.
 * https://help.openai.com/en/articles/4936856-what-are-tokens-and-how-to-count-them
 */
const CHARS_A_TOKEN = { hebrew: 2.2, other: 4 };

/** Returns an answer as far as it gets within a number of tokens, and whether it was cut there. */
export function withinTokens(
  answer: Answer,
  tokens: number,
): { readonly answer: Answer; readonly isCut: boolean } {
  const { say = '', call, refusal } = answer;
  const text = lengthWithin(refusal ?? say, tokens);
  if (text.isCut) {
    const cut = (refusal ?? say).slice(0, text.chars);
    return { answer: refusal ? { refusal: cut } : { say: cut }, isCut: true };
  }
  const written = lengthWithin(call?.arguments ?? '', tokens - text.tokens);
  if (!call || !written.isCut) return { answer, isCut: false };
  return {
    answer: { ...answer, call: { ...call, arguments: call.arguments.slice(0, written.chars) } },
    isCut: true,
  };
}

function lengthWithin(text: string, limit: number) {
  let tokens = 0;
  for (let chars = 0; chars < text.length; chars++) {
    const isHebrew = /[\u0590-\u05ff]/.test(text[chars] ?? '');
    tokens += 1 / (isHebrew ? CHARS_A_TOKEN.hebrew : CHARS_A_TOKEN.other);
    if (tokens > limit) return { tokens, chars, isCut: true };
  }
  return { tokens, chars: text.length, isCut: false };
}
