import { toWav } from '@agent-locator/audio/wav.ts';
import { expect, test } from 'vitest';
import { createOpenAiStandIn } from '#local/openai/server.ts';
import { createPhrasebook } from '#local/phrasebook/phrasebook.ts';
import { answerTo } from '#local/rule-agent/rules.ts';
import {
  type OpenAiTranscriberOptions,
  openaiTranscriber,
} from '#shared/adapters/openai/transcriber.ts';
import { DeadlineExceeded, VendorFailed } from '#shared/errors.ts';
import { silenceLog } from '../doors/log.ts';
import { failureOf } from './failure.ts';
import { signal } from './signal.ts';

const SAID = 'אני מחפש דירה בתל אביב';

test('hears in Hebrew what a caller says', async () => {
  await using world = await openWorld();
  const text = await world.transcriber().transcribe(world.wav, signal());
  expect(text).toBe(SAID);
  expect(world.openai.requests.at(-1)?.fields).toEqual({
    model: 'gpt-transcribe',
    languages: ['he'],
    response_format: 'json',
  });
});

test.for(['whisper-1', 'gpt-4o-transcribe', 'gpt-4o-mini-transcribe'])(
  'tells %s, which reads one language, that it will hear Hebrew',
  async (transcriptionModel) => {
    await using world = await openWorld({ transcriptionModel });
    expect(await world.transcriber().transcribe(world.wav, signal())).toBe(SAID);
    expect(world.openai.requests.at(-1)?.fields).toEqual({
      model: transcriptionModel,
      language: 'he',
      response_format: 'json',
    });
  },
);

test('is told the names that callers say', async () => {
  await using world = await openWorld();
  const transcriber = world.transcriber({ keywords: async () => ['דיזנגוף', 'אבן גבירול'] });
  expect(await transcriber.transcribe(world.wav, signal())).toBe(SAID);
  expect(world.openai.requests.at(-1)?.fields).toMatchObject({
    languages: ['he'],
    keywords: ['דיזנגוף', 'אבן גבירול'],
  });
});

test('hears without the names where OpenAI refuses one of them', async () => {
  const logged = silenceLog();
  await using world = await openWorld();
  const transcriber = world.transcriber({ keywords: () => ['דיזנגוף', 'מרכז <העיר>'] });
  expect(await transcriber.transcribe(world.wav, signal())).toBe(SAID);
  expect(world.openai.requests).toHaveLength(2);
  expect(world.openai.requests.at(-1)?.fields).not.toHaveProperty('keywords');
  expect(logged.join()).toContain('transcription.keywords-refused');
  expect(logged.join()).not.toContain('העיר');
});

test('hears nothing where the model writes the end of a film for noise', async () => {
  await using world = await openWorld({}, 'תודה שצפיתם.');
  expect(await world.transcriber().transcribe(world.wav, signal())).toBe('');
});

test('hears nothing in silence', async () => {
  await using world = await openWorld();
  const silence = toWav(new Uint8Array(16_000).fill(0xff));
  expect(await world.transcriber().transcribe(silence, signal())).toBe('');
});

test('asks for the key anew with each request, so that a changed one holds', async () => {
  await using world = await openWorld();
  const keys = ['', 'sk-new'];
  const transcriber = world.transcriber({ apiKey: async () => keys.shift() ?? '' });
  await expect(transcriber.transcribe(world.wav, signal())).rejects.toThrow('could not be asked');
  expect(await transcriber.transcribe(world.wav, signal())).toBe(SAID);
});

test.for([429, 500] as const)(
  'asks again after a %i, and then says that OpenAI answered it',
  async (status) => {
    await using world = await openWorld();
    world.openai.faults.set('transcribe', { kind: 'status', status });
    const failure = await failureOf(world.transcriber().transcribe(world.wav, signal()));
    expect(failure).toBeInstanceOf(VendorFailed);
    expect(failure.message).toBe(`openai: answered ${status}`);
    expect(failure.cause).toBeInstanceOf(Error);
    expect(world.openai.requests).toHaveLength(2);
  },
);

test('hears what was said when OpenAI refuses only once', async () => {
  await using world = await openWorld();
  world.openai.faults.set('transcribe', { kind: 'status', status: 500 }, 1);
  expect(await world.transcriber().transcribe(world.wav, signal())).toBe(SAID);
});

test.for(['hang', 'hang-midway'] as const)('gives up a %s at its deadline', async (kind) => {
  await using world = await openWorld();
  world.openai.faults.set('transcribe', { kind });
  const transcriber = world.transcriber({ deadlineMs: 300 });
  const failure = await failureOf(transcriber.transcribe(world.wav, signal()));
  expect(failure).toBeInstanceOf(DeadlineExceeded);
  expect(failure.message).toBe('openai: nothing within the transcription deadline of 300 ms');
  await expect.poll(() => world.openai.requests[0]?.abandoned).toBe(true);
});

test('gives up a key that never comes at the same deadline', async () => {
  await using world = await openWorld();
  const apiKey = () => new Promise<string>(() => {});
  const transcriber = world.transcriber({ apiKey, deadlineMs: 40 });
  const failure = await failureOf(transcriber.transcribe(world.wav, signal()));
  expect(failure).toBeInstanceOf(DeadlineExceeded);
});

test.for(['drop', 'garbage'] as const)(
  'says that OpenAI failed after a %s, not what it sent',
  async (kind) => {
    await using world = await openWorld();
    world.openai.faults.set('transcribe', { kind });
    const failure = await failureOf(world.transcriber().transcribe(world.wav, signal()));
    expect(failure).toBeInstanceOf(VendorFailed);
    expect(`${failure} ${failure.cause}`).not.toMatch(/html|[א-ת]/);
  },
);

test('leaves OpenAI at once when the caller takes the floor', async () => {
  await using world = await openWorld();
  world.openai.faults.set('transcribe', { kind: 'hang' });
  const leaving = new AbortController();
  const transcribing = failureOf(world.transcriber().transcribe(world.wav, leaving.signal));
  await expect.poll(() => world.openai.requests.length).toBe(1);
  leaving.abort(new Error('interrupted'));
  expect((await transcribing).message).toBe('interrupted');
  await expect.poll(() => world.openai.requests[0]?.abandoned).toBe(true);
});

test.for([
  [{ model: 'gpt-transcribe', language: 'he' }, 400],
  [{ model: 'gpt-transcribe', 'languages[]': 'he', 'keywords[]': 'הרצל' }, 200],
  [{ model: 'gpt-transcribe', 'keywords[]': 'הרצל 12\nכניסה ב' }, 400],
  [{ model: 'gpt-transcribe', 'keywords[]': 'מרכז <העיר>' }, 400],
  [{ model: 'whisper-1', 'languages[]': 'he' }, 400],
  [{ model: 'gpt-4o-transcribe', language: 'he', 'keywords[]': 'הרצל' }, 400],
  [{ model: 'gpt-4o-transcribe', language: 'he' }, 200],
] as const)('is answered by the stand-in as by OpenAI: %j with %i', async ([fields, status]) => {
  await using world = await openWorld();
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  body.set('file', new File([world.wav.slice()], 'speech.wav'));
  const headers = { authorization: 'Bearer sk-test' };
  const url = `${world.openai.baseUrl}/audio/transcriptions`;
  const answer = await fetch(url, { method: 'POST', headers, body });
  expect(answer.status).toBe(status);
});

test('is refused, as by OpenAI, when it has no key', async () => {
  await using world = await openWorld();
  const answer = await fetch(`${world.openai.baseUrl}/audio/transcriptions`, { method: 'POST' });
  expect(answer.status).toBe(401);
  expect(await answer.json()).toMatchObject({ error: { code: 'invalid_api_key' } });
});

async function openWorld({ transcriptionModel = 'gpt-transcribe' } = {}, said = SAID) {
  const phrasebook = createPhrasebook();
  const audio = Uint8Array.from({ length: 100 * 160 }, (_, i) => (i * 7919) % 251);
  phrasebook.register(said, audio);
  const openai = await createOpenAiStandIn({
    answerTo,
    phrasebook,
    latencies: { transcribeMs: 0 },
  });
  const config = {
    baseUrl: openai.baseUrl,
    transcriptionModel,
    liveTranscriptionModel: '',
    replyModel: '',
  };
  return {
    openai,
    wav: toWav(audio),
    transcriber: (options: Partial<OpenAiTranscriberOptions> = {}) =>
      openaiTranscriber({ apiKey: 'sk-test', config, ...options }),
    [Symbol.asyncDispose]: () => openai[Symbol.asyncDispose](),
  };
}
