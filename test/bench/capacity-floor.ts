/** The process of the floor: the least that an agent needs on a stream. It hears by the product's ear, asks the same vendors, and plays their answer. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { toWav } from '@agent-locator/audio/wav.ts';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { googleClient } from '#shared/adapters/google/client.ts';
import { sentences } from '#shared/agent/sentences.ts';
import { toSpoken } from '#shared/agent/spoken/spoken-sentence.ts';
import { readConfig } from '#shared/config/config.ts';
import { type BenchEar, loadEar } from './turns-ear.ts';

const { openai, google } = readConfig();
const authorization = 'Bearer stand-in';
const speech = googleClient(google);
const openEar = await loadEar();

async function transcribe(mulaw: Uint8Array): Promise<string> {
  const body = new FormData();
  body.set('model', openai.transcriptionModel);
  body.set('file', new File([Uint8Array.from(toWav(mulaw))], 'speech.wav', { type: 'audio/wav' }));
  const url = `${openai.baseUrl}/audio/transcriptions`;
  const response = await fetch(url, { method: 'POST', headers: { authorization }, body });
  return ((await response.json()) as { text: string }).text;
}

async function* think(input: readonly object[], signal: AbortSignal): AsyncGenerator<string> {
  const response = await fetch(`${openai.baseUrl}/responses`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ model: openai.replyModel, input, stream: true }),
    signal,
  });
  let rest = '';
  for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const events = (rest + piece).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const data = JSON.parse(event.slice(event.indexOf('data: ') + 6)) as {
        type: string;
        delta: string;
      };
      if (data.type === 'response.output_text.delta') yield data.delta;
    }
  }
}

function openVoice(onAudio: (audio: Buffer) => void) {
  const call = speech.streamingSynthesize();
  call.on('error', () => {});
  call.on('data', ({ audioContent }: { audioContent: Buffer }) => onAudio(audioContent));
  const streamingAudioConfig = { audioEncoding: 'MULAW', sampleRateHertz: 8_000 } as const;
  const voice = { languageCode: 'he-IL', name: google.voice };
  call.write({ streamingConfig: { voice, streamingAudioConfig } });
  return call;
}

function answerStream(socket: WebSocket): void {
  let ear: BenchEar | undefined;
  let streamSid = '';
  let turn = new AbortController();
  const dialogue: object[] = [];

  const answer = async (audio: Uint8Array, { signal }: AbortController) => {
    dialogue.push({ role: 'user', content: await transcribe(audio) });
    const voice = openVoice((piece) => {
      const media = { payload: Buffer.from(piece).toString('base64') };
      if (!signal.aborted) socket.send(JSON.stringify({ event: 'media', streamSid, media }));
    });
    let said = '';
    for await (const sentence of sentences(think(dialogue.slice(-20), signal))) {
      voice.write({ input: { text: toSpoken(sentence) } });
      said += `${sentence} `;
    }
    voice.end();
    dialogue.push({ role: 'assistant', content: said });
  };

  socket.on('message', (data: RawData) => {
    const message = JSON.parse(data.toString());
    if (message.event === 'start') {
      ({ streamSid } = message.start);
      ear = openEar();
    }
    if (message.event !== 'media') return;
    for (const noticed of ear?.hear(Buffer.from(message.media.payload, 'base64')) ?? []) {
      turn.abort();
      turn = new AbortController();
      if (noticed.type === 'paused') answer(noticed.audio, turn).catch(() => {});
    }
  });
  socket.on('error', () => socket.terminate());
}

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
server.on('connection', answerStream);
await once(server, 'listening');
// The product does the same at its start.
await speech.listVoices({ languageCode: 'he-IL' });
process.on('disconnect', () => process.exit());
process.send?.((server.address() as AddressInfo).port);
