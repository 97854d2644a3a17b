import { describe, expect, test } from 'vitest';
import type { Effect, Event } from '#media-service/conversation/events.ts';
import { type Conversation, unopened } from '#media-service/conversation/state.ts';
import { step } from '#media-service/conversation/step.ts';
import { attached } from './attached.ts';

const audio = new Uint8Array(8_000);
const FRAME_MS = 20;
const HELLO_MS = 400;
/** How long a filler sounds. */
const FILLER_MS = 1_000;

describe('a caller who says hello every four seconds', () => {
  test('reaches the apology within 20 s when no answer comes', () => {
    const { said, at } = call({ helloEveryMs: 4_000 });
    expect(said).toContain('apology');
    expect(at).toBeLessThan(20_000);
  });

  test('hears fillers on the way', () => {
    const { said } = call({ helloEveryMs: 4_000 });
    expect(said.filter((phrase) => phrase.startsWith('filler')).length).toBeGreaterThan(2);
  });

  test('is answered by a model that is only slow, however often', () => {
    const { said, state } = call({ helloEveryMs: 4_000, answerMs: 2_000 });
    expect(said).not.toContain('apology');
    expect(state.unansweredMs).toBe(0);
  });
});

test('a caller who waits in silence hears the apology after two fillers, as before', () => {
  const { said } = call({ helloEveryMs: Number.POSITIVE_INFINITY });
  expect(said).toEqual(['filler_1', 'filler_2', 'apology']);
});

/** Plays a minute of a call, until the apology, to a model that answers after a while or never. */
function call({ helloEveryMs = 0, answerMs = Number.POSITIVE_INFINITY }) {
  let [state] = step(unopened, attached);
  const said: string[] = [];
  const work: Event[] = [];
  let asked: { turn: number; at: number } | undefined;

  const take = (event: Event) => {
    const [next, ...effects] = step(state, event);
    state = next;
    for (const effect of effects) carryOut(effect, event.at);
  };
  const carryOut = (effect: Effect, at: number) => {
    if (effect.type === 'transcribe') {
      const { utterance } = effect;
      work.push({ type: 'transcribed', utterance, text: 'הלו?', mode: 'live', at: at + 200 });
    }
    if (effect.type === 'draft' || effect.type === 'reply') asked = { turn: effect.turn, at };
    if (effect.type === 'abort-reply') asked = undefined;
    if (effect.type === 'say') said.push(effect.phrase);
    if (effect.type === 'fill') {
      said.push(effect.phrase);
      work.push({ type: 'filler-started', turn: effect.turn, durationMs: FILLER_MS, at });
    }
  };

  let at = 0;
  for (; at < 60_000 && !said.includes('apology'); at += FRAME_MS) {
    const sinceHello = helloEveryMs === Number.POSITIVE_INFINITY ? at : at % helloEveryMs;
    if (sinceHello === 0) take({ type: 'speech-started', at });
    if (sinceHello <= HELLO_MS) take({ type: 'speech-grew', voicedMs: sinceHello, at });
    if (sinceHello === HELLO_MS + 220)
      take({ type: 'speech-paused', voicedMs: HELLO_MS, silenceMs: 220, audio, at });
    for (const event of work.splice(0).toSorted((a, b) => a.at - b.at)) {
      if (event.at > at) work.push(event);
      else take(event);
    }
    if (asked && at - asked.at >= answerMs && state.phase.name === 'thinking') {
      const { turn } = asked;
      take({ type: 'sentence-ready', turn, text: 'כן, אני כאן.', at });
      take({ type: 'audio-arrived', turn, audio, at });
      take({ type: 'audio-finished', turn, at });
      asked = undefined;
    }
    take({ type: 'clock-ticked', at });
  }
  return { said, at, state: state as Conversation };
}
