import { describe, expect, test } from 'vitest';
import { step, unopened } from '#media-service/conversation.ts';
import type { Effect, Event } from '#media-service/conversation-events.ts';

const second = new Uint8Array(8_000);
const utterance = new Uint8Array([1, 2, 3]);

/** Plays events through the conversation; gives where it stands and all that was to be done. */
function play(...events: Event[]) {
  let state = unopened;
  const effects: Effect[] = [];
  for (const event of events) {
    const [next, ...wanted] = step(state, event);
    state = next;
    effects.push(...wanted);
  }
  return { state, effects };
}

const said = (turn: number, text: string): Event[] => [
  { type: 'speech-started', at: 1_000 },
  { type: 'speech-ended', silenceMs: 600, utterance, at: 2_600 },
  { type: 'transcribed', turn, speechEndedAt: 2_000, text, at: 3_000 },
];
const answered: Event[] = [
  { type: 'sentence-ready', turn: 1, text: 'בטח, באיזו עיר?', at: 3_400 },
  { type: 'audio-arrived', turn: 1, audio: second, at: 3_800 },
  { type: 'audio-arrived', turn: 1, audio: second, at: 3_900 },
  { type: 'audio-finished', turn: 1, at: 4_000 },
];
const heardAll: Event = { type: 'mark-reached', name: '1:2000', at: 6_000 };

const kinds = (effects: Effect[]) => effects.map(({ type }) => type);

describe('a conversation', () => {
  test('transcribes what the caller said once the caller has finished', () => {
    const { effects } = play(...said(1, 'שלום').slice(0, 2));
    expect(effects).toEqual([{ type: 'transcribe', turn: 1, utterance, speechEndedAt: 2_000 }]);
  });

  test('writes the caller’s words down before it answers them', () => {
    const { effects } = play(...said(1, 'שלום'));
    expect(kinds(effects)).toEqual(['transcribe', 'open-turn', 'reply']);
    expect(effects[1]).toMatchObject({ columns: { user_text: 'שלום', t_audio_ms: 1_000 } });
    expect(effects[2]).toMatchObject({ dialogue: [{ speaker: 'caller', text: 'שלום' }] });
  });

  test('answers earlier words when what came after them was only noise', () => {
    const { effects } = play(
      ...said(1, 'שלום').slice(0, 2),
      { type: 'speech-started', at: 2_700 },
      { type: 'transcribed', turn: 1, speechEndedAt: 2_000, text: 'שלום', at: 3_000 },
      { type: 'speech-ended', silenceMs: 600, utterance, at: 4_600 },
      { type: 'transcribed', turn: 2, speechEndedAt: 4_000, text: '', at: 5_000 },
    );
    expect(kinds(effects).slice(-2)).toEqual(['open-turn', 'reply']);
  });

  test('stays silent where nothing was said', () => {
    const { state, effects } = play(...said(1, ''));
    expect(kinds(effects)).toEqual(['transcribe']);
    expect(state.phase.name).toBe('listening');
  });

  test('notes how long each step took when the first sound leaves', () => {
    const { effects } = play(...said(1, 'שלום'), ...answered);
    expect(effects.find(({ type }) => type === 'update-turn')).toMatchObject({
      columns: { t_nlp_ms: 400, t_tts_ms: 400, t_total_ms: 1_800 },
    });
  });

  test('marks the line every second and at the end', () => {
    const { effects } = play(...said(1, 'שלום'), ...answered);
    const marks = effects.flatMap((effect) => (effect.type === 'mark' ? [effect.name] : []));
    expect(marks).toEqual(['1:1000', '1:2000', '1:2000']);
  });

  test('counts the agent’s line as said when its last mark comes back', () => {
    const { state, effects } = play(...said(1, 'שלום'), ...answered, heardAll);
    expect(state.dialogue.at(-1)).toEqual({ speaker: 'agent', text: 'בטח, באיזו עיר?' });
    expect(effects.at(-1)).toMatchObject({ columns: { heard_text: 'בטח, באיזו עיר?' } });
    expect(state.phase.name).toBe('listening');
  });

  test('gives the floor to a caller who speaks over it and keeps only what was heard', () => {
    const halfHeard: Event = { type: 'mark-reached', name: '1:1000', at: 5_000 };
    const { state, effects } = play(...said(1, 'שלום'), ...answered, halfHeard, {
      type: 'speech-started',
      at: 5_100,
    });
    expect(kinds(effects).slice(-3)).toEqual(['abort-reply', 'clear', 'update-turn']);
    expect(state.dialogue.at(-1)).toEqual({ speaker: 'agent', text: 'בטח,' });
    expect(state.phase.name).toBe('hearing');
  });

  test('ignores audio of an answer that was interrupted', () => {
    const late: Event = { type: 'audio-arrived', turn: 1, audio: second, at: 5_200 };
    const before = play(...said(1, 'שלום'), ...answered, { type: 'speech-started', at: 5_100 });
    expect(step(before.state, late)).toEqual([before.state]);
  });

  test('ignores a mark that a clear sent back', () => {
    const { state } = play(...said(1, 'שלום'), ...answered, { type: 'speech-started', at: 5_100 });
    expect(step(state, heardAll)).toEqual([state]);
  });

  test('loses no words of a caller who goes on speaking while it thinks', () => {
    const { state, effects } = play(
      ...said(1, 'אני מחפש').slice(0, 2),
      { type: 'speech-started', at: 2_700 },
      { type: 'transcribed', turn: 1, speechEndedAt: 2_000, text: 'אני מחפש', at: 3_000 },
      { type: 'speech-ended', silenceMs: 600, utterance, at: 4_600 },
      { type: 'transcribed', turn: 2, speechEndedAt: 4_000, text: 'דירה', at: 5_000 },
    );
    expect(effects.filter(({ type }) => type === 'open-turn')).toHaveLength(2);
    expect(effects.filter(({ type }) => type === 'reply')).toHaveLength(1);
    expect(state.dialogue.map(({ text }) => text)).toEqual(['אני מחפש', 'דירה']);
  });

  test('falls back when a turn fails before a sound of it', () => {
    const { state, effects } = play(...said(1, 'שלום'), { type: 'failed', turn: 1, at: 5_000 });
    expect(effects.slice(-3)).toEqual([
      { type: 'abort-reply' },
      { type: 'close', intent: 'fallback' },
      { type: 'finish' },
    ]);
    expect(state.phase.name).toBe('ended');
  });

  test('falls back when an answer has no sound', () => {
    const { effects } = play(...said(1, 'שלום'), { type: 'audio-finished', turn: 1, at: 5_000 });
    expect(effects).toContainEqual({ type: 'close', intent: 'fallback' });
  });

  test('lets what was said stand when the rest of an answer fails', () => {
    const { state } = play(
      ...said(1, 'שלום'),
      ...answered.slice(0, 3),
      { type: 'failed', turn: 1, at: 5_000 },
      heardAll,
    );
    expect(state.phase.name).toBe('listening');
  });

  test('speaks first where a call was connected again', () => {
    const { effects } = play({ type: 'attached', isResumed: true, dialogue: [], at: 1 });
    expect(kinds(effects)).toEqual(['open-turn', 'reopen']);
  });

  test('waits for the caller after the greeting', () => {
    expect(play({ type: 'attached', isResumed: false, dialogue: [], at: 1 }).effects).toEqual([]);
  });

  test('moves elsewhere when its task stops', () => {
    const { effects } = play({ type: 'task-stopping', at: 1 });
    expect(effects).toEqual([{ type: 'close', intent: 'moved' }, { type: 'finish' }]);
  });

  test('does nothing after its end', () => {
    const { state } = play({ type: 'stream-stopped', at: 1 });
    for (const event of [...said(1, 'שלום'), ...answered])
      expect(step(state, event)).toEqual([state]);
  });
});
