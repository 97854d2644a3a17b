import { describe, expect, test } from 'vitest';
import type { Effect, Event, EventOf } from '#media-service/conversation/events.ts';
import { type Conversation, unopened } from '#media-service/conversation/state.ts';
import { step } from '#media-service/conversation/step.ts';

const second = new Uint8Array(8_000);
const audio = new Uint8Array([1, 2, 3]);
const attached: EventOf<'attached'> = {
  type: 'attached',
  connectedAfter: undefined,
  dialogue: [],
  unheard: '',
  maxCallMs: 60_000,
  speculates: false,
  at: 0,
};

const resumed: EventOf<'attached'> = { ...attached, connectedAfter: 'loss' };

/** Plays events through a conversation; returns the last state and all effects. */
function play(events: readonly Event[], from: Conversation = step(unopened, attached)[0]) {
  let state = from;
  const effects: Effect[] = [];
  for (const event of events) {
    const [next, ...wanted] = step(state, event);
    state = next;
    effects.push(...wanted);
  }
  return { state, effects };
}

/** The caller has paused for 220 ms, and is still quiet 380 ms later. */
const paused = (voicedMs: number, at: number): Event[] => [
  { type: 'speech-paused', voicedMs, silenceMs: 220, audio, at: at - 380 },
  { type: 'clock-ticked', at },
];
/** The caller speaks from a moment on, then pauses. */
const spoken = (at: number): Event[] => [
  { type: 'speech-started', at },
  { type: 'speech-grew', voicedMs: 900, at: at + 900 },
  ...paused(900, at + 1_600),
];
const transcribed = (turn: number, text: string, at: number, voicedMs = 900): Event => ({
  type: 'transcribed',
  utterance: { turn, speechEndedAt: at - 1_000, pausedAt: at - 780, voicedMs },
  text,
  mode: 'batch',
  at,
});
const said = (turn: number, text: string, at = 1_000): Event[] => [
  ...spoken(at),
  transcribed(turn, text, at + 2_000),
];
/** A reply of two seconds whose audio begins at 3,800. */
const answered: Event[] = [
  { type: 'sentence-ready', turn: 1, text: 'בשמחה, באיזו עיר?', at: 3_400 },
  { type: 'audio-arrived', turn: 1, audio: second, at: 3_800 },
  { type: 'audio-arrived', turn: 1, audio: second, at: 3_850 },
  { type: 'audio-finished', turn: 1, at: 3_900 },
];
const speaking = play([...said(1, 'שלום'), ...answered]).state;
const tick = (at: number): Event => ({ type: 'clock-ticked', at });
const mark = (name: string, at: number): Event => ({ type: 'mark-reached', name, at });

const kinds = (effects: readonly Effect[]) => effects.map(({ type }) => type);
const marks = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.type === 'mark' ? [effect.name] : []));

describe('a turn', () => {
  test('is transcribed once the caller has finished', () => {
    const utterance = { turn: 1, speechEndedAt: 2_000, pausedAt: 2_220, voicedMs: 900 };
    expect(play(spoken(1_000)).effects).toEqual([{ type: 'transcribe', utterance, audio }]);
  });

  test('is written down before it is answered', () => {
    const { effects } = play(said(1, 'שלום'));
    expect(kinds(effects)).toEqual(['transcribe', 'open-turn', 'reply']);
    expect(effects[1]).toMatchObject({ columns: { user_text: 'שלום', t_audio_ms: 1_000 } });
    expect(effects[2]).toMatchObject({ dialogue: [{ speaker: 'caller', text: 'שלום' }] });
  });

  test('notes how long each step took when its first sound leaves', () => {
    const { effects } = play([...said(1, 'שלום'), ...answered]);
    expect(effects.find(({ type }) => type === 'update-turn')).toMatchObject({
      columns: { t_nlp_ms: 400, t_tts_ms: 400, t_total_ms: 1_800 },
    });
  });

  test('is marked on the line every second and at the end', () => {
    expect(marks(play([...said(1, 'שלום'), ...answered]).effects)).toEqual([
      '1:0:1000',
      '1:0:2000',
      '1:0:2000',
    ]);
  });

  test('counts as said when its last mark comes back', () => {
    const { state, effects } = play([mark('1:0:2000', 6_000)], speaking);
    expect(state.dialogue.at(-1)).toEqual({ speaker: 'agent', text: 'בשמחה, באיזו עיר?' });
    expect(effects).toMatchObject([{ columns: { heard_text: 'בשמחה, באיזו עיר?' } }]);
    expect(state.phase).toEqual({ name: 'listening', silentSince: 6_000, asked: 0 });
  });

  test('counts as said soon after its end when the last mark is lost', () => {
    expect(play([tick(7_200)], speaking).state.phase.name).toBe('speaking');
    expect(play([tick(7_400)], speaking).state.phase.name).toBe('listening');
  });

  test('that fails before a sound of it takes the call to the recorded prompt', () => {
    const { state, effects } = play([
      ...said(1, 'שלום'),
      { type: 'reply-failed', turn: 1, at: 3_000 },
    ]);
    expect(effects.slice(-3)).toEqual([
      { type: 'abort-reply' },
      { type: 'close', intent: 'fallback' },
      { type: 'finish' },
    ]);
    expect(state.phase.name).toBe('ended');
  });

  test('without a sound has failed', () => {
    const { effects } = play([...said(1, 'שלום'), { type: 'audio-finished', turn: 1, at: 3_000 }]);
    expect(effects).toContainEqual({ type: 'close', intent: 'fallback' });
  });

  test('that fails when the caller has heard nothing for a second is apologized for before the recorded prompt', () => {
    const failedAt = (at: number) => ({ type: 'reply-failed', turn: 1, at }) as const;
    const { state, effects } = play([...said(1, 'שלום'), failedAt(3_020)]);
    expect(effects.at(-1)).toMatchObject({ type: 'say', phrase: 'apology' });
    expect(state.phase).toMatchObject({
      reply: { afterwards: { name: 'close', intent: 'fallback' } },
    });
    const filled = { type: 'filler-started', turn: 1, durationMs: 500, at: 3_500 } as const;
    const afterFiller = play([...said(1, 'שלום'), tick(3_500), filled, failedAt(5_000)]);
    expect(afterFiller.state.phase.name).toBe('ended');
  });

  test('that fails half-way stands as far as it came, and the caller is asked to say it again', () => {
    const { state, effects } = play([
      ...said(1, 'שלום'),
      ...answered.slice(0, 3),
      { type: 'reply-failed', turn: 1, at: 5_000 },
      mark('1:0:2000', 6_000),
    ]);
    expect(state.dialogue.at(-1)).toEqual({ speaker: 'agent', text: 'בשמחה, באיזו עיר?' });
    expect(effects.at(-1)).toEqual({ type: 'say', turn: 2, phrase: 'stumbled' });
  });

  test('that breaks off for the third time in a row is the last: a message is all there is', () => {
    const brokenOff = (turn: number): Event[] => [
      ...said(turn, 'שלום', turn * 10_000),
      { type: 'audio-arrived', turn, audio: second, at: turn * 10_000 + 3_000 },
      { type: 'reply-failed', turn, at: turn * 10_000 + 3_100 },
      mark(`${turn}:0:1000`, turn * 10_000 + 4_000),
    ];
    const sorry = (turn: number): Event[] => [
      { type: 'audio-arrived', turn, audio: second, at: turn * 10_000 },
      { type: 'audio-finished', turn, at: turn * 10_000 },
      mark(`${turn}:0:1000`, turn * 10_000 + 1_000),
    ];
    const { effects } = play(
      [...brokenOff(1), ...sorry(2), ...brokenOff(3), ...sorry(4), ...brokenOff(5)],
      step(unopened, { ...attached, maxCallMs: 600_000 })[0],
    );
    const phrases = effects.flatMap((effect) => (effect.type === 'say' ? [effect.phrase] : []));
    expect(phrases).toEqual(['stumbled', 'stumbled', 'apology']);
  });

  test('of several sentences is written down as each of them was heard', () => {
    const { effects } = play([
      ...said(1, 'שלום'),
      { type: 'sentence-ready', turn: 1, text: 'בשמחה.', at: 3_400 },
      { type: 'sentence-ready', turn: 1, text: 'באיזו עיר?', at: 3_500 },
      ...answered.slice(1),
      mark('1:0:1000', 4_800),
    ]);
    expect(effects.at(-1)).toEqual({
      type: 'update-turn',
      turn: 1,
      columns: { reply_text: 'בשמחה. באיזו עיר?', heard_text: 'בשמחה.' },
    });
  });
});

describe('a caller who waits for an answer', () => {
  const fills = (effects: readonly Effect[]) =>
    effects.flatMap((effect) => (effect.type === 'fill' ? [effect.phrase] : []));
  const filled = (at: number): Event => ({ type: 'filler-started', turn: 1, durationMs: 500, at });
  const finished = play(spoken(1_000)).state;

  test('hears a filler 0.9 s after their turn, however far its answer has come', () => {
    expect(fills(play([tick(3_480)], finished).effects)).toEqual([]);
    expect(fills(play([tick(3_500)], finished).effects)).toEqual(['filler_1']);
    expect(fills(play([transcribed(1, 'שלום', 3_000), tick(3_500)], finished).effects)).toEqual([
      'filler_1',
    ]);
  });

  test('hears one in the middle of an answer that has run dry', () => {
    const begun = play([...said(1, 'שלום'), ...answered.slice(0, 2)]).state;
    expect(fills(play([tick(5_680)], begun).effects)).toEqual([]);
    expect(fills(play([tick(5_700)], begun).effects)).toEqual(['filler_1']);
  });

  test('hears none once the answer sounds', () => {
    const { effects } = play([...said(1, 'שלום', 1_000), ...answered, tick(4_000), tick(4_900)]);
    expect(fills(effects)).toEqual([]);
  });

  test('hears a second one 2.5 s after the first, then that a message is all there is', () => {
    const waiting = [tick(3_500), filled(3_500), tick(6_480)];
    expect(fills(play(waiting, finished).effects)).toEqual(['filler_1']);
    const { state, effects } = play(
      [...waiting, tick(6_500), filled(6_500), tick(9_500)],
      finished,
    );
    expect(fills(effects)).toEqual(['filler_1', 'filler_2']);
    expect(effects.at(-1)).toMatchObject({ type: 'say', phrase: 'apology' });
    expect(state.phase).toMatchObject({
      reply: { afterwards: { name: 'close', intent: 'fallback' } },
    });
  });

  test('hears the answer behind the filler, and only from then on counts it as heard', () => {
    const { state } = play(
      [
        tick(3_500),
        filled(3_500),
        transcribed(1, 'שלום', 3_600),
        { type: 'sentence-ready', turn: 1, text: 'בשמחה', at: 3_700 },
        { type: 'audio-arrived', turn: 1, audio: second, at: 3_800 },
      ],
      finished,
    );
    expect(state.phase).toMatchObject({ reply: { playhead: { at: 4_000, playedMs: 0 } } });
  });

  test('and goes on speaking silences the filler', () => {
    const { effects } = play(
      [tick(3_500), filled(3_500), { type: 'speech-grew', voicedMs: 200, at: 3_600 }],
      finished,
    );
    expect(kinds(effects)).toEqual(['fill', 'abort-reply', 'clear']);
  });
});

describe('a caller who goes on speaking while the agent thinks', () => {
  test('loses no words, and is answered once', () => {
    const { state, effects } = play([
      ...spoken(1_000),
      { type: 'speech-started', at: 2_700 },
      { type: 'speech-grew', voicedMs: 140, at: 2_800 },
      transcribed(1, 'אני מחפש', 3_000),
      ...paused(900, 4_600),
      transcribed(2, 'דירה', 5_000),
    ]);
    expect(effects.filter(({ type }) => type === 'open-turn')).toHaveLength(1);
    expect(effects.filter(({ type }) => type === 'reply')).toHaveLength(1);
    expect(state.dialogue.map(({ text }) => text)).toEqual(['אני מחפש דירה']);
  });

  test('with a click on the line only is answered as if nothing had been', () => {
    const click: Event[] = [
      { type: 'speech-started', at: 3_100 },
      { type: 'speech-paused', voicedMs: 100, silenceMs: 220, audio, at: 3_400 },
    ];
    const { effects } = play([...said(1, 'שלום'), ...click]);
    expect(kinds(effects)).toEqual(['transcribe', 'open-turn', 'reply']);
  });

  test('with a cough is answered to what was said before it', () => {
    const { effects } = play([
      ...said(1, 'שלום'),
      { type: 'speech-started', at: 3_100 },
      { type: 'speech-grew', voicedMs: 200, at: 3_200 },
      ...paused(200, 3_900),
      transcribed(2, '', 4_300, 200),
    ]);
    expect(kinds(effects).slice(3)).toEqual(['abort-reply', 'transcribe', 'open-turn', 'reply']);
  });
});

describe('a caller who speaks over the agent', () => {
  const voice = (voicedMs: number, at: number): Event => ({ type: 'speech-grew', voicedMs, at });

  test('makes it pause after 128 ms of voice', () => {
    expect(play([voice(120, 5_000)], speaking).state.phase.name).toBe('speaking');
    const { state, effects } = play([voice(140, 5_000)], speaking);
    expect(state.phase.name).toBe('paused');
    expect(effects).toEqual([{ type: 'clear' }]);
  });

  test('must speak longer in the first moments of an answer: they may be its echo', () => {
    expect(play([voice(380, 4_100)], speaking).state.phase.name).toBe('speaking');
    expect(play([voice(400, 4_100)], speaking).state.phase.name).toBe('paused');
  });

  test('takes the floor after 640 ms of voice, and only what was heard counts as said', () => {
    const begun = play([voice(140, 5_000), voice(600, 5_460)], speaking);
    expect(begun.state.phase.name).toBe('paused');
    const { state, effects } = play([voice(140, 5_000), voice(640, 5_500)], speaking);
    expect(state.phase.name).toBe('hearing');
    expect(kinds(effects)).toEqual(['clear', 'abort-reply', 'update-turn']);
    expect(state.dialogue.at(-1)).toEqual({ speaker: 'agent', text: 'בשמחה,' });
  });

  test('takes the floor with a word, however short', () => {
    const { state, effects } = play(
      [voice(140, 5_000), ...paused(200, 5_700), transcribed(2, 'לא', 6_000, 200)],
      speaking,
    );
    expect(kinds(effects).slice(-2)).toEqual(['open-turn', 'reply']);
    expect(state.dialogue.map(({ text }) => text)).toEqual(['שלום', 'בשמחה,', 'לא']);
  });

  test('only to show that they listen hears the answer go on, and is written down all the same', () => {
    const { state, effects } = play(
      [voice(400, 4_190), ...paused(400, 4_800), transcribed(2, 'אה, כן.', 5_100, 400)],
      speaking,
    );
    expect(state.phase).toMatchObject({ name: 'speaking', reply: { turn: 1 } });
    expect(effects.at(-1)).toMatchObject({ type: 'open-turn', turn: 2 });
    expect(kinds(effects)).not.toContain('abort-reply');
  });

  test('has answered nothing with a yes while the agent still thinks of the rest', () => {
    const begun = play([...said(1, 'שלום'), ...answered.slice(0, 2)]).state;
    const { effects } = play(
      [voice(400, 4_190), ...paused(300, 4_600), transcribed(2, 'כן', 4_900, 300)],
      begun,
    );
    expect(kinds(effects)).not.toContain('abort-reply');
    expect(kinds(effects)).not.toContain('reply');
  });

  test('with a yes near the end of the answer has answered it', () => {
    const { effects } = play(
      [voice(140, 5_000), ...paused(300, 5_800), transcribed(2, 'כן', 6_100, 300)],
      speaking,
    );
    expect(effects.at(-1)).toMatchObject({ type: 'reply', turn: 2 });
  });

  test('takes the floor with a word that is understood after the agent went on', () => {
    const { state, effects } = play(
      [voice(140, 5_000), ...paused(200, 5_700), tick(6_200), transcribed(2, 'לא', 6_500, 200)],
      speaking,
    );
    expect(kinds(effects)).toContain('play');
    expect(state.phase.name).toBe('thinking');
    expect(effects.at(-1)).toMatchObject({ type: 'reply', turn: 2 });
  });

  test('with a cough only hears the rest of the answer, from where it stopped', () => {
    const { state, effects } = play(
      [voice(140, 4_805), ...paused(200, 5_500), transcribed(2, '', 5_900, 200)],
      speaking,
    );
    const rest = effects.flatMap((effect) => (effect.type === 'play' ? [effect.audio.length] : []));
    expect(rest).toEqual([8_000]);
    expect(marks(effects)).toEqual(['1:1:2000']);
    expect(state.phase.name).toBe('speaking');
  });

  test('with a cough hears the rest at the latest 1.2 s later, whatever the ear says', () => {
    const paused = play([voice(140, 5_000)], speaking).state;
    expect(play([tick(6_180)], paused).state.phase.name).toBe('paused');
    expect(play([tick(6_200)], paused).state.phase.name).toBe('speaking');
  });

  test('is not fooled by marks that a clear sends back', () => {
    const resumed = play([voice(140, 4_805), tick(6_100)], speaking).state;
    expect(play([mark('1:0:2000', 6_150)], resumed).state).toEqual(resumed);
    expect(play([mark('1:1:2000', 7_150)], resumed).state.phase.name).toBe('listening');
  });

  test('hears nothing of an answer that comes in while it pauses, until it goes on', () => {
    const beginning = play([...said(1, 'שלום'), ...answered.slice(0, 2)]).state;
    const { state, effects } = play(
      [
        voice(400, 4_000),
        { type: 'audio-arrived', turn: 1, audio: second, at: 4_100 },
        { type: 'audio-finished', turn: 1, at: 4_200 },
      ],
      beginning,
    );
    expect(kinds(effects)).toEqual(['clear']);
    const { effects: later } = play([tick(5_200)], state);
    const rest = later.flatMap((effect) => (effect.type === 'play' ? [effect.audio.length] : []));
    expect(rest.reduce((sum, length) => sum + length, 0)).toBe(16_000 - 1_600);
  });

  test('hears nothing more of an answer that was interrupted', () => {
    const { state } = play([voice(140, 5_000), voice(640, 5_500)], speaking);
    expect(step(state, { type: 'audio-arrived', turn: 1, audio: second, at: 5_400 })).toEqual([
      state,
    ]);
    expect(step(state, mark('1:0:2000', 5_400))).toEqual([state]);
  });
});

describe('a caller who is not understood', () => {
  test('is asked to say it again, twice at most', () => {
    const unheard = (turn: number): Event[] => [
      ...spoken(turn * 10_000),
      transcribed(turn, '', turn * 10_000 + 2_000),
    ];
    let { state, effects } = play(unheard(1));
    expect(effects.at(-1)).toEqual({ type: 'say', turn: 1, phrase: 'not_heard' });
    const spokenPhrase = (turn: number, at: number): Event[] => [
      { type: 'sentence-ready', turn, text: 'סליחה?', at },
      { type: 'audio-arrived', turn, audio: second, at },
      { type: 'audio-finished', turn, at },
      mark(`${turn}:0:1000`, at + 1_000),
    ];
    ({ state, effects } = play(
      [...spokenPhrase(1, 12_000), ...unheard(2), ...spokenPhrase(2, 22_000)],
      state,
    ));
    ({ state, effects } = play(unheard(3), state));
    expect(kinds(effects)).toEqual(['transcribe']);
    expect(state.phase.name).toBe('listening');
  });

  test('is not asked after a mere sound, which leaves the caller’s silence as long as it was', () => {
    const { state, effects } = play([
      { type: 'speech-started', at: 5_000 },
      ...paused(200, 5_800),
      transcribed(1, '', 6_300, 200),
    ]);
    expect(kinds(effects)).toEqual(['transcribe']);
    expect(state.phase).toEqual({ name: 'listening', silentSince: 0, asked: 0 });
  });
});

describe('a caller who says nothing', () => {
  const phraseHeard = (turn: number, at: number): Event[] => [
    { type: 'audio-arrived', turn, audio: second, at },
    { type: 'audio-finished', turn, at },
    mark(`${turn}:0:1000`, at + 1_000),
  ];

  test('is asked after 7 s and 14 s, and told goodbye after 21 s', () => {
    const events = [
      tick(6_980),
      tick(7_000),
      ...phraseHeard(1, 7_000),
      tick(13_980),
      tick(14_000),
      ...phraseHeard(2, 14_000),
      tick(21_000),
      ...phraseHeard(3, 21_000),
    ];
    const { effects } = play(events);
    const phrases = effects.flatMap((effect) => (effect.type === 'say' ? [effect.phrase] : []));
    expect(phrases).toEqual(['still_there_1', 'still_there_2', 'silence_goodbye']);
    expect(effects.slice(-2)).toEqual([{ type: 'close', intent: 'goodbye' }, { type: 'finish' }]);
  });

  test('and then speaks has all the patience again', () => {
    const asked = play([tick(7_000), ...phraseHeard(1, 7_000)]).state;
    const { state } = play([...said(2, 'שלום', 9_000)], asked);
    expect(state.phase).toMatchObject({ name: 'thinking', reply: { afterwards: { asked: 0 } } });
  });
});

describe('keys', () => {
  const press = (digit: string, at: number, officeAnswers = true): Event => ({
    type: 'key-pressed',
    digit,
    officeAnswers,
    at,
  });

  test('0 alone asks for a person', () => {
    const { state, effects } = play([press('0', 5_000), tick(6_200)], speaking);
    expect(kinds(effects)).toEqual(['abort-reply', 'clear', 'update-turn', 'open-turn', 'say']);
    expect(effects.at(-1)).toMatchObject({ phrase: 'handing_over' });
    expect(state.phase).toMatchObject({
      reply: { afterwards: { name: 'close', intent: 'human' } },
    });
  });

  test('0 alone, with no phone to ring, hears that the wish is noted, and the agent listens', () => {
    const { state, effects } = play([press('0', 5_000, false), tick(6_200)], speaking);
    expect(effects.at(-1)).toMatchObject({ type: 'say', phrase: 'no_human' });
    expect(state.phase).toMatchObject({ reply: { afterwards: { name: 'listening' } } });
  });

  test('a number typed is what the caller says', () => {
    const digits = [...'0541234567'].map((digit, index) => press(digit, 5_000 + index * 300));
    expect(kinds(play([...digits, tick(9_600)]).effects)).toEqual([]);
    const { effects } = play([...digits, tick(9_700)]);
    expect(effects).toMatchObject([
      { type: 'open-turn', columns: { user_text: '0541234567', mode: 'live' } },
      { type: 'reply', dialogue: [{ speaker: 'caller', text: '0541234567' }] },
    ]);
  });

  test('have been waited for long enough: an answer that is not there at once is announced', () => {
    const { effects } = play([press('3', 5_000), tick(7_000), tick(7_020)]);
    expect(kinds(effects)).toEqual(['open-turn', 'reply', 'fill']);
  });

  test('typed before the caller speaks do not make two answers sound at once', () => {
    const { effects } = play([press('5', 900), ...said(1, 'שלום'), ...answered, tick(3_920)]);
    const second = effects.findIndex((effect) => effect.type === 'reply' && effect.turn === 2);
    expect(kinds(effects.slice(0, second))).toContain('clear');
  });

  test('# alone says nothing, and costs nobody an answer', () => {
    const waiting = play(said(1, 'שלום')).state;
    expect(step(waiting, press('#', 3_100))).toEqual([waiting]);
  });

  test('pressed just before the time is up change nothing about its end', () => {
    const { effects } = play([
      press('5', 59_900),
      tick(60_000),
      { type: 'audio-arrived', turn: 1, audio: second, at: 60_010 },
      tick(62_000),
    ]);
    expect(kinds(effects)).not.toContain('reply');
  });

  test('# ends a number at once', () => {
    expect(kinds(play([press('7', 5_000), press('#', 5_100), tick(5_120)]).effects)).toEqual([
      'open-turn',
      'reply',
    ]);
  });
});

describe('a call', () => {
  test('that lasts too long is told so and ended', () => {
    const { effects } = play([
      tick(60_000),
      { type: 'audio-arrived', turn: 1, audio: second, at: 60_010 },
      { type: 'audio-finished', turn: 1, at: 60_010 },
      { type: 'speech-grew', voicedMs: 900, at: 60_500 },
      mark('1:0:1000', 61_000),
    ]);
    expect(effects.filter(({ type }) => type === 'say')).toEqual([
      { type: 'say', turn: 1, phrase: 'time_is_up' },
    ]);
    expect(effects.slice(-2)).toEqual([{ type: 'close', intent: 'goodbye' }, { type: 'finish' }]);
  });

  test('that was connected again hears at once that the agent is back', () => {
    const [, ...effects] = step(unopened, resumed);
    expect(effects.at(-1)).toEqual({ type: 'say', turn: 1, phrase: 'reopening' });
  });

  test('that was cut off in the middle of an answer hears the rest of it', () => {
    const dialogue = [{ speaker: 'agent', text: 'בשמחה.' }] as const;
    const [, ...effects] = step(unopened, { ...resumed, dialogue, unheard: 'באיזו עיר?' });
    expect(effects.slice(1)).toEqual([
      { type: 'fill', turn: 1, phrase: 'cut_off' },
      { type: 'repeat', turn: 1, text: 'באיזו עיר?' },
    ]);
  });

  test('that was cut off before it was answered is answered', () => {
    const dialogue = [{ speaker: 'caller', text: 'שלום' }] as const;
    const [, ...effects] = step(unopened, { ...resumed, dialogue });
    expect(effects.slice(1)).toEqual([
      { type: 'fill', turn: 1, phrase: 'cut_off' },
      { type: 'reply', turn: 1, dialogue },
    ]);
  });

  const moved: EventOf<'attached'> = { ...resumed, connectedAfter: 'move', at: 50_000 };
  const heard = [
    { speaker: 'caller', text: 'שלום' },
    { speaker: 'agent', text: 'באיזו עיר?' },
  ] as const;

  test('that was moved in a pause, with nothing lost, hears no apology: the agent listens', () => {
    const [state, ...effects] = step(unopened, { ...moved, dialogue: heard });
    expect(effects).toEqual([]);
    expect(state.phase.name).toBe('listening');
    expect(play([tick(53_900)], state).effects).toEqual([]);
  });

  test('that was moved in a pause and stays silent is asked after four seconds', () => {
    const [state] = step(unopened, { ...moved, dialogue: heard });
    const { effects } = play([tick(54_000)], state);
    expect(effects.at(-1)).toMatchObject({ type: 'say', phrase: 'still_there_1' });
  });

  test('that was moved in the middle of an answer hears that it was cut off, and the rest', () => {
    const [, ...effects] = step(unopened, { ...moved, dialogue: heard, unheard: 'בתל אביב?' });
    expect(effects.slice(1)).toEqual([
      { type: 'fill', turn: 1, phrase: 'cut_off' },
      { type: 'repeat', turn: 1, text: 'בתל אביב?' },
    ]);
  });

  test.each([
    ['an office that did not answer', 'dial', 'nobody_answered'],
    ['an office that is closed', 'closed', 'office_closed'],
    ['an office without a phone to ring', 'no-phone', 'no_human'],
  ] as const)(
    'that comes back from %s hears so, and that the agent is there',
    (_, connectedAfter, phrase) => {
      const [, ...effects] = step(unopened, { ...moved, dialogue: heard, connectedAfter });
      expect(effects.at(-1)).toMatchObject({ type: 'say', phrase });
    },
  );

  test('whose frames stop is taken to the recorded prompt', () => {
    expect(play([{ type: 'frames-stopped', at: 1 }], speaking).effects.slice(-2)).toEqual([
      { type: 'close', intent: 'fallback' },
      { type: 'finish' },
    ]);
  });

  test('that was greeted leaves the floor to the caller', () => {
    expect(step(unopened, attached)).toHaveLength(1);
  });

  const moves = [{ type: 'close', intent: 'moved' }, { type: 'finish' }];

  test('moves elsewhere at once when its task stops in a pause', () => {
    expect(play([{ type: 'task-stopping', at: 1 }]).effects).toEqual(moves);
  });

  test('moves when the agent has finished its sentence', () => {
    const stopping = play([{ type: 'task-stopping', at: 4_000 }, tick(5_000)], speaking);
    expect(stopping.effects).toEqual([]);
    const { effects } = play([mark('1:0:2000', 5_800), tick(5_820)], stopping.state);
    expect(effects.slice(-2)).toEqual(moves);
  });

  test('moves at the latest half a minute later, with what the caller was saying written down', () => {
    const hearing: Event[] = [
      { type: 'speech-started', at: 4_000 },
      { type: 'task-stopping', at: 5_000 },
      tick(34_980),
      tick(35_000),
    ];
    const { state, effects } = play(hearing);
    expect(effects).toEqual([{ type: 'cut-utterance' }]);
    const cut: Event[] = [
      { type: 'speech-paused', voicedMs: 900, silenceMs: 0, audio, at: 35_000 },
      tick(35_020),
      transcribed(1, 'שלום', 35_500),
      tick(35_520),
    ];
    const { effects: last } = play(cut, state);
    expect(kinds(last)).toEqual([
      ...['transcribe', 'open-turn', 'reply'],
      ...['abort-reply', 'close', 'finish'],
    ]);
    expect(last.slice(-2)).toEqual(moves);
  });

  test('that is over does nothing more', () => {
    const { state } = play([{ type: 'stream-stopped', at: 1 }]);
    for (const event of [...said(1, 'שלום'), ...answered, tick(90_000)]) {
      expect(step(state, event)).toEqual([state]);
    }
  });
});
