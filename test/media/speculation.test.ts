import { describe, expect, test } from 'vitest';
import type { Effect, Event, EventOf } from '#media-service/conversation/events.ts';
import { type Conversation, unopened } from '#media-service/conversation/state.ts';
import { step } from '#media-service/conversation/step.ts';

const audio = new Uint8Array(8_000);
const attached: EventOf<'attached'> = {
  type: 'attached',
  connectedAfter: undefined,
  dialogue: [],
  unheard: '',
  maxCallMs: 60_000,
  speculates: true,
  at: 0,
};
const hesitant: Conversation = step(unopened, { ...attached, speculates: false })[0];

function play(events: readonly Event[], from: Conversation = step(unopened, attached)[0]) {
  let state = from;
  const effects: Effect[] = [];
  for (const event of events) {
    const [next, ...wanted] = step(state, event);
    state = next;
    effects.push(...wanted);
  }
  return { state, effects, kinds: effects.map(({ type }) => type) };
}

const tick = (at: number): Event => ({ type: 'clock-ticked', at });
/** The caller speaks until a moment, and is quiet for 220 ms. */
const said = (until: number): Event[] => [
  { type: 'speech-started', at: until - 900 },
  { type: 'speech-grew', voicedMs: 900, at: until },
  { type: 'speech-paused', voicedMs: 900, silenceMs: 220, audio, at: until + 220 },
];
const understood = (turn: number, text: string, until: number): Event => ({
  type: 'transcribed',
  utterance: { turn, speechEndedAt: until, pausedAt: until + 220, voicedMs: 900 },
  text,
  mode: 'live',
  at: until + 470,
});
/** A sentence that ends at 2,000 and is transcribed at 2,470. */
const first = [...said(2_000), understood(1, 'אני מחפש דירה', 2_000)];
const goesOn = (at: number): Event[] => [
  { type: 'speech-started', at },
  { type: 'speech-grew', voicedMs: 140, at: at + 140 },
];

describe('an answer', () => {
  test('is thought of as soon as the caller pauses and is understood, and nothing of it is done', () => {
    const { kinds, state, effects } = play(first);
    expect(kinds).toEqual(['transcribe', 'draft']);
    expect(effects[1]).toMatchObject({
      turn: 1,
      dialogue: [{ speaker: 'caller', text: 'אני מחפש דירה' }],
    });
    expect(state.dialogue).toEqual([]);
  });

  test('is committed when the turn is over, with all that was thought of it', () => {
    const sentence: Event = { type: 'sentence-ready', turn: 1, text: 'בשמחה.', at: 2_580 };
    const { effects, state } = play([...first, sentence, tick(2_580), tick(2_600)]);
    expect(effects.slice(2)).toMatchObject([
      {
        type: 'open-turn',
        columns: { user_text: 'אני מחפש דירה', mode: 'live', speculated: true },
      },
      { type: 'commit-draft', turn: 1 },
    ]);
    expect(state.phase).toMatchObject({ name: 'thinking', reply: { sentences: ['בשמחה.'] } });
  });

  test('tells how much was saved by thinking of it early', () => {
    const { effects } = play([
      ...first,
      tick(2_600),
      { type: 'sentence-ready', turn: 1, text: 'בשמחה.', at: 2_770 },
      { type: 'audio-arrived', turn: 1, audio, at: 2_920 },
    ]);
    // Without speculation, 250 ms of transcription and 300 of generation would end at 3,150.
    expect(effects.find(({ type }) => type === 'update-turn')).toMatchObject({
      columns: { t_total_ms: 920, t_saved_ms: 380 },
    });
  });

  test('is given up when the caller goes on, and what they say then belongs to the same turn', () => {
    const { effects, kinds } = play([
      ...first,
      ...goesOn(2_500),
      ...said(3_600).slice(1),
      understood(2, 'בתל אביב', 3_600),
      tick(4_200),
    ]);
    expect(kinds).toEqual([
      ...['transcribe', 'draft', 'abort-reply'],
      ...['transcribe', 'draft', 'open-turn', 'commit-draft'],
    ]);
    expect(effects[5]).toMatchObject({ turn: 1, columns: { user_text: 'אני מחפש דירה בתל אביב' } });
  });

  test('survives a click on the line', () => {
    const { kinds } = play([
      ...first,
      { type: 'speech-started', at: 2_480 },
      { type: 'speech-paused', voicedMs: 60, silenceMs: 220, audio, at: 2_760 },
      tick(2_780),
    ]);
    expect(kinds).toEqual(['transcribe', 'draft', 'open-turn', 'commit-draft']);
  });

  test('is begun three times a turn at most', () => {
    const turn = [0, 1, 2, 3, 4].flatMap((part) => {
      const until = 2_000 + 1_500 * part;
      return [...goesOn(until - 900), ...said(until).slice(1), understood(part + 1, 'ועוד', until)];
    });
    const { kinds } = play([...turn, tick(9_000)]);
    expect(kinds.filter((kind) => kind === 'draft')).toHaveLength(3);
    expect(kinds.slice(-2)).toEqual(['open-turn', 'reply']);
  });

  test('that failed while it was only thought of is thought of anew', () => {
    const { kinds } = play([...first, { type: 'reply-failed', turn: 1, at: 2_550 }, tick(2_600)]);
    expect(kinds.slice(2)).toEqual(['abort-reply', 'open-turn', 'reply']);
  });

  test('is thought of at the end of the turn only, where that is asked for', () => {
    expect(play(first, hesitant).kinds).toEqual(['transcribe']);
    expect(play([...first, tick(2_600)], hesitant).kinds.slice(1)).toEqual(['open-turn', 'reply']);
  });
});

describe('a turn', () => {
  test('of a caller who hangs up before it is over is written down', () => {
    const { kinds } = play([...first, { type: 'stream-stopped', at: 2_500 }]);
    expect(kinds.slice(2)).toEqual(['abort-reply', 'open-turn', 'finish']);
  });

  test('is over though its words have not come, and answered when they come', () => {
    const { kinds } = play([...said(2_000), tick(2_600), understood(1, 'שלום לכם', 2_400)]);
    expect(kinds).toEqual(['transcribe', 'open-turn', 'reply']);
  });

  test('waits longer for a caller who reads a number', () => {
    const asked = play([
      ...first,
      tick(2_600),
      { type: 'sentence-ready', turn: 1, text: 'מה מספר הטלפון שלכם?', at: 2_700 },
      { type: 'audio-arrived', turn: 1, audio, at: 2_700 },
      { type: 'audio-finished', turn: 1, at: 2_700 },
      { type: 'mark-reached', name: '1:0:1000', at: 3_700 },
    ]).state;
    const number = [...said(6_000), understood(2, '054', 6_000)];
    expect(play([...number, tick(7_180)], asked).state.phase.name).toBe('waiting');
    expect(play([...number, tick(7_200)], asked).state.phase.name).toBe('thinking');
  });

  test('of which a part could not be understood takes the call to the recorded prompt', () => {
    const utterance = { turn: 1, speechEndedAt: 2_000, pausedAt: 2_220, voicedMs: 900 };
    const { effects } = play([
      ...said(2_000),
      { type: 'not-transcribed', utterance, at: 2_500 },
      tick(2_600),
    ]);
    expect(effects).toContainEqual({ type: 'close', intent: 'fallback' });
  });
});

describe('a tool at work', () => {
  const thinking = play([
    ...first,
    tick(2_600),
    { type: 'tool-started', turn: 1, at: 2_700 },
  ]).state;
  const voice = (voicedMs: number, at: number): Event => ({ type: 'speech-grew', voicedMs, at });

  test('is not undone by a word of assent', () => {
    expect(play([voice(300, 3_200)], thinking).state.phase.name).toBe('thinking');
    expect(play([voice(500, 3_400)], thinking).state.phase.name).toBe('hearing');
  });

  test('leaves a thinking agent as easy to interrupt as before', () => {
    const done = play([{ type: 'tool-ended', turn: 1, at: 2_900 }], thinking).state;
    expect(play([voice(140, 3_200)], done).state.phase.name).toBe('hearing');
  });

  test('that ends the call does so when the goodbye was heard', () => {
    const { kinds, effects } = play(
      [
        { type: 'close-requested', turn: 1, intent: 'goodbye', at: 2_800 },
        { type: 'sentence-ready', turn: 1, text: 'להתראות.', at: 2_900 },
        { type: 'audio-arrived', turn: 1, audio, at: 3_000 },
        { type: 'audio-finished', turn: 1, at: 3_000 },
        { type: 'mark-reached', name: '1:0:1000', at: 4_000 },
      ],
      thinking,
    );
    expect(kinds.slice(-2)).toEqual(['close', 'finish']);
    expect(effects).toContainEqual({ type: 'close', intent: 'goodbye' });
  });

  test('that handed the call over is not undone by an answer that fails', () => {
    const { effects } = play(
      [
        { type: 'close-requested', turn: 1, intent: 'human', at: 2_800 },
        { type: 'reply-failed', turn: 1, at: 2_900 },
      ],
      thinking,
    );
    expect(effects).toContainEqual({ type: 'close', intent: 'human' });
  });
});
