import { guessPoints } from './guessed-points.ts';
import { toPointed, withPointedPhrases } from './lexicon.ts';
import { toPhonemes } from './phonemes.ts';
import { toPointedNumber } from './spoken-number.ts';

/** The longest text in one request, in characters; the rest is cut. */
const MAX_TEXT = 4_000;
const TOKENS =
  /[א-ת][א-ת\u0591-\u05bd\u05bf-\u05c7׳״|]*|\d{1,3}(?:,\d{3})+(?!\d)|\d+|[a-z]+|[₪%#]|[.!?,]/giu;
const SYMBOLS: Readonly<Record<string, string>> = { '₪': 'שקל', '%': 'אחוז', '#': 'סולמית' };

/** Turns a Hebrew text, pointed or not, into eSpeak's input: phonemes in brackets, with punctuation between. */
export function toSpokenPhonemes(text: string): string {
  const tokens = withPointedPhrases(tidied(text.slice(0, MAX_TEXT))).match(TOKENS) ?? [];
  return tokens.map(spokenToken).filter(Boolean).join(' ');
}

/** Returns the Hebrew words of a text whose points are guessed. */
export function unknownWords(text: string): string[] {
  const tokens = withPointedPhrases(tidied(text)).match(TOKENS) ?? [];
  return tokens.filter((token) => /^[א-ת]/.test(token) && !toPointed(token));
}

function tidied(text: string): string {
  return text
    .normalize('NFC')
    .replace(/(?<=[א-ת\u05b0-\u05c7])['’]/gu, '׳')
    .replace(/(?<=[א-ת\u05b0-\u05c7])["”](?=[א-ת])/gu, '״')
    .replace(/(?<=\d)[.](?=\d)/g, ' נקודה ')
    .replace(/(?<=\d):(?=\d)/g, ' ')
    .replace(/[…\n]+/g, '. ')
    .replace(/[;:–—]/g, ',');
}

function spokenToken(token: string): string {
  const phonemes = phonemesOf(token);
  return /^[.!?,]$/.test(token) ? token : phonemes && `[[${phonemes}]]`;
}

function phonemesOf(token: string): string {
  if (/^[a-z]/i.test(token)) return latinPhonemes(token);
  if (/^\d/.test(token)) return toPhonemes(toPointedNumber(token.replaceAll(',', '')));
  const word = SYMBOLS[token] ?? token;
  return toPhonemes(toPointed(word) ?? guessPoints(word));
}

const LATIN: Readonly<Record<string, string>> = {
  c: 'k',
  q: 'k',
  r: 'Q"',
  w: 'v',
  x: 'ks',
  y: 'i',
};

/** Approximates a Latin word letter by letter, which suffices for a brand name. */
function latinPhonemes(word: string): string {
  const read = [...word.toLowerCase()].map((letter) => LATIN[letter] ?? letter).join('');
  return read.replace(/[aeiou](?=[^aeiou]*$)/, "'$&");
}
