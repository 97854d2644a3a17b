import { describe, expect, test } from 'vitest';
import phrases from '#assets/phrases.json' with { type: 'json' };
import prompts from '#assets/prompts.json' with { type: 'json' };
import { OWN_CONVERSATIONS, readConversations } from '#local/conversations/conversation-files.ts';
import { inHebrew } from '#local/conversations/script-days.ts';
import { possibleTexts } from '#local/rule-agent/possible-texts.ts';
import type { CallerStep } from '#local/scenario/caller-steps.ts';
import { scenarios } from '#local/scenario/scenarios.ts';
import { textOf } from '#local/scenario/utterance.ts';
import { unknownWords } from '#local/speech/pronunciation.ts';
import { SAMPLE_LISTINGS } from '#local/world/sample-listings.ts';
import { toSpoken } from '#shared/agent/spoken/spoken-sentence.ts';
import { readListingFile } from '#shared/office/listing-import/listing-file.ts';
import { readListings } from '#shared/office/listing-import/listing-reading.ts';

const { listings } = readListings(await readListingFile(SAMPLE_LISTINGS), 0);

/** The texts of the local world, by speaker. */
const said: [string, readonly string[]][] = [
  ['the stand-in brain', possibleTexts(listings)],
  ['the prompts', Object.values(prompts).map(({ text }) => text)],
  ['the phrases', Object.values(phrases).map(({ text }) => text)],
  [
    'the callers',
    [...scenarios, ...readConversations(OWN_CONVERSATIONS)].flatMap(({ steps }) =>
      steps.flatMap((step) => wordsOf(step)),
    ),
  ],
];

describe('the offline voice', () => {
  test.each(said)('guesses no word of %s', (_, texts) => {
    expect(texts.length).toBeGreaterThan(0);
    expect(new Set(texts.flatMap(unknownWords))).toEqual(new Set());
    // A voice receives numbers, dates and abbreviations as words.
    expect(new Set(texts.map((text) => toSpoken(text)).flatMap(unknownWords))).toEqual(new Set());
  });
});

function wordsOf(step: CallerStep): string[] {
  const said = 'say' in step ? step.say : 'interrupt' in step ? step.interrupt : '';
  return [inHebrew(textOf(said), 0)];
}
