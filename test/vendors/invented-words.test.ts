import { describe, expect, test } from 'vitest';
import { heardWords } from '#shared/adapters/openai/invented-words.ts';

describe('a transcript that the model made up for noise is empty', () => {
  test.for([
    'תודה שצפיתם',
    ' תודה שצפיתם! ',
    'תודה שצפיתם. תודה שצפיתם.',
    'תודה רבה על הצפייה.',
    '[תודה על הצפיה]',
    'כתוביות',
    'כתוביות: אלעד שם טוב',
    'הכתוביות נעשו על ידי אשר להב',
    'כתוביות ע"י קבוצת המתרגמים',
    'תרגום: דנה כהן',
    'תרגום וכתוביות על ידי צוות האתר',
    'תורגם על ידי נועם',
    'הועלה על ידי משה',
    'Subtitles by the Amara.org community',
    'כתוביות של קהילת Amara.org',
    'Thanks for watching!',
    '(מוזיקה)',
    '♪♪♪',
    '...',
    'you',
  ])('%s', (transcript) => {
    expect(heardWords(transcript)).toBe('');
  });
});

describe('words of callers stay as they are', () => {
  test.for([
    'תודה רבה',
    'תודה',
    'תודה, להתראות',
    'תודה שחזרתם אליי',
    'אני צריך תרגום של החוזה',
    'יש כתוביות?',
    'ראיתי את הסרטון של הדירה, תודה שצפיתם לי בזה',
    'תודה שצפיתם. אני מחפש דירה בחיפה.',
    'צפייה בדירה מחר',
    'אני אוהבת מוזיקה',
    'הסוף של רחוב הרצל',
    'שלוש',
    'כן.',
  ])('%s', (transcript) => {
    expect(heardWords(` ${transcript} `)).toBe(transcript);
  });
});
