import { setTimeout as delay } from 'node:timers/promises';
import { SILENCE } from '@agent-locator/audio/mulaw.ts';
import { grpc } from 'google-gax';
import { createFaults, type Faults } from 'twilio-exchange/trouble/fault-queue.ts';
import type { Phrasebook } from '#local/phrasebook/phrasebook.ts';
import { toFile } from './audio-file.ts';
import { textToSpeech } from './definition.ts';
import { openGrpcListener } from './grpc-listener.ts';
import { createRequestLog, type GoogleRequest } from './request-log.ts';
import { Synthesis } from './requests.ts';
import { type GoogleFault, type GoogleOperation, outage, statusOf } from './status.ts';
import {
  type AudioCall,
  GARBAGE,
  type Stage,
  streamingSynthesize,
} from './streaming-synthesize.ts';

/** The stand-in's latencies and its patience with an idle stream; may be changed while it runs. */
export type GoogleLatencies = { firstAudioMs: number; maxIdleMs: number };

/** The stand-in's quotas; may be changed while it runs. */
export type GoogleQuotas = { streamsAtOnce: number };

/** The stand-in of Google's speech synthesis. */
export interface GoogleStandIn extends AsyncDisposable {
  /** The value of `GOOGLE_TTS_ENDPOINT`. */
  readonly endpoint: string;
  readonly faults: Faults<GoogleOperation, GoogleFault>;
  readonly latencies: GoogleLatencies;
  readonly quotas: GoogleQuotas;
  /** The last hundred requests, oldest first. */
  readonly requests: readonly GoogleRequest[];
}

export type GoogleStandInOptions = {
  readonly voice: { speak(text: string): Promise<Uint8Array> };
  readonly phrasebook: Phrasebook;
  readonly port?: number;
  readonly latencies?: Partial<GoogleLatencies>;
  readonly quotas?: Partial<GoogleQuotas>;
};

/** The latency for which the product's promises of speed hold, and Google's limit on an idle stream. */
const LATENCIES: GoogleLatencies = { firstAudioMs: 150, maxIdleMs: 5_000 };

/** Google's quotas of a project: https://docs.cloud.google.com/text-to-speech/quotas */
const QUOTAS: GoogleQuotas = { streamsAtOnce: 100 };

const EXHAUSTED: GoogleFault = { kind: 'status', status: 'RESOURCE_EXHAUSTED' };

/** Some of Google's Hebrew voices; here they all sound alike. */
const VOICES = ['he-IL-Chirp3-HD-Kore', 'he-IL-Chirp3-HD-Puck', 'he-IL-Wavenet-A'];

/** Starts Google's stand-in on loopback: gRPC by the vendor's own protocol file, spoken by the given voice. */
export async function createGoogleStandIn(options: GoogleStandInOptions): Promise<GoogleStandIn> {
  const { voice, phrasebook, port = 0 } = options;
  const faults = createFaults<GoogleOperation, GoogleFault>();
  const latencies = { ...LATENCIES, ...options.latencies };
  const quotas = { ...QUOTAS, ...options.quotas };
  const requests = createRequestLog();
  const streams = new Set<AudioCall>();

  /** Records a request; returns its fault and how to speak for it. */
  function begin(operation: GoogleOperation, call: AudioCall | Question) {
    const fault = faults.take(operation);
    const { request, finish } = requests.note(operation, call);
    async function synthesise(text: string): Promise<Uint8Array> {
      request.texts.push(text);
      const audio = await voice.speak(text);
      if (fault?.kind === 'silence') return new Uint8Array(audio.length).fill(SILENCE);
      phrasebook.register(text, audio);
      return audio;
    }
    const speakAs = (name: string) => {
      request.voice = name;
    };
    return { fault, synthesise, speakAs, finish };
  }

  /** Serves a unary method, with its fault. */
  function unary(
    operation: GoogleOperation,
    answer: Answer,
  ): grpc.handleUnaryCall<unknown, object> {
    return (call, reply) => {
      const { fault, finish, ...stage } = begin(operation, call);
      if (fault?.kind === 'status') return reply(outage(fault.status));
      if (fault?.kind === 'drop') return listener.drop();
      if (fault?.kind === 'garbage') return listener.drop(GARBAGE);
      if (fault?.kind === 'hang' || fault?.kind === 'hang-midway') return;
      answer(call.request, stage)
        .finally(finish)
        .then((value) => reply(null, value), reply);
    };
  }

  const server = new grpc.Server();
  server.addService(textToSpeech(), {
    streamingSynthesize(call: AudioCall) {
      const stage = { ...begin('stream', call), ...latencies, drop: listener.drop };
      streams.add(call);
      call.once('close', () => streams.delete(call));
      const fault = streams.size > quotas.streamsAtOnce ? EXHAUSTED : stage.fault;
      streamingSynthesize(call, { ...stage, fault }).catch(() => call.destroy());
    },
    synthesizeSpeech: unary('synthesize', async (request, { synthesise, speakAs }) => {
      const { data } = Synthesis.safeParse(request);
      if (!data)
        throw statusOf('UNIMPLEMENTED', 'Texts in he-IL: MULAW, LINEAR16 at 8 kHz, MP3 at 24 kHz.');
      speakAs(data.voice.name);
      const audio = await synthesise(data.input.text);
      await delay(latencies.firstAudioMs);
      return { audioContent: toFile(audio, data.audioConfig.audioEncoding) };
    }),
    listVoices: unary('voices', async () => ({
      voices: VOICES.map((name) => ({ name, languageCodes: ['he-IL'] })),
    })),
  });
  const listener = await openGrpcListener(server, port);
  return {
    endpoint: `127.0.0.1:${listener.port}`,
    faults,
    latencies,
    quotas,
    requests: requests.last,
    [Symbol.asyncDispose]: () => listener[Symbol.asyncDispose](),
  };
}

type Question = grpc.ServerUnaryCall<unknown, object>;
type Answer = (request: unknown, stage: Pick<Stage, 'synthesise' | 'speakAs'>) => Promise<object>;
