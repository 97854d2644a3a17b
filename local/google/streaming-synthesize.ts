import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { BYTES_PER_MS } from '@agent-locator/audio/mulaw.ts';
import type { grpc } from 'google-gax';
import { StreamingConfig, StreamingInput } from './requests.ts';
import { type GoogleFault, outage, statusOf } from './status.ts';

/** Audio is sent in chunks of 200 ms every 20 ms: ten times as fast as real time. */
const CHUNK_BYTES = 200 * BYTES_PER_MS;
const CHUNK_PAUSE_MS = 20;

/** Google's message for a stream without input for 5 s. */
const IDLE =
  'Stream aborted due to long duration elapsed without input sent. Input must be sent continuously, at least every 5s seconds.';

/** The faults that follow a good beginning. */
const BREAKING_OFF: readonly GoogleFault['kind'][] = ['drop', 'garbage', 'hang-midway'];

/** Bytes that are not valid gRPC. */
export const GARBAGE = 'HTTP/1.1 502 Bad Gateway\r\n\r\n<html>';

/** A gRPC stream of this method. */
export type AudioCall = grpc.ServerDuplexStream<unknown, { audioContent: Uint8Array }>;

/** The parts of the stand-in that a stream needs. */
export type Stage = {
  readonly fault: GoogleFault | undefined;
  readonly firstAudioMs: number;
  /** The time without input after which the stream is aborted. */
  readonly maxIdleMs: number;
  synthesise(text: string): Promise<Uint8Array>;
  /** Records the voice of the request. */
  speakAs(voice: string): void;
  /** Marks the regular end of the call. */
  finish(): void;
  /** Cuts the connection under the call, after some bytes where they are given. */
  drop(lastWords?: string): void;
};

/**
 * Serves `StreamingSynthesize`: a configuration, then texts, whose audio is returned in order while more texts
 * arrive. https://docs.cloud.google.com/text-to-speech/docs/chirp3-hd
 */
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

/** Sends one text's audio; returns whether a fault has ended the stream. */
async function speak(call: AudioCall, text: string, stage: Stage & { signal: AbortSignal }) {
  const { fault, firstAudioMs, signal } = stage;
  // The time of the synthesis here counts towards Google's latency.
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
