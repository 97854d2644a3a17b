import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createOpenAiStandIn } from '#local/openai/server.ts';
import { createPhrasebook } from '#local/phrasebook/phrasebook.ts';
import { answerTo } from '#local/rule-agent/rules.ts';
import {
  type OpenAiLiveTranscriberOptions,
  openaiLiveTranscriber,
} from '#shared/adapters/openai/live/transcriber.ts';

/** The words of the two utterances that the stand-in knows. */
export const FIRST = 'אני מחפש דירה בתל אביב';
export const SECOND = 'עם שלושה חדרים ומרפסת';

export function completedType() {
  return 'conversation.item.input_audio_transcription.completed' as const;
}

export const completed = { type: completedType(), content_index: 0 };

/** Opens OpenAI's stand-in with two known utterances, and the transcriber beside it. */
export async function openWorld({ transcribeMs = 0, said = FIRST } = {}) {
  const phrasebook = createPhrasebook();
  const heard: Uint8Array[] = [];
  const [first, second] = [noise(7919), noise(6733)];
  phrasebook.register(said, first);
  phrasebook.register(SECOND, second);
  const recognise = (audio: Uint8Array) => {
    heard.push(audio);
    return phrasebook.recognise(audio);
  };
  const openai = await createOpenAiStandIn({
    answerTo,
    phrasebook: { ...phrasebook, recognise },
    latencies: { transcribeMs },
  });
  const calling = new AbortController();
  const sessions = () => openai.requests.filter(({ operation }) => operation === 'live');
  const isListening = async (sessionsBegun = 1) => {
    await expect
      .poll(() => sessions().filter(({ fields }) => fields['session']).length)
      .toBe(sessionsBegun);
    // Our side receives it a moment after the stand-in has sent it.
    await roundTrip(openai.baseUrl);
  };
  const open = (options: Partial<OpenAiLiveTranscriberOptions> = {}, signal = calling.signal) => {
    const config = { baseUrl: openai.baseUrl, liveTranscriptionModel: 'gpt-live-transcribe' };
    const parts = { apiKey: 'sk-test', config, ...options };
    const call = openaiLiveTranscriber(parts).open(signal);
    return {
      ...call,
      say(audio: Uint8Array) {
        for (let at = 0; at < audio.length; at += 160) call.hear(audio.subarray(at, at + 160));
      },
    };
  };
  const url = `${openai.baseUrl.replace(/^http/, 'ws')}/realtime`;
  return {
    openai,
    first,
    second,
    heard,
    sessions,
    isListening,
    open,
    url,
    async listening(options: Partial<OpenAiLiveTranscriberOptions> = {}) {
      const call = open(options);
      await isListening();
      return call;
    },
    hangUp: () => calling.abort(new Error('hung up')),
    /** Sends requests one by one; returns all events up to the answer to the last. */
    async converse(requests: readonly object[]) {
      const headers = { authorization: 'Bearer sk-test' };
      const socket = new WebSocket(`${url}?intent=transcription`, { headers });
      const answers: unknown[] = [];
      socket.on('message', (data) => answers.push(JSON.parse(data.toString())));
      await once(socket, 'open');
      for (const request of requests) socket.send(JSON.stringify(request));
      const isAnswered = (event: { type: string }) => event.type.endsWith('.append');
      const expected = requests.filter((request) => !isAnswered(request as { type: string }));
      await expect.poll(() => answers.length).toBe(expected.length + 1);
      socket.close();
      return answers;
    },
    async [Symbol.asyncDispose]() {
      calling.abort(new Error('hung up'));
      await openai[Symbol.asyncDispose]();
    },
  };
}

type Say = (event: unknown) => void;

/** Opens a server that answers each event as the test decides. */
export async function openOddServer(answer: (say: Say, event: string, socket: WebSocket) => void) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  let opened = 0;
  server.on('connection', (socket) => {
    opened += 1;
    const say: Say = (event) => socket.send(JSON.stringify(event));
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => answer(say, JSON.parse(data.toString()).type, socket));
  });
  const calling = new AbortController();
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const config = { baseUrl, liveTranscriptionModel: 'any' };
  const begunAt: number[] = [];
  const apiKey = async () => {
    begunAt.push(performance.now());
    return 'sk-test';
  };
  const open = () => openaiLiveTranscriber({ apiKey, config }).open(calling.signal);
  return {
    open,
    opened: () => opened,
    /** Moments at which our side began a session. */
    begunAt,
    async listening() {
      const call = open();
      await expect.poll(() => opened).toBe(1);
      await roundTrip(baseUrl);
      return call;
    },
    async [Symbol.asyncDispose]() {
      calling.abort(new Error('hung up'));
      for (const socket of server.clients) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Makes two round trips, so that everything sent before them has arrived. */
export async function roundTrip(baseUrl: string): Promise<void> {
  for (let i = 0; i < 2; i++) await fetch(baseUrl).then((answer) => answer.text());
}

export function noise(factor: number): Uint8Array {
  return Uint8Array.from({ length: 100 * 160 }, (_, i) => (i * factor) % 251);
}
