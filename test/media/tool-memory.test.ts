import { expect, test } from 'vitest';
import type { Effect, Event } from '#media-service/conversation/events.ts';
import { type Conversation, unopened } from '#media-service/conversation/state.ts';
import { step } from '#media-service/conversation/step.ts';
import { attached } from './attached.ts';

const audio = new Uint8Array(8_000);
const NOTE = 'search_listings: done; city חיפה → found 1, listings id HF-402';

/** A caller's sentence that ends at a moment, understood, and over 700 ms later. */
const said = (turn: number, text: string, until: number): Event[] => [
  { type: 'speech-started', at: until - 900 },
  { type: 'speech-grew', voicedMs: 900, at: until },
  { type: 'speech-paused', voicedMs: 900, silenceMs: 220, audio, at: until + 220 },
  {
    type: 'transcribed',
    utterance: { turn, speechEndedAt: until, pausedAt: until + 220, voicedMs: 900 },
    ...{ text, mode: 'live', at: until + 470 },
  },
  { type: 'clock-ticked', at: until + 700 },
];
const searched: Event[] = [
  { type: 'tool-started', turn: 1, at: 2_800 },
  { type: 'tool-ended', turn: 1, notes: [NOTE], at: 2_900 },
];

test('the question of the next turn holds what a tool told, under the line that asked for it', () => {
  const { effects } = play([
    ...said(1, 'יש משהו בחיפה?', 2_000),
    ...searched,
    { type: 'sentence-ready', turn: 1, text: 'יש דירה.', at: 3_000 },
    { type: 'audio-arrived', turn: 1, audio, at: 3_000 },
    { type: 'audio-finished', turn: 1, at: 3_000 },
    { type: 'mark-reached', name: '1:0:1000', at: 4_000 },
    ...said(2, 'כן, תקבעי ליום ראשון', 6_000),
  ]);
  expect(effects.findLast(({ type }) => type === 'draft')).toMatchObject({
    turn: 2,
    dialogue: [
      { speaker: 'caller', text: 'יש משהו בחיפה?', notes: [NOTE] },
      { speaker: 'agent', text: 'יש דירה.' },
      { speaker: 'caller', text: 'כן, תקבעי ליום ראשון' },
    ],
  });
});

test('what a tool told is written at once, for the next stream of the call', () => {
  const { effects } = play([...said(1, 'יש משהו בחיפה?', 2_000), ...searched]);
  expect(effects).toContainEqual({
    ...{ type: 'update-turn', turn: 1 },
    columns: { tool_notes: [NOTE] },
  });
});

test('a tool whose answer was given up is remembered too: it may have done its work', () => {
  const { state } = play([
    ...said(1, 'יש משהו בחיפה?', 2_000),
    { type: 'tool-started', turn: 1, at: 2_800 },
    { type: 'speech-started', at: 2_810 },
    { type: 'speech-grew', voicedMs: 700, at: 3_510 },
    { type: 'tool-ended', turn: 1, notes: ['book_viewing: unknown; '], at: 3_520 },
  ]);
  expect(state.phase.name).toBe('hearing');
  expect(state.dialogue).toMatchObject([{ notes: ['book_viewing: unknown; '] }]);
});

function play(events: readonly Event[]) {
  let [state]: [Conversation, ...Effect[]] = step(unopened, attached);
  const effects: Effect[] = [];
  for (const event of events) {
    const [next, ...wanted] = step(state, event);
    state = next;
    effects.push(...wanted);
  }
  return { state, effects };
}
