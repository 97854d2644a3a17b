import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toWhatsApp } from '#shared/messages/formatting.ts';
import { messageDocument } from '#shared/messages/reply-document.ts';
import { toMessages } from '#shared/messages/splitting.ts';

describe('Markdown from a model', () => {
  test.each([
    ['bold', 'מחיר: **7,000 ₪** לחודש', 'מחיר: *7,000 ₪* לחודש'],
    ['bold with underscores', '__חשוב__', '*חשוב*'],
    ['bold and italic', '***מאוד***', '*_מאוד_*'],
    ['what is WhatsApp’s own', '*מודגש* ו_נטוי_', '*מודגש* ו_נטוי_'],
    ['struck', '~~8,000~~ 7,500', '~8,000~ 7,500'],
    ['a heading', '## שלוש דירות\nהראשונה', '*שלוש דירות*\nהראשונה'],
    ['a bold heading', '# **דירות**', '*דירות*'],
    ['a list', '* אחת\n+ שתיים\n- שלוש', '- אחת\n- שתיים\n- שלוש'],
    ['a numbered list', '1. **אחת**\n2. שתיים', '1. *אחת*\n2. שתיים'],
    ['a link', '[הדירה](https://a.example/1)', 'הדירה: https://a.example/1'],
    ['a link that names itself', '[https://a.example](https://a.example)', 'https://a.example'],
    ['a picture', '![סלון](https://a.example/1.jpg)', 'סלון: https://a.example/1.jpg'],
    [
      'a table',
      '| רחוב | מחיר |\n|---|:-:|\n| בן יהודה | 7,000 |',
      'רחוב · מחיר\nבן יהודה · 7,000',
    ],
    ['a rule', 'לפני\n\n---\n\nאחרי', 'לפני\n\nאחרי'],
    ['an escaped sign', '5\\*3 \\_כן\\_', '5*3 _כן_'],
    ['a line break of HTML', 'אחת<br/>שתיים', 'אחת\nשתיים'],
    ['empty lines and spaces at ends', ' אחת  \n\n\n\nשתיים ', 'אחת\n\nשתיים'],
    ['a multiplication', '2 ** 3 ** 4', '2 ** 3 ** 4'],
    ['a range with a dash', 'א-ב | ג', 'א-ב | ג'],
  ])('is shown on WhatsApp: %s', (_, markdown, shown) => {
    expect(toWhatsApp(markdown)).toBe(shown);
  });

  test('is read in little time, whatever it is', () => {
    const odd = fc.array(
      fc.constantFrom('*', '_', '~', '[', '](', ')', '|', '-', '#', '\n', ' ', 'א'),
      {
        maxLength: 3_000,
        size: 'max',
      },
    );
    fc.assert(
      fc.property(odd, (signs) => {
        // The processor's time does not depend on other work of the machine.
        const begun = process.threadCpuUsage();
        toWhatsApp(signs.join(''));
        const { user, system } = process.threadCpuUsage(begun);
        expect((user + system) / 1_000).toBeLessThan(500);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a long text', () => {
  const paragraph = `${'מילה '.repeat(100).trim()}.`;

  test('that fits is one message', () => {
    expect(toMessages('א'.repeat(1_600))).toEqual(['א'.repeat(1_600)]);
    expect(toMessages('')).toEqual([]);
  });

  test.each([
    ['paragraphs', `${paragraph}\n\n${paragraph}\n\n${paragraph}\n\n${paragraph}`, /\.$/],
    ['sentences', `${paragraph} ${paragraph} ${paragraph} ${paragraph}`, /\.$/],
    ['words', 'מילה '.repeat(700).trim(), /מילה$/],
  ])('is parted between %s', (_, text, end) => {
    const messages = toMessages(text);
    expect(messages.length).toBeGreaterThan(1);
    for (const message of messages) expect(message).toMatch(end);
    expect(messages.join(' ').replace(/\s+/g, ' ')).toBe(text.replace(/\s+/g, ' '));
  });

  test('is parted into messages that Twilio takes, with no letter lost or torn', () => {
    const texts = fc.string({
      unit: fc.constantFrom('א', ' ', '\n', '.', '👨‍👩‍👧', 'שׁ'),
      maxLength: 9_000,
      size: 'max',
    });
    fc.assert(
      fc.property(texts, (text) => {
        const messages = toMessages(text);
        for (const message of messages) expect(message.length).toBeLessThanOrEqual(1_600);
        expect(messages.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        for (const message of messages) expect(message).not.toMatch(/^[\u0591-\u05c7\u200d]/);
      }),
      { numRuns: 50 },
    );
  });

  test('is answered as several messages, each with the same callback', () => {
    const document = messageDocument('https://a.example', `${'מילה '.repeat(400)}`, 'SM1');
    expect(
      document.match(
        /<Message statusCallback="https:\/\/a\.example\/webhook\/whatsapp\/status\?id=SM1">/g,
      ),
    ).toHaveLength(2);
    expect(messageDocument('https://a.example', '')).toContain('<Response/>');
  });
});
