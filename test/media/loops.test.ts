import { expect, test } from 'vitest';
import type { Effect, Event } from '#media-service/conversation/events.ts';
import { type Conversation, unopened } from '#media-service/conversation/state.ts';
import { step } from '#media-service/conversation/step.ts';
import { attached } from './attached.ts';

const withoutDrafts = { ...attached, speculates: false };
const audio = new Uint8Array(160);
const SECONDS = 10_000;

/** One turn of the caller from a moment on, and the agent's answer, with a tool or without. */
function turnOf(state: Conversation, text: string, at: number, tool: boolean) {
  const { nextTurn: turn } = state;
  const utterance = { turn, speechEndedAt: at + 900, pausedAt: at + 1_120, voicedMs: 900 };
  const work: Event[] = [
    { type: 'tool-started', turn, at: at + 2_000 },
    { type: 'tool-ended', turn, at: at + 2_100 },
  ];
  const events: Event[] = [
    { type: 'speech-started', at },
    { type: 'speech-grew', voicedMs: 900, at: at + 900 },
    { type: 'speech-paused', voicedMs: 900, silenceMs: 220, audio, at: at + 1_120 },
    { type: 'transcribed', utterance, text, mode: 'live', at: at + 1_200 },
    { type: 'clock-ticked', at: at + 2_000 },
    ...(tool ? work : []),
    { type: 'sentence-ready', turn, text: 'במה אפשר לעזור?', at: at + 2_200 },
    { type: 'audio-arrived', turn, audio, at: at + 2_300 },
    { type: 'audio-finished', turn, at: at + 2_400 },
    { type: 'mark-reached', name: `${turn}:0:20`, at: at + 2_500 },
  ];
  return events;
}

/** Has a caller say these sentences until the call ends; returns the number of turns and the last effects. */
function call(
  textOf: (turn: number) => string,
  { tool = () => false, turns = 60 }: { tool?: (turn: number) => boolean; turns?: number } = {},
) {
  let [state] = step(unopened, withoutDrafts);
  const effects: Effect[] = [];
  for (let turn = 1; turn <= turns; turn++) {
    for (const event of turnOf(state, textOf(turn), turn * SECONDS, tool(turn))) {
      const [next, ...wanted] = step(state, event);
      state = next;
      effects.push(...wanted);
    }
    if (state.phase.name === 'ended') return { turns: turn, effects };
  }
  return { turns: undefined, effects };
}
const voicemail = { type: 'close', intent: 'fallback', reason: 'loop' };
const filler = (turn: number) =>
  `${'אבגדהוזחט'[turn % 9]}${'כלמנסעפצק'[turn % 7]} משהו על מזג האוויר`;

test('an announcement that comes for the fourth time ends the call with the prompt for a voicemail', () => {
  const { turns, effects } = call(() => 'שיחתכם חשובה לנו, אנא המתינו על הקו.');
  expect(turns).toBe(4);
  expect(effects).toContainEqual(voicemail);
});

test('announcements that alternate are recognised too, whatever their marks are', () => {
  const { turns } = call((turn) =>
    turn % 2 === 0 ? 'שיחתכם חשובה לנו, אנא המתינו!' : `מיד יענה לכם נציג${'.'.repeat(turn)}`,
  );
  expect(turns).toBe(7);
});

test('a caller may say the same short answer again and again', () => {
  const tool = (turn: number) => turn % 5 === 0;
  expect(call(() => 'כן, בטח', { tool }).turns).toBeUndefined();
});

test('forty turns without anything to save or search end the call', () => {
  const { turns, effects } = call((turn) => `${filler(turn)} ${'א'.repeat(turn)}`);
  expect(turns).toBe(41);
  expect(effects).toContainEqual(voicemail);
});

test('a long call in which something comes of it goes on', () => {
  const tool = (turn: number) => turn % 20 === 0;
  const { turns } = call((turn) => `${filler(turn)} ${'א'.repeat(turn)}`, { tool });
  expect(turns).toBeUndefined();
});
