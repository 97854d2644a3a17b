import { expect, test } from 'vitest';
import { silenceLog } from '../doors/log.ts';
import { failureOf } from './failure.ts';
import { FIRST, openWorld, SECOND } from './live-transcriber-world.ts';

test('hears in Hebrew what a caller says', async () => {
  await using world = await openWorld();
  const call = await world.listening();
  call.say(world.first);
  expect(await call.commit()).toBe(FIRST);
});

test('hears nothing where the model writes the end of a film for noise', async () => {
  await using world = await openWorld({ said: 'תודה שצפיתם.' });
  const call = await world.listening();
  call.say(world.first);
  expect(await call.commit()).toBe('');
});

test('is set up for the telephone, for Hebrew, and to be told when an utterance is over', async () => {
  await using world = await openWorld();
  await world.listening();
  expect(world.sessions()[0]?.fields).toMatchObject({ appends: 0, clears: 0, seconds: [] });
  expect(world.sessions()[0]?.fields['session']).toEqual({
    type: 'transcription',
    audio: {
      input: {
        format: { type: 'audio/pcmu' },
        turn_detection: null,
        transcription: { model: 'gpt-live-transcribe', languages: ['he'] },
      },
    },
  });
});

test('is told the names that callers say', async () => {
  await using world = await openWorld();
  await world.listening({ keywords: () => ['דיזנגוף', 'אבן גבירול'] });
  expect(world.sessions()[0]?.fields['session']).toMatchObject({
    audio: { input: { transcription: { keywords: ['דיזנגוף', 'אבן גבירול'] } } },
  });
});

test('hears without the names where OpenAI refuses one of them, on the next session', async () => {
  const logged = silenceLog();
  await using world = await openWorld();
  const call = world.open({ keywords: () => ['דיזנגוף', 'מרכז <העיר>'] });
  call.say(world.first.subarray(0, 8_000));
  await expect.poll(() => world.sessions().length).toBe(2);
  await world.isListening();
  call.say(world.first.subarray(8_000));
  expect(await call.commit()).toBe(FIRST);
  const { session } = world.sessions()[1]?.fields ?? {};
  expect(session).toMatchObject({ audio: { input: { transcription: { languages: ['he'] } } } });
  expect(JSON.stringify(session)).not.toContain('keywords');
  expect(logged.join()).toContain('live-transcription.keywords-refused');
  expect(logged.join()).not.toContain('העיר');
});

test('names them again to the session after one that was set up and lost', async () => {
  await using world = await openWorld();
  world.openai.live.faults.set('commit', { kind: 'drop' }, 1);
  const call = await world.listening({ keywords: () => ['דיזנגוף'] });
  call.say(world.first);
  await failureOf(call.commit());
  await world.isListening(2);
  expect(world.sessions()[1]?.fields['session']).toMatchObject({
    audio: { input: { transcription: { keywords: ['דיזנגוף'] } } },
  });
});

test.for(['whisper-1', 'gpt-4o-transcribe', 'gpt-realtime-whisper'])(
  'tells %s, which reads one language and no names, that it will hear Hebrew',
  async (liveTranscriptionModel) => {
    await using world = await openWorld();
    const config = { baseUrl: world.openai.baseUrl, liveTranscriptionModel };
    const call = await world.listening({ config, keywords: () => ['דיזנגוף'] });
    expect(world.sessions()[0]?.fields['session']).toMatchObject({
      audio: { input: { transcription: { model: liveTranscriptionModel, language: 'he' } } },
    });
    call.say(world.first);
    expect(await call.commit()).toBe(FIRST);
  },
);

test('passes on every byte as it came, a tenth of a second at a time', async () => {
  await using world = await openWorld();
  const call = await world.listening();
  const said = Uint8Array.from({ length: 13 * 160 }, (_, i) => i % 256);
  call.say(said);
  await call.commit();
  expect(world.heard.map((audio) => [...audio])).toEqual([[...said]]);
  expect(world.sessions()[0]?.fields).toMatchObject({ appends: 3, seconds: [0.26] });
});

test('hears one utterance after the other', async () => {
  await using world = await openWorld();
  const call = await world.listening();
  for (const [audio, words] of [
    [world.first, FIRST],
    [world.second, SECOND],
    [world.first, FIRST],
  ] as const) {
    call.say(audio);
    expect(await call.commit()).toBe(words);
  }
  expect(world.sessions()).toHaveLength(1);
});

test('matches words to their utterances when those of the first come last', async () => {
  await using world = await openWorld({ transcribeMs: 600 });
  const call = await world.listening();
  const came: string[] = [];
  call.say(world.first);
  const first = call.commit().finally(() => came.push('first'));
  await expect.poll(() => world.heard.length).toBe(1);
  world.openai.latencies.transcribeMs = 0;
  call.say(world.second);
  const second = call.commit().finally(() => came.push('second'));
  expect(await Promise.all([first, second])).toEqual([FIRST, SECOND]);
  expect(came).toEqual(['second', 'first']);
});

test('tells two utterances apart that are over before OpenAI has answered', async () => {
  await using world = await openWorld();
  const call = await world.listening();
  call.say(world.first);
  const first = call.commit();
  call.say(world.second);
  expect(await Promise.all([first, call.commit()])).toEqual([FIRST, SECOND]);
});

test('hears nothing in silence', async () => {
  await using world = await openWorld();
  const call = await world.listening();
  call.say(new Uint8Array(8_000).fill(0xff));
  expect(await call.commit()).toBe('');
});

test('does not ask OpenAI for the words of less than a tenth of a second', async () => {
  await using world = await openWorld();
  const call = await world.listening();
  expect(await call.commit()).toBe('');
  call.say(world.second.subarray(0, 799));
  expect(await call.commit()).toBe('');
  call.say(new Uint8Array(800).fill(0xff));
  expect(await call.commit()).toBe('');
  call.say(world.first);
  expect(await call.commit()).toBe(FIRST);
  expect(world.sessions()[0]?.fields).toMatchObject({ seconds: [0.1, 2] });
});

test('forgets dropped audio', async () => {
  await using world = await openWorld();
  const call = await world.listening();
  call.say(world.second);
  call.drop();
  call.say(world.first);
  expect(await call.commit()).toBe(FIRST);
  expect(world.sessions()[0]?.fields).toMatchObject({ clears: 1, seconds: [2] });
});

test('hears speech from before its socket was open', async () => {
  await using world = await openWorld();
  const key = Promise.withResolvers<string>();
  const call = world.open({ apiKey: () => key.promise });
  call.say(world.first.subarray(0, 8_000));
  key.resolve('sk-late');
  await world.isListening();
  call.say(world.first.subarray(8_000));
  expect(await call.commit()).toBe(FIRST);
});

test('says at once that it does not listen yet, and goes on with the next utterance', async () => {
  await using world = await openWorld();
  const key = Promise.withResolvers<string>();
  const call = world.open({ apiKey: () => key.promise });
  call.say(world.second);
  expect((await failureOf(call.commit())).message).toBe('openai: does not listen');
  key.resolve('sk-late');
  await world.isListening();
  call.say(world.first);
  expect(await call.commit()).toBe(FIRST);
});

test('does not hear more than 20 seconds at once, and hears what is said after them', async () => {
  await using world = await openWorld();
  const call = await world.listening();
  call.say(new Uint8Array(20_200 * 8).fill(0x55));
  const failure = await failureOf(call.commit());
  expect(failure.message).toBe('openai: was told more than it is to hear at once');
  call.say(world.first);
  expect(await call.commit()).toBe(FIRST);
  expect(world.sessions()[0]?.fields).toMatchObject({ appends: 220, seconds: [2] });
});
