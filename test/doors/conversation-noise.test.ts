import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Effect, Event } from '#media-service/conversation/events.ts';
import { type Conversation, unopened } from '#media-service/conversation/state.ts';
import { step } from '#media-service/conversation/step.ts';

const NUM_RUNS = 500;

const turn = fc.integer({ min: -1, max: 6 });
const durationMs = fc.oneof(fc.nat(3_000), fc.constantFrom(0, -1, Number.NaN, 1e12));
const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('', 'שלום', ' '));
const audio = fc.nat(3_000).map((bytes) => new Uint8Array(bytes));
const line = fc.record({ speaker: fc.constantFrom('caller', 'agent'), text });
const type = <Type extends Event['type']>(name: Type) => fc.constant(name);

const utterance = fc.record({
  turn,
  speechEndedAt: durationMs,
  pausedAt: durationMs,
  voicedMs: durationMs,
});

/** Events of any turn, expected or not. */
const event = fc.oneof(
  fc.record({
    type: type('attached'),
    connectedAfter: fc.constantFrom(undefined, 'move', 'loss', 'dial', 'closed', 'no-phone'),
    dialogue: fc.array(line, { maxLength: 3 }),
    unheard: text,
    maxCallMs: durationMs,
    speculates: fc.boolean(),
  }),
  fc.record({ type: type('clock-ticked') }),
  fc.record({ type: type('speech-started') }),
  fc.record({ type: type('speech-grew'), voicedMs: durationMs }),
  fc.record({
    type: type('speech-paused'),
    voicedMs: durationMs,
    silenceMs: durationMs,
    audio,
  }),
  fc.record({
    type: type('transcribed'),
    utterance,
    text,
    mode: fc.constantFrom('live', 'batch'),
  }),
  fc.record({ type: type('not-transcribed'), utterance }),
  fc.record({
    type: type('key-pressed'),
    digit: fc.oneof(text, fc.constantFrom(...'0123#*')),
    officeAnswers: fc.boolean(),
  }),
  fc.record({ type: type('sentence-ready'), turn, text }),
  fc.record({ type: type('audio-arrived'), turn, audio }),
  fc.record({ type: type('audio-finished'), turn }),
  fc.record({
    type: type('mark-reached'),
    name: fc.oneof(
      text,
      fc.tuple(turn, fc.nat(3), durationMs).map((parts) => parts.join(':')),
    ),
  }),
  fc.record({ type: type('filler-started'), turn, durationMs }),
  fc.record({ type: type('reply-failed'), turn }),
  fc.record({ type: fc.constantFrom('tool-started', 'tool-ended'), turn }),
  fc.record({
    type: type('close-requested'),
    turn,
    intent: fc.constantFrom('goodbye', 'human'),
  }),
  fc.record({ type: type('frames-stopped') }),
  fc.record({ type: type('task-stopping') }),
);

type Happened = typeof event extends fc.Arbitrary<infer T> ? T : never;

/** A sequence of events; the clock may stand still between them. */
const history = fc.array(fc.tuple(event, fc.nat(2_000)), { maxLength: 80, size: 'max' });

/** Steps through a history; returns the last state and all effects. */
function play(happened: readonly (readonly [Happened, number])[]) {
  let at = 1_000_000;
  let state: Conversation = unopened;
  const effects: Effect[] = [];
  for (const [event, passedMs] of happened) {
    at += passedMs;
    const [next, ...wanted] = step(state, { ...event, at });
    if (state.phase.name === 'ended') expect([next, wanted]).toEqual([state, []]);
    state = next;
    effects.push(...wanted);
  }
  return { state, effects };
}

describe('unexpected events', () => {
  test('never throw, and end a call at most once', () => {
    const isCalm = (happened: Parameters<typeof play>[0]) => {
      const { state, effects } = play(happened);
      const endings = effects.filter(({ type }) => type === 'finish');
      expect(endings).toHaveLength(state.phase.name === 'ended' ? 1 : 0);
    };
    fc.assert(fc.property(history, isCalm), { numRuns: NUM_RUNS });
  });

  test('never play empty audio or set a malformed mark', () => {
    const isSound = (happened: Parameters<typeof play>[0]) => {
      for (const effect of play(happened).effects) {
        if (effect.type === 'play') expect(effect.audio.length).toBeGreaterThan(0);
        if (effect.type === 'mark') expect(effect.name).toMatch(/^\d+:\d+:\d+(\.\d+)?$/);
      }
    };
    fc.assert(fc.property(history, isSound), { numRuns: NUM_RUNS });
  });
});
