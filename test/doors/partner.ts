import { BYTES_PER_MS, FRAME_MS } from '@agent-locator/audio/mulaw.ts';
import type { Effect, Event } from '#media-service/conversation/events.ts';
import { type Conversation, unopened } from '#media-service/conversation/state.ts';
import { step } from '#media-service/conversation/step.ts';
import type { Utterance } from '#media-service/hearing/utterance.ts';
import type { Deed } from './deeds.ts';

/** A step of the conversation: the state before, the event, and its result. */
export type Stepped = {
  readonly before: Conversation;
  readonly event: Event;
  readonly after: Conversation;
  readonly effects: readonly Effect[];
  /** When the last sound of the caller or of the agent ends. */
  readonly soundsUntil: number;
  /** Whether a transcription is under way. */
  readonly isUnderstanding: boolean;
};

/** The longest call; a random history is longer. */
const MAX_CALL_MS = 20_000;
/** The length of a phrase. */
const PHRASE_MS = 1_200;
/** The silence after which an utterance is transcribed. */
const PAUSE_SILENCE_MS = 220;
const audioOf = (durationMs: number) => new Uint8Array(durationMs * BYTES_PER_MS);

/** Opens a conversation with its caller, vendors and Twilio: they act by deeds, each where it is possible. `onStep` gets every step. */
export function openPartner(onStep: (stepped: Stepped) => void) {
  let at = 1_000_000;
  let conversation = unopened;
  let voicedMs = 0;
  let soundsUntil = at;
  /** The reply under way: its turn, whether it has a sentence, and whether it may sound. */
  let answering: { readonly turn: number; hasWords: boolean; isAllowed: boolean } | undefined;
  const utterances: Utterance[] = [];
  const marks: string[] = [];
  const events: Event[] = [];

  const performs: { [T in Effect['type']]?: (effect: Extract<Effect, { type: T }>) => void } = {
    transcribe: ({ utterance }) => void utterances.push(utterance),
    reply({ turn }) {
      answering = { turn, hasWords: false, isAllowed: true };
    },
    draft({ turn }) {
      answering = { turn, hasWords: false, isAllowed: false };
    },
    'commit-draft'() {
      if (answering) answering.isAllowed = true;
    },
    repeat({ turn }) {
      answering = { turn, hasWords: false, isAllowed: true };
    },
    'abort-reply': () => {
      answering = undefined;
    },
    say({ turn }) {
      events.push({ type: 'sentence-ready', turn, text: 'משפט מוכן.', at });
      events.push({ type: 'audio-arrived', turn, audio: audioOf(PHRASE_MS), at });
      events.push({ type: 'audio-finished', turn, at });
    },
    fill({ turn }) {
      soundsUntil = Math.max(at, soundsUntil) + PHRASE_MS;
      events.push({ type: 'filler-started', turn, durationMs: PHRASE_MS, at });
    },
    play({ audio }) {
      soundsUntil = Math.max(at, soundsUntil) + audio.length / BYTES_PER_MS;
    },
    mark: ({ name }) => void marks.push(name),
    clear() {
      soundsUntil = at;
    },
    'cut-utterance': () => void events.push(speechPaused(0)),
  };

  const speechPaused = (silenceMs: number): Event => {
    const paused = { type: 'speech-paused', voicedMs, silenceMs, audio: audioOf(20), at } as const;
    voicedMs = 0;
    return paused;
  };

  const tell = (...told: Event[]) => {
    events.push(...told);
    for (let event = events.shift(); event; event = events.shift()) {
      const before = conversation;
      const [after, ...effects] = step(before, event);
      conversation = after;
      for (const effect of effects) {
        (performs[effect.type] as ((it: Effect) => void) | undefined)?.(effect);
      }
      const isUnderstanding = utterances.length > 0 || voicedMs > 0;
      onStep({ before, event, after, effects, soundsUntil, isUnderstanding });
    }
  };

  /** Passes time, frame by frame. */
  const pass = (durationMs: number) => {
    for (const end = at + durationMs; at < end; ) {
      at += FRAME_MS;
      if (voicedMs > 0) soundsUntil = Math.max(at, soundsUntil);
      tell({ type: 'clock-ticked', at });
    }
  };

  const speak = (durationMs: number) => {
    for (const end = at + durationMs; at < end; ) {
      voicedMs += FRAME_MS;
      const isStart = voicedMs === FRAME_MS;
      tell(isStart ? { type: 'speech-started', at } : { type: 'speech-grew', voicedMs, at });
      pass(FRAME_MS);
    }
  };

  const press = (keys: string) => {
    for (const digit of keys) tell({ type: 'key-pressed', digit, officeAnswers: true, at });
  };

  const think = (text: string) => {
    if (!answering) return;
    answering.hasWords = true;
    tell({ type: 'sentence-ready', turn: answering.turn, text, at });
  };

  const sound = (durationMs: number) => {
    if (!answering?.hasWords || !answering.isAllowed) return;
    tell({ type: 'audio-arrived', turn: answering.turn, audio: audioOf(durationMs), at });
  };

  const finish = (type: 'audio-finished' | 'reply-failed') => {
    if (!answering || (type === 'audio-finished' && !answering.isAllowed)) return;
    const { turn } = answering;
    answering = undefined;
    tell({ type, turn, at });
  };

  const heard = (text: string) => {
    const utterance = utterances.shift();
    if (utterance) tell({ type: 'transcribed', utterance, text, mode: 'live', at });
  };

  tell({
    type: 'attached',
    connectedAfter: undefined,
    dialogue: [],
    unheard: '',
    maxCallMs: MAX_CALL_MS,
    speculates: true,
    at,
  });

  return {
    does(deed: Deed): unknown {
      switch (deed.what) {
        case 'waits':
          return pass(deed.ms);
        case 'speaks':
          return speak(deed.ms);
        case 'stops':
          if (voicedMs === 0) return undefined;
          pass(PAUSE_SILENCE_MS);
          return tell(speechPaused(PAUSE_SILENCE_MS));
        case 'presses':
          return press(deed.keys);
        case 'types':
          press(deed.keys);
          return pass(FRAME_MS);
        case 'understands':
          return heard(deed.words);
        case 'does not understand':
          return heard('');
        case 'hears nothing': {
          const utterance = utterances.shift();
          return utterance && tell({ type: 'not-transcribed', utterance, at });
        }
        case 'thinks':
          return think(deed.words);
        case 'sounds':
          return sound(deed.ms);
        case 'is whole':
          return finish('audio-finished');
        case 'fails':
          return finish('reply-failed');
        case 'marks': {
          const name = marks.shift();
          return name === undefined ? undefined : tell({ type: 'mark-reached', name, at });
        }
        case 'drains':
          return tell({ type: 'task-stopping', at });
      }
    },
  };
}
