import { grpc } from 'google-gax';
import type { Phrasebook } from '#local/phrasebook/phrasebook.ts';
import { createFaults, type Faults } from '#local/vendor-faults.ts';
import { SILENCE } from '#media-service/mulaw.ts';
import { textToSpeech } from './definition.ts';
import { openDoor } from './door.ts';
import { Synthesis } from './requests.ts';
import { toRiff } from './riff.ts';
import { type GoogleFault, type GoogleOperation, outage, statusOf } from './status.ts';
import { type AudioCall, streamingSynthesize } from './streaming-synthesize.ts';

/** How long the stand-in takes, and how long it waits for input; may be changed while it runs. */
export type GoogleLatencies = { firstAudioMs: number; maxIdleMs: number };

/** What the stand-in was asked to say, and whether the asker cancelled before all was said. */
export type GoogleRequest = {
  readonly operation: GoogleOperation;
  readonly texts: string[];
  cancelled: boolean;
};

/** Google's speech synthesis on loopback. */
export interface GoogleStandIn extends AsyncDisposable {
  /** What `GOOGLE_TTS_ENDPOINT` must say. */
  readonly endpoint: string;
  readonly faults: Faults<GoogleOperation, GoogleFault>;
  readonly latencies: GoogleLatencies;
  /** The last hundred requests, oldest first. */
  readonly requests: readonly GoogleRequest[];
}

export type GoogleStandInOptions = {
  readonly voice: { speak(text: string): Promise<Uint8Array> };
  readonly phrasebook: Phrasebook;
  readonly port?: number;
  readonly latencies?: Partial<GoogleLatencies>;
};

/** The figure for which the product's promises of speed are stated, and Google's own patience with a stream. */
const LATENCIES: GoogleLatencies = { firstAudioMs: 150, maxIdleMs: 5_000 };

/** Some of the Hebrew voices that Google has; here they all sound alike. */
const VOICES = ['he-IL-Chirp3-HD-Kore', 'he-IL-Chirp3-HD-Puck', 'he-IL-Wavenet-A'];

const MAX_REQUESTS_KEPT = 100;

/** Starts Google's stand-in: gRPC from the vendor's own protocol file, speaking with the given voice. */
export async function createGoogleStandIn(options: GoogleStandInOptions): Promise<GoogleStandIn> {
  const { voice, phrasebook, port = 0 } = options;
  const faults = createFaults<GoogleOperation, GoogleFault>();
  const latencies = { ...LATENCIES, ...options.latencies };
  const requests: GoogleRequest[] = [];

  /** Notes a request, and says how to speak for it. */
  function begin(operation: GoogleOperation, call: AudioCall | Question) {
    const request: GoogleRequest = { operation, texts: [], cancelled: false };
    requests.push(request);
    if (requests.length > MAX_REQUESTS_KEPT) requests.shift();
    // gRPC tells of a cancellation also when the call has long been over.
    let isOver = false;
    call.once('cancelled', () => {
      request.cancelled = !isOver;
    });
    const finish = () => {
      isOver = true;
    };
    const fault = faults.take(operation);
    async function synthesise(text: string): Promise<Uint8Array> {
      request.texts.push(text);
      const audio = await voice.speak(text);
      if (fault?.kind === 'silence') return new Uint8Array(audio.length).fill(SILENCE);
      phrasebook.register(text, audio);
      return audio;
    }
    return { fault, synthesise, finish };
  }

  /** Answers one question with one answer, unless a fault says otherwise. */
  function unary(
    operation: GoogleOperation,
    answer: Answer,
  ): grpc.handleUnaryCall<unknown, object> {
    return (call, reply) => {
      const { fault, synthesise, finish } = begin(operation, call);
      if (fault?.kind === 'status') return reply(outage(fault.status));
      if (fault?.kind === 'drop') return door.drop();
      if (fault?.kind === 'hang' || fault?.kind === 'hang-midway') return;
      answer(call.request, synthesise)
        .finally(finish)
        .then((value) => reply(null, value), reply);
    };
  }

  const server = new grpc.Server();
  server.addService(textToSpeech(), {
    streamingSynthesize(call: AudioCall) {
      const stage = { ...begin('stream', call), ...latencies, drop: () => door.drop() };
      streamingSynthesize(call, stage).catch(() => call.destroy());
    },
    synthesizeSpeech: unary('synthesize', async (request, synthesise) => {
      const { data } = Synthesis.safeParse(request);
      if (!data)
        throw statusOf('UNIMPLEMENTED', 'Texts in he-IL, MULAW or LINEAR16 at 8 kHz only.');
      const audio = await synthesise(data.input.text);
      return { audioContent: toRiff(audio, data.audioConfig.audioEncoding) };
    }),
    listVoices: unary('voices', async () => ({
      voices: VOICES.map((name) => ({ name, languageCodes: ['he-IL'] })),
    })),
  });
  const door = await openDoor(server, port);
  return {
    endpoint: `127.0.0.1:${door.port}`,
    faults,
    latencies,
    requests,
    [Symbol.asyncDispose]: () => door[Symbol.asyncDispose](),
  };
}

type Question = grpc.ServerUnaryCall<unknown, object>;
type Answer = (
  request: unknown,
  synthesise: (text: string) => Promise<Uint8Array>,
) => Promise<object>;
