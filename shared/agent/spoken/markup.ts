import { withoutLinks } from './links.ts';
import { withSpokenMarks } from './typed-marks.ts';

/** Marks that only set the direction of text or join its characters, and a byte-order mark. */
const INVISIBLE = /[\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]|\uFE0E|\uFE0F/g;
const SURROGATE_ALONE = /\p{Surrogate}/gu;
const ENTITY = /&(?:nbsp|amp|quot|lt|gt|#39);/g;
const TAG = /<\/?[a-z][^<>]*>/gi;
/** An id in brackets: letters, digits and hyphens, without a Hebrew word. */
const BRACKETED_ID =
  /[[{](?=[^\][{}]*[\dA-Za-z])[\w.:#/ -]{1,40}[\]}]|\((?:(?:listing|property|ref|id)[ :#-][\w.:#/ -]{1,40}|(?:(?:מס['׳’] ?|מספר )?(?:נכס|מודעה|מזהה):? ?)?[A-Z]{1,5}-\d{1,10})\)/gi;
const EMPHASIS = /\*\*|__|~~|`+/g;
const EMPHASIS_PAIR = /(?<=^|[\s(])([*_])(?=[^\s*_])([^*_]*[^\s*_])\1(?=[\s.,:;!?)]|$)/g;
const HEADING = /(?<=^|\n) {0,3}(?:#{1,6}|>+(?! ?[\d₪])|[*•·▪‣]|[-–—](?= ?\[[ x]?\]))(?= |\n|$)/g;
const CHECKBOX = /\[[ xX]?\](?= )/g;
const PICTURE =
  /(?:(?:[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\u2190-\u21FF\u25A0-\u25FF\u2600-\u27BF\u2B00-\u2BFF\u2022]|\u20E3|[\u{E0020}-\u{E007F}])\s*)+/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&nbsp;': ' ',
  '&amp;': '&',
  '&quot;': '"',
  '&#39;': "'",
};

/** Returns a text without markdown, emoji, links, ids in brackets and invisible marks. */
export function withoutMarkup(text: string): string {
  const visible = text.replace(SURROGATE_ALONE, '').replace(INVISIBLE, '');
  const typed = withSpokenMarks(visible)
    .replace(ENTITY, (entity) => ENTITIES[entity] ?? ' ')
    .replace(TAG, ' ');
  const plain = withoutLinks(typed)
    .replace(CHECKBOX, '')
    .replace(BRACKETED_ID, '')
    .replace(HEADING, '')
    .replace(EMPHASIS, '')
    .replace(EMPHASIS_PAIR, '$2')
    .replace(PICTURE, ', ');
  return plain === text ? text : withPlainPauses(plain);
}

/** Returns a text whose commas and spaces are single, and which neither starts nor ends in a pause. */
export function withPlainPauses(text: string): string {
  return text
    .replace(/ {2,}/g, ' ')
    .replace(/ +(?=[.,:;!?])/g, '')
    .replace(/,[\s,]*(?=[.:;!?])/g, '')
    .replace(/,(?:\s*,)+/g, ',')
    .replace(/([.:;!?])(?:\s*,)+/g, '$1')
    .replace(/^[\s,]+|[\s,]+$/g, '');
}
