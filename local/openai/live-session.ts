import { setTimeout as delay } from 'node:timers/promises';
import { BYTES_PER_MS, concatenated } from '@agent-locator/audio/mulaw.ts';
import type { Faults } from 'twilio-exchange/trouble/fault-queue.ts';
import type { RawData, WebSocket } from 'ws';
import type { Phrasebook } from '#local/phrasebook/phrasebook.ts';
import type { OpenAiLatencies } from './inquiry.ts';
import { nameOf, toErrorEvent, toEvent, toFailedEvent, toTranscriptEvents } from './live-events.ts';
import { breakSession, type LiveFault, type LiveOperation } from './live-faults.ts';
import { type LiveRequest, problemOf, readLiveRequest } from './live-requests.ts';

/** The requests of a session; the audio of each commit in seconds. */
export type LiveLog = { session?: unknown; appends: number; clears: number; seconds: number[] };

export type LiveSessionParts = {
  readonly socket: WebSocket;
  readonly phrasebook: Phrasebook;
  readonly faults: Faults<LiveOperation, LiveFault>;
  readonly latencies: OpenAiLatencies;
  readonly asked: LiveLog;
};

/** OpenAI refuses a commit with less audio. */
const MIN_COMMIT_MS = 100;
/** The longest life of a session: https://developers.openai.com/api/docs/guides/realtime-conversations */
const SESSION_SECONDS = 3_600;

type SessionUpdate = Extract<LiveRequest, { type: 'session.update' }>;

const KEYWORDS = 'session.audio.input.transcription.keywords';

/** Runs one transcription session: the phrasebook recognises the phrases of each commit by their bytes. */
export function runLiveSession(parts: LiveSessionParts): void {
  const { socket, phrasebook, faults, latencies, asked } = parts;
  let audio: Uint8Array[] = [];
  let lastItem: string | null = null;
  const session = {
    id: nameOf('sess'),
    object: 'realtime.transcription_session',
    type: 'transcription',
    expires_at: Math.floor(Date.now() / 1_000) + SESSION_SECONDS,
  };

  function acknowledge(): string {
    const item_id = nameOf('item');
    const named = { item_id, previous_item_id: lastItem };
    socket.send(toEvent('input_audio_buffer.committed', named));
    lastItem = item_id;
    return item_id;
  }

  async function transcribe(said: Uint8Array, item: string): Promise<void> {
    const words = phrasebook.recognise(said);
    await delay(latencies.transcribeMs);
    const seconds = said.length / BYTES_PER_MS / 1000;
    for (const event of toTranscriptEvents(item, words, seconds)) socket.send(event);
  }

  function commit({ event_id }: LiveRequest): void {
    const said = concatenated(audio);
    const ms = said.length / BYTES_PER_MS;
    const refuse = (code: string) => socket.send(toErrorEvent({ code, message: 'No.', event_id }));
    if (ms < MIN_COMMIT_MS) {
      refuse('input_audio_buffer_commit_empty');
      return;
    }
    asked.seconds.push(ms / 1000);
    const fault = faults.take('commit');
    // Refused audio stays in the buffer.
    if (fault?.kind === 'refused') {
      refuse('rate_limit_exceeded');
      return;
    }
    audio = [];
    if (!fault) void transcribe(said, acknowledge());
    else if (fault.kind === 'unanswered') acknowledge();
    else if (fault.kind === 'failed') socket.send(toFailedEvent(acknowledge()));
    else breakSession(socket, fault);
  }

  function setUp(request: SessionUpdate): void {
    if (hasKeywords(request) && faults.take('set-up')) {
      const error = { code: 'invalid_value', message: 'Invalid keywords.', param: KEYWORDS };
      socket.send(toErrorEvent({ ...error, event_id: request.event_id }));
      return;
    }
    asked.session = request.session;
    socket.send(toEvent('session.updated', { session: { ...request.session, ...session } }));
  }

  function obey(request: LiveRequest): void {
    switch (request.type) {
      case 'session.update':
        setUp(request);
        break;
      case 'input_audio_buffer.append':
        asked.appends += 1;
        audio.push(Buffer.from(request.audio, 'base64'));
        break;
      case 'input_audio_buffer.clear':
        asked.clears += 1;
        audio = [];
        socket.send(toEvent('input_audio_buffer.cleared', {}));
        break;
      case 'input_audio_buffer.commit':
        commit(request);
        break;
    }
  }

  socket.on('message', (data: RawData, isBinary) => {
    const request = isBinary ? undefined : readLiveRequest(data.toString());
    const problem = problemOf(request, asked.session !== undefined);
    if (problem) socket.send(toErrorEvent({ ...problem, event_id: request?.event_id }));
    else if (request) obey(request);
  });
  socket.send(toEvent('session.created', { session }));
}

function hasKeywords({ session }: SessionUpdate): boolean {
  const { keywords = [] } = session.audio.input.transcription;
  return keywords.length > 0;
}
