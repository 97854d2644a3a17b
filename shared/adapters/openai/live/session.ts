import { type ApiKey, toOpenAiFailure } from '#shared/adapters/openai/client.ts';
import { withoutInventedWords } from '#shared/adapters/openai/invented-words.ts';
import { watchDeadlines } from '#shared/deadlines.ts';
import { failing, VendorFailed } from '#shared/errors.ts';
import { createLiveCommits } from './commits.ts';
import type { LiveEvent, LiveRequest } from './events.ts';
import { type LiveSocket, openLiveSocket } from './socket.ts';

/** The longest set-up of a session, and the longest wait for a commit's words. Later, a batch transcription is faster. */
export const LIVE_DEADLINES_MS = { connection: 3_000, words: 1_500 };

/** The parts of a session: URL, key, set-up and deadlines. */
export type LiveSessionParts = {
  readonly url: string;
  readonly apiKey: ApiKey;
  readonly setUp: () => LiveRequest;
  readonly deadlinesMs: typeof LIVE_DEADLINES_MS;
};

/** A session that is set up and listens. */
export interface LiveSession {
  /** Sends audio: μ-law at 8 kHz, in base64. */
  append(audio: string): void;
  /** Returns the words since the last commit. @throws VendorFailed @throws DeadlineExceeded @throws signal.reason when aborted */
  commit(): Promise<string>;
  /** Discards the audio since the last commit. */
  clear(): void;
}

/** How a session ended; a refused one was answered with an error before it was set up. */
export type LiveSessionEnd = {
  readonly failure: VendorFailed;
  readonly wasUseful: boolean;
  readonly wasRefused: boolean;
};

/** Holds one session until it ends, and returns how. `onListening` is called whenever it listens with an empty buffer. */
export async function holdLiveSession(
  { url, apiKey, setUp, deadlinesMs }: LiveSessionParts,
  onListening: (session: LiveSession) => void,
  signal: AbortSignal,
): Promise<LiveSessionEnd> {
  using deadlines = watchDeadlines('openai', signal);
  const connection = { name: 'connection', ms: deadlinesMs.connection };
  const { promise: lost, reject: lose } = Promise.withResolvers<never>();
  const commits = createLiveCommits({ name: 'live words', ms: deadlinesMs.words }, lose);
  let socket: LiveSocket | undefined;
  let isSetUp = false;
  let wasUseful = false;
  let wasRefused = false;

  const send = (request: LiveRequest) => socket?.send(request);
  const session: LiveSession = {
    append: (audio) => send({ type: 'input_audio_buffer.append', audio }),
    clear: () => send({ type: 'input_audio_buffer.clear' }),
    commit() {
      const { id, words } = commits.ask();
      send({ type: 'input_audio_buffer.commit', event_id: id });
      return words;
    },
  };

  const told = (event: LiveEvent) => {
    switch (event.type) {
      case 'session.updated':
        isSetUp = true;
        deadlines.stop(connection);
        return onListening(session);
      case 'input_audio_buffer.committed':
        wasUseful = true;
        return commits.acknowledge(event.item_id);
      case 'conversation.item.input_audio_transcription.completed':
        return commits.complete(event.item_id, withoutInventedWords(event.transcript));
      case 'conversation.item.input_audio_transcription.failed':
        return commits.fail(event.item_id, toFailure(event.error));
      case 'error': {
        const failure = toFailure(event.error);
        wasRefused = !isSetUp;
        if (!commits.refuse(event.error.event_id, failure)) return lose(failure);
        // The refused audio may still be in the buffer, before the current audio.
        session.clear();
        return onListening(session);
      }
      case 'other':
        return;
    }
  };

  try {
    deadlines.start(connection);
    const key = await deadlines.race(keyOf(apiKey));
    socket = openLiveSocket({ url, key }, { opened: () => send(setUp()), told, lost: lose });
    return await deadlines.race(lost);
  } catch (error) {
    const failure = toOpenAiFailure(error);
    commits.failAll(signal.aborted ? signal.reason : failure);
    return { failure, wasUseful, wasRefused };
  } finally {
    socket?.close();
  }
}

async function keyOf(apiKey: ApiKey): Promise<string> {
  const asked = async () => (typeof apiKey === 'string' ? apiKey : await apiKey());
  return await asked().catch(failing('openai', 'could not be asked'));
}

function toFailure({ code }: { readonly code?: string | undefined }): VendorFailed {
  return new VendorFailed('openai', `failed: ${code ?? 'no reason given'}`);
}
