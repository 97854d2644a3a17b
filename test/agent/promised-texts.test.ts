import { describe, expect, test } from 'vitest';
import phrases from '#assets/phrases.json' with { type: 'json' };
import prompts from '#assets/prompts.json' with { type: 'json' };
import { unkeptPromises } from '#shared/agent/promises/promises.ts';
import { unkeptSentences } from '#shared/agent/promises/unkept-sentences.ts';
import { defaultSettings } from '#shared/domain/office/office-settings.ts';
import { messageTexts } from '#shared/messages/message-texts.ts';
import { followUpWords, noticeTemplates, reminderWords } from '#shared/messages/notice-words.ts';
import { promisedTexts } from '#shared/office/promised-texts.ts';

const textsOf = (entries: Readonly<Record<string, { readonly text: string }>>) =>
  Object.entries(entries).map(([name, { text }]) => [name, text] as const);
/** The texts that promise something by the words which hold the agent's own promises back. */
const promising = (texts: readonly (readonly [string, string])[]) =>
  texts.filter(([, text]) =>
    text.split(/(?<=[.!?])\s/).some((each) => unkeptPromises(each, []).length > 0),
  );

describe.each([
  ['phrases', textsOf(phrases), promisedTexts.phrases],
  ['prompts', textsOf(prompts), promisedTexts.prompts],
  ['messages', Object.entries(messageTexts), promisedTexts.messages],
] as const)('of the fixed %s', (_, texts, kept) => {
  test('each that promises something has its keeper', () => {
    const found = promising(texts).map(([name]) => name);
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((name) => !(name in kept))).toEqual([]);
  });

  test('those with a keeper exist', () => {
    const names = texts.map(([name]) => name);
    expect(Object.keys(kept).filter((name) => !names.includes(name))).toEqual([]);
  });
});

test('a notice promises a call only to a caller whose voicemail is a task', () => {
  const office = 'משרד';
  const parts = { viewings: [], listings: [] };
  const texts = [
    reminderWords(office, { at: 0, listing: undefined }, defaultSettings).text,
    followUpWords(office, { ...parts, hasLeftVoicemail: false }, defaultSettings).text,
    followUpWords(office, { ...parts, hasLeftVoicemail: true }, defaultSettings).text,
    ...Object.values(noticeTemplates),
  ];
  const callbacks = texts.filter((text) =>
    unkeptSentences(text, []).some(({ kind }) => kind === 'callback'),
  );
  expect(callbacks).toEqual([texts[2]]);
});
