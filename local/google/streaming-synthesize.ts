import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { BYTES_PER_MS } from '@agent-locator/audio/mulaw.ts';
import type { grpc } from 'google-gax';
import { StreamingConfig, StreamingInput } from './requests.ts';
import { type GoogleFault, outage, statusOf } from './status.ts';

/** Audio goes out in pieces of this length, with this pause between: ten times as fast as it is spoken. */
const CHUNK_BYTES = 200 * BYTES_PER_MS;
const CHUNK_PAUSE_MS = 20;

/** What Google says of a stream that is given nothing for too long. */
const IDLE =
  'Stream aborted due to long duration elapsed without input sent. Input must be sent continuously, at least every 5s seconds.';

/** The faults of an answer that begins well. */
const BREAKING_OFF: readonly GoogleFault['kind'][] = ['drop', 'garbage', 'hang-midway'];

/** What no gRPC client understands. */
export const GARBAGE = 'HTTP/1.1 502 Bad Gateway\r\n\r\n<html>';

/** A stream as gRPC hands it over. */
export type AudioCall = grpc.ServerDuplexStream<unknown, { audioContent: Uint8Array }>;

/** What a stream needs of the stand-in. */
export type Stage = {
  readonly fault: GoogleFault | undefined;
  readonly firstAudioMs: number;
  /** A stream that is given no input for so long is ended. */
  readonly maxIdleMs: number;
  synthesise(text: string): Promise<Uint8Array>;
  /** Notes in which voice the texts are to be spoken. */
  speakAs(voice: string): void;
  /** Notes that the call ends as it should. */
  finish(): void;
  /** Cuts the connection under the call, without a word or after some that mean nothing. */
  drop(lastWords?: string): void;
};

/** `StreamingSynthesize`: a configuration, then texts; their audio comes back in order while more texts come in. */
export async function streamingSynthesize(call: AudioCall, stage: Stage): Promise<void> {
  const { fault } = stage;
  const over = new AbortController();
  const fail = (status: Partial<grpc.StatusObject>) => {
    over.abort();
    stage.finish();
    call.emit('error', status);
  };
  call.once('cancelled', () => over.abort());
  if (fault?.kind === 'status') return fail(outage(fault.status));
  if (fault?.kind === 'hang') return;

  const tooIdle = () => fail(statusOf('ABORTED', IDLE));
  let idle = setTimeout(tooIdle, stage.maxIdleMs);
  const messages = call.iterator({ destroyOnReturn: false });
  try {
    const opening = await messages.next();
    const { data: asked } = StreamingConfig.safeParse(opening.value);
    if (!asked) {
      return fail(
        statusOf('INVALID_ARGUMENT', 'First the configuration of a he-IL voice, MULAW at 8 kHz.'),
      );
    }
    stage.speakAs(asked.streamingConfig.voice.name);
    for await (const message of messages) {
      clearTimeout(idle);
      const { data } = StreamingInput.safeParse(message);
      if (!data) return fail(statusOf('INVALID_ARGUMENT', 'Then texts of 1 to 5000 bytes.'));
      const isOver = await speak(call, data.input.text, { ...stage, signal: over.signal });
      if (isOver) return;
      idle = setTimeout(tooIdle, stage.maxIdleMs);
    }
    stage.finish();
    call.end();
  } catch (error) {
    if (!over.signal.aborted) fail(statusOf('INTERNAL', String(error)));
  } finally {
    clearTimeout(idle);
  }
}

/** Sends one text's audio; says whether a fault has ended the stream. */
async function speak(call: AudioCall, text: string, stage: Stage & { signal: AbortSignal }) {
  const { fault, firstAudioMs, signal } = stage;
  // What it takes to speak here is a part of what it takes Google.
  const spoken = stage.synthesise(text);
  const [audio] = await Promise.all([spoken, delay(firstAudioMs, undefined, { signal })]);
  for (let at = 0; at < audio.length; at += CHUNK_BYTES) {
    const hasRoom = call.write({ audioContent: audio.subarray(at, at + CHUNK_BYTES) });
    if (!hasRoom) await once(call, 'drain', { signal });
    await delay(CHUNK_PAUSE_MS, undefined, { signal });
    if (fault?.kind === 'drop') stage.drop();
    if (fault?.kind === 'garbage') stage.drop(GARBAGE);
    if (fault && BREAKING_OFF.includes(fault.kind)) return true;
  }
  return false;
}
