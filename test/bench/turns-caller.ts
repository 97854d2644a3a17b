import { FRAME_BYTES, FRAME_MS, levelDbfs, SILENCE } from '@agent-locator/audio/mulaw.ts';
import { startFrameClock } from 'twilio-exchange/line/frame-clock.ts';
import { createPlayoutBuffer } from 'twilio-exchange/line/playout-buffer.ts';
import type { RawData } from 'ws';
import { readPhrases } from '#media-service/speaking/phrases.ts';
import type { OpenStream } from './turns-stream.ts';
import type { Utterance } from './turns-utterance.ts';

/** One exchange of the caller; moments are milliseconds of this process's own clock. */
export type SpokenTurn = {
  readonly text: string;
  /** The moment of the caller's last audible sample. */
  readonly endedAt: number;
  /** The frame that carried it, counted from the stream's first. */
  readonly endedInFrame: number;
  /** When the first frame of the answer came, if any. */
  answeredAt?: number;
  /** The recorded phrases that came before it, or instead of it. */
  readonly phrases: string[];
};

/** A caller who speaks, hears the answer to its end, and speaks again, until the script ends. */
export type StreamCaller = {
  readonly turns: readonly SpokenTurn[];
  /** All frames that were sent; frame n is due at `startedAt` + 20 · (n + 1) ms. */
  readonly said: readonly Uint8Array[];
  readonly startedAt: number;
  /** The lateness of each frame, in milliseconds. */
  readonly lateMs: readonly number[];
  /** Settles when the script is answered to its end, or the stream is over. */
  readonly ended: Promise<void>;
  hangUp(): void;
};

export type CallerOptions = {
  readonly stream: OpenStream;
  readonly utterances: Iterable<Utterance>;
  /** How long the caller is silent at first. */
  readonly firstAfterMs: number;
};

/** People take a pause of this length for the end of what is said to them. */
const PAUSE_MS = 700;
const AUDIBLE_DBFS = -50;
/** A caller who has heard nothing for this long speaks again. */
const PATIENCE_MS = 6_000;

const silentFrame = new Uint8Array(FRAME_BYTES).fill(SILENCE);

/** The agent's recorded phrases by their first samples, as base64: a recorded phrase does not count as an answer. */
const recorded = new Map(
  Object.entries(readPhrases(new URL('../../assets/phrases/', import.meta.url))).flatMap(
    ([name, { audio }]) => {
      const first = audio.subarray(0, FRAME_BYTES);
      if (first.every((byte) => byte === SILENCE)) return [];
      return [[beginningOf(Buffer.from(first).toString('base64')), { name, bytes: audio.length }]];
    },
  ),
);

/** This many characters of base64 are whole bytes of the first frame, for a message of any length. */
function beginningOf(payload: string): string {
  return payload.slice(0, 208);
}

/** The state of a caller. */
type Doing =
  | { readonly name: 'waiting'; framesLeft: number }
  | { readonly name: 'speaking'; readonly utterance: Utterance; sent: number }
  | { readonly name: 'listening'; hasHeard: boolean; silentMs: number }
  | { readonly name: 'nothing' };

/** Starts a caller on a stream that has started. */
export function startCaller({ stream, utterances, firstAfterMs }: CallerOptions): StreamCaller {
  const { socket, messages } = stream;
  const toSay = utterances[Symbol.iterator]();
  const playout = createPlayoutBuffer();
  const turns: SpokenTurn[] = [];
  const said: Uint8Array[] = [];
  const lateMs: number[] = [];
  const over = Promise.withResolvers<void>();
  const startedAt = performance.now();
  let doing: Doing = { name: 'waiting', framesLeft: Math.round(firstAfterMs / FRAME_MS) };
  /** Bytes of a recorded phrase that are still to come. */
  let recordedLeft = 0;

  const dueAt = () => startedAt + (said.length + 1) * FRAME_MS;
  const speakNext = (): Doing => {
    const { done, value: utterance } = toSay.next();
    if (done) over.resolve();
    return done ? { name: 'nothing' } : { name: 'speaking', utterance, sent: 0 };
  };

  const begin = ({ text, audibleMs }: Utterance) => {
    turns.push({
      text,
      // A frame leaves when its 20 ms are over.
      endedAt: dueAt() - FRAME_MS + audibleMs,
      endedInFrame: said.length + Math.ceil(audibleMs / FRAME_MS) - 1,
      phrases: [],
    });
  };

  const nextFrame = (): Uint8Array => {
    if (doing.name === 'waiting' && doing.framesLeft-- <= 0) doing = speakNext();
    if (doing.name !== 'speaking') return silentFrame;
    const { utterance, sent } = doing;
    if (sent === 0) begin(utterance);
    doing.sent += FRAME_BYTES;
    if (doing.sent >= utterance.audio.length) {
      doing = { name: 'listening', hasHeard: false, silentMs: 0 };
    }
    return utterance.audio.subarray(sent, sent + FRAME_BYTES);
  };

  const listen = (frame: Uint8Array | undefined) => {
    if (doing.name !== 'listening') return;
    const isSound = frame !== undefined && levelDbfs(frame) > AUDIBLE_DBFS;
    // A caller waits for the answer, past any phrase before it.
    doing.hasHeard ||= isSound && turns.at(-1)?.answeredAt !== undefined;
    doing.silentMs = isSound ? 0 : doing.silentMs + FRAME_MS;
    if (doing.silentMs >= (doing.hasHeard ? PAUSE_MS : PATIENCE_MS)) doing = speakNext();
  };

  const echo = (marks: readonly string[]) => {
    for (const name of marks) socket.send(messages.mark(name));
  };

  const clock = startFrameClock(() => {
    if (socket.readyState !== socket.OPEN) return;
    lateMs.push(performance.now() - dueAt());
    const frame = nextFrame();
    said.push(frame);
    socket.send(messages.media(frame, said.length * FRAME_MS));
    const { frame: heard, reached } = playout.next();
    echo(reached);
    listen(heard);
  });

  const noteSound = (payload: string, bytes: number) => {
    const turn = turns.at(-1);
    if (!turn || turn.answeredAt !== undefined) return;
    const phrase = recordedLeft > 0 ? undefined : recorded.get(beginningOf(payload));
    if (phrase) {
      turn.phrases.push(phrase.name);
      recordedLeft = phrase.bytes;
    }
    if (recordedLeft < bytes) turn.answeredAt = performance.now();
    recordedLeft = Math.max(0, recordedLeft - bytes);
  };

  socket.on('message', (data: RawData) => {
    const message = JSON.parse(data.toString()) as ServerMessage;
    if (message.event === 'media') {
      const audio = Buffer.from(message.media.payload, 'base64');
      noteSound(message.media.payload, audio.length);
      playout.append(audio);
    } else if (message.event === 'mark') echo(playout.mark(message.mark.name));
    else {
      recordedLeft = 0;
      echo(playout.clear());
    }
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    clock.stop();
    over.resolve();
  });

  return {
    turns,
    said,
    startedAt,
    lateMs,
    ended: over.promise,
    hangUp() {
      clock.stop();
      if (socket.readyState !== socket.OPEN) return;
      socket.send(messages.stop());
      socket.close();
    },
  };
}

type ServerMessage =
  | { readonly event: 'media'; readonly media: { readonly payload: string } }
  | { readonly event: 'mark'; readonly mark: { readonly name: string } }
  | { readonly event: 'clear' };
