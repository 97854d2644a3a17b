import { describe, expect, test } from 'vitest';
import phrases from '#assets/phrases.json' with { type: 'json' };
import prompts from '#assets/prompts.json' with { type: 'json' };
import { possibleTexts } from '#local/openai/rule-texts.ts';
import { scenarios } from '#local/scenario/scenarios.ts';
import { unknownWords } from '#local/speech/pronunciation.ts';

/** What is said in the local world, by whom. */
const said: [string, readonly string[]][] = [
  ['the stand-in brain', possibleTexts()],
  ['the prompts', Object.values(prompts).map(({ text }) => text)],
  ['the phrases', Object.values(phrases).map(({ text }) => text)],
  [
    'the callers',
    scenarios.flatMap(({ steps }) => steps.flatMap((step) => ('say' in step ? [step.say] : []))),
  ],
];

describe('the offline voice', () => {
  test.each(said)('guesses no word of %s', (_, texts) => {
    expect(texts.length).toBeGreaterThan(0);
    expect(texts.flatMap(unknownWords)).toEqual([]);
  });
});
