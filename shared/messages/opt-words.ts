import { formOf, formsOf } from '#shared/domain/heard/heard-words.ts';
import {
  bareForms,
  courtesies,
  explicitForms,
  parts,
  returnForms,
  vagueForms,
  writtenForms,
} from './opt-out-forms.ts';

/** How words reached us. On the phone “stop” may mean a sentence, and a transcript may hold a word that was not said. */
export type Medium = 'text' | 'voice-note' | 'phone';

const explicit = patternOf(explicitForms, parts['polite']);
const written = patternOf(writtenForms, parts['polite']);
const isCourtesy: ReadonlySet<string> = new Set(formsOf(courtesies));
const vague = patternOf(vagueForms);
const bare = patternOf(bareForms);
const back = patternOf(returnForms, parts['polite']);

/** A seam between clauses; white space behind it excludes the comma in 7,500. */
const SEAM = /([.!?؟…,،;:]+)["'”״)]*\s+|(\n+)\s*|(\s[-–—]\s+)/gu;
const SENTENCE_SEAM = /[.!?؟…\n]/u;
/** Before the last clause these make it a condition or a quotation. */
const CONDITION =
  /(?<!\p{L})(?:ו?אם|אלא|כש\p{L}+|כאשר|במידה|אמרת\p{L}*|כתבת\p{L}*|כתוב|if|unless|when|если|когда|اذا|إذا)(?!\p{L})/iu;
/** Before a refusal of one word these tell what it refuses. */
const ABOUT_MESSAGES =
  /שולח|שלחת|כותב|הודע|ספאם|מטריד|send|text|messag|spam|пиш|сообщен|спам|رسا|تبعت/iu;

/** Longer messages have more to say than a refusal: the model reads them. */
const MAX_CHARS = 160;
const MAX_WORDS = 16;

/** Returns whether words surely refuse messages, or ask for them again in writing; undefined if they do neither. */
export function optWish(text: string, medium: Medium = 'text'): 'out' | 'in' | undefined {
  if (text.length > MAX_CHARS) return undefined;
  // The agent's own word for a picture stands before its caption.
  const forms = formsOf(text.replace(/^\[\p{L}+\]\s*/u, ''));
  if (forms.length === 0 || forms.length > MAX_WORDS) return undefined;
  const whole = joined(forms.filter((form, index) => form !== forms[index - 1]));
  const said = withoutCourtesies(forms);
  if (explicit.test(said) || endsInRefusal(text, medium)) return 'out';
  if (medium === 'phone' || /[?؟]/u.test(text)) return undefined;
  if (written.test(said) || bare.test(whole)) return 'out';
  return medium === 'text' && back.test(said) ? 'in' : undefined;
}

/** Returns whether a refusal is the last sentence or clause, behind words about something else. */
function endsInRefusal(text: string, medium: Medium): boolean {
  return [...text.matchAll(SEAM)].some(({ 0: seam, index }) => {
    const before = text.slice(0, index);
    if (CONDITION.test(before)) return false;
    const rest = text.slice(index + seam.length);
    const said = withoutCourtesies(formsOf(rest));
    const isSentence = SENTENCE_SEAM.test(seam);
    if (explicit.test(said)) return isSentence || !vague.test(said);
    return (
      medium !== 'phone' &&
      isSentence &&
      !/[?؟]/u.test(rest) &&
      ABOUT_MESSAGES.test(before) &&
      written.test(said)
    );
  });
}

function withoutCourtesies(forms: readonly string[]): string {
  return joined(forms.filter((form, index) => !isCourtesy.has(form) && form !== forms[index - 1]));
}

function joined(forms: readonly string[]): string {
  return forms.map((form) => `${form} `).join('');
}

/** Returns the pattern of whole texts, whose words have a space behind them; `around` may stand before and behind. */
function patternOf(forms: string, around?: string): RegExp {
  const choices = forms.trim().split('\n').map(sourceOf).join('|');
  const more = around ? `${sourceOf(around)}{0,4}` : '';
  return new RegExp(`^${more}(?:${choices})${more}$`, 'u');
}

/** Returns the source of a pattern: parts are put in, and each word takes the space behind it. */
function sourceOf(form: string): string {
  const signs = form.match(/\{\w+\}|~?\p{L}+|[()|?]/gu) ?? [];
  return signs.map(signOf).join('');
}

function signOf(sign: string): string {
  if (sign.startsWith('{')) return sourceOf(parts[sign.slice(1, -1)] ?? '');
  if (sign === '(') return '(?:';
  if (/^[)|?]/u.test(sign)) return sign;
  const isThat = sign.startsWith('~');
  return `(?:${isThat ? 'ש?' : ''}${formOf(sign.slice(isThat ? 1 : 0))} )`;
}
