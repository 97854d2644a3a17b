import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createOpenAiStandIn } from '#local/openai/server.ts';
import { createPhrasebook } from '#local/phrasebook/phrasebook.ts';
import { answerTo } from '#local/rule-agent/rules.ts';
import {
  type OpenAiLiveTranscriberOptions,
  openaiLiveTranscriber,
} from '#shared/adapters/openai/live/transcriber.ts';
import { DeadlineExceeded, VendorFailed } from '#shared/errors.ts';
import { silenceLog } from '../doors/log.ts';
import { expiredDeadline } from './expired-deadline.ts';

const FIRST = 'אני מחפש דירה בתל אביב';
const SECOND = 'עם שלושה חדרים ומרפסת';

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

describe('a handshake', () => {
  test.for([401, 429, 500] as const)('that is refused with %i is tried again', async (status) => {
    await using world = await openWorld();
    world.openai.live.faults.set('open', { kind: 'status', status }, 2);
    const call = world.open();
    await expect.poll(() => world.sessions().length).toBe(1);
    await roundTrip(world.openai.baseUrl);
    call.say(world.second);
    const failure = await failureOf(call.commit());
    expect(failure.message).toBe('openai: does not listen');
    expect(failure.cause).toMatchObject({ message: `openai: answered ${status}` });
    call.say(world.first);
    await world.isListening();
    expect(await call.commit()).toBe(FIRST);
    expect(world.sessions()).toHaveLength(3);
  });

  test.for(['hang', 'drop'] as const)(
    'that comes to nothing (%s) is given up at its deadline',
    async (kind) => {
      await using world = await openWorld();
      world.openai.live.faults.set('open', { kind }, 1);
      const call = await world.listening({ deadlinesMs: { connection: 500 } });
      call.say(world.first);
      expect(await call.commit()).toBe(FIRST);
      expect(world.sessions().map(({ abandoned }) => abandoned)).toEqual([true, false]);
      expect(world.openai.live.sockets()).toBe(1);
    },
  );

  test('asks for the key anew each time, so that a changed one holds', async () => {
    await using world = await openWorld();
    const keys = ['', 'sk-new'];
    const call = await world.listening({ apiKey: async () => keys.shift() ?? '' });
    call.say(world.first);
    expect(await call.commit()).toBe(FIRST);
    expect(world.sessions()).toHaveLength(1);
  });

  test('tries again after the key could not be read', async () => {
    await using world = await openWorld();
    const keys = [() => Promise.reject(new Error('no secrets')), async () => 'sk-new'];
    const call = await world.listening({ apiKey: async () => keys.shift()?.() ?? '' });
    call.say(world.first);
    expect(await call.commit()).toBe(FIRST);
  });
});

describe('a session', () => {
  test.for([
    ['drop', 'closed the connection with 1006'],
    ['close', 'closed the connection with 1011'],
    ['expired', 'failed: session_expired'],
    ['error', 'failed: server_error'],
    ['garbage', 'sent what makes no sense'],
    ['binary', 'sent what makes no sense'],
    ['hang', 'nothing within the live words deadline of 500 ms'],
  ] as const)('that breaks (%s) is replaced before the next utterance', async ([kind, how]) => {
    await using world = await openWorld();
    world.openai.live.faults.set('commit', { kind }, 1);
    const call = await world.listening({ deadlinesMs: { words: 500 } });
    call.say(world.second);
    const failure = await failureOf(call.commit());
    expect(failure).toBeInstanceOf(VendorFailed);
    expect(failure.message).toBe(`openai: ${how}`);
    expect(`${failure.cause}`).not.toMatch(/html|[א-ת]/);
    await world.isListening(2);
    call.say(world.first);
    expect(await call.commit()).toBe(FIRST);
    expect(world.openai.live.sockets()).toBe(1);
  });

  test.for([
    ['failed', 'failed: transcription_failed'],
    ['refused', 'failed: rate_limit_exceeded'],
    ['unanswered', 'nothing within the live words deadline of 500 ms'],
  ] as const)('outlives an utterance without words (%s)', async ([kind, how]) => {
    await using world = await openWorld();
    world.openai.live.faults.set('commit', { kind }, 1);
    const call = await world.listening({ deadlinesMs: { words: 500 } });
    call.say(world.second);
    expect((await failureOf(call.commit())).message).toBe(`openai: ${how}`);
    call.say(world.first);
    expect(await call.commit()).toBe(FIRST);
    expect(world.sessions()).toHaveLength(1);
  });

  test('that is lost says so at once, until there is another', async () => {
    await using world = await openWorld();
    world.openai.live.faults.set('commit', { kind: 'drop' }, 1);
    const call = await world.listening();
    world.openai.live.faults.set('open', { kind: 'hang' });
    call.say(world.second);
    await failureOf(call.commit());
    await expect.poll(() => world.sessions().length).toBe(2);
    call.say(world.first);
    const failure = await failureOf(call.commit());
    expect(failure.message).toBe('openai: does not listen');
    expect(failure.cause).toMatchObject({ message: 'openai: closed the connection with 1006' });
  });

  test('lasts longer than it may take to begin', async () => {
    await using world = await openWorld();
    const call = await world.listening({ deadlinesMs: { connection: 700 } });
    await expiredDeadline(700);
    call.say(world.first);
    expect(await call.commit()).toBe(FIRST);
    expect(world.sessions()).toHaveLength(1);
  });

  test('that is lost in the middle of an utterance costs none of its words', async () => {
    await using world = await openWorld();
    world.openai.live.faults.set('commit', { kind: 'drop' }, 1);
    const call = await world.listening();
    call.say(world.second);
    const lost = failureOf(call.commit());
    call.say(world.first.subarray(0, 8_000));
    await lost;
    await world.isListening(2);
    call.say(world.first.subarray(8_000));
    expect(await call.commit()).toBe(FIRST);
  });

  test('does not mix a refused utterance into the next', async () => {
    await using world = await openWorld();
    world.openai.live.faults.set('commit', { kind: 'refused' }, 1);
    const call = await world.listening();
    call.say(world.second);
    const refused = failureOf(call.commit());
    call.say(world.first.subarray(0, 8_000));
    await refused;
    call.say(world.first.subarray(8_000));
    expect(await call.commit()).toBe(FIRST);
    expect(world.sessions()).toHaveLength(1);
  });

  test('fails one utterance and understands the other that is under way', async () => {
    await using world = await openWorld({ transcribeMs: 100 });
    const call = await world.listening();
    call.say(world.first);
    const first = call.commit();
    await expect.poll(() => world.heard.length).toBe(1);
    world.openai.live.faults.set('commit', { kind: 'failed' }, 1);
    call.say(world.second);
    const failure = await failureOf(call.commit());
    expect(failure.message).toBe('openai: failed: transcription_failed');
    expect(await first).toBe(FIRST);
  });

  test('fails everything that is under way with an error that names nothing', async () => {
    await using world = await openWorld({ transcribeMs: 10_000 });
    const call = await world.listening();
    call.say(world.first);
    const first = failureOf(call.commit());
    await expect.poll(() => world.heard.length).toBe(1);
    world.openai.live.faults.set('commit', { kind: 'error' }, 1);
    call.say(world.second);
    const second = failureOf(call.commit());
    for (const { message } of await Promise.all([first, second])) {
      expect(message).toBe('openai: failed: server_error');
    }
  });

  test('drops words that come after their deadline', async () => {
    await using world = await openWorld({ transcribeMs: 1_200 });
    const call = await world.listening({ deadlinesMs: { words: 1_000 } });
    call.say(world.second);
    expect(await failureOf(call.commit())).toBeInstanceOf(DeadlineExceeded);
    // The late words come while these are awaited.
    world.openai.latencies.transcribeMs = 500;
    call.say(world.first);
    expect(await call.commit()).toBe(FIRST);
    expect(world.sessions()).toHaveLength(1);
  });

  test('may fail an utterance whose words are not waited for', async () => {
    await using world = await openWorld();
    world.openai.live.faults.set('commit', { kind: 'drop' }, 1);
    const call = await world.listening();
    call.say(world.second);
    void call.commit();
    call.say(world.second);
    void call.commit();
    await world.isListening(2);
    call.say(world.first);
    expect(await call.commit()).toBe(FIRST);
  });
});

describe('the end of a call', () => {
  test('ends its session and what is under way, at once', async () => {
    await using world = await openWorld({ transcribeMs: 10_000 });
    const call = await world.listening();
    call.say(world.first);
    const failing = failureOf(call.commit());
    await expect.poll(() => world.heard.length).toBe(1);
    world.hangUp();
    expect((await failing).message).toBe('hung up');
    await expect.poll(() => world.openai.live.sockets()).toBe(0);
    call.say(world.first);
    call.drop();
    expect((await failureOf(call.commit())).message).toBe('hung up');
    expect(world.sessions()).toHaveLength(1);
  });

  test('ends a handshake that hangs', async () => {
    await using world = await openWorld();
    world.openai.live.faults.set('open', { kind: 'hang' });
    world.open();
    await expect.poll(() => world.openai.live.sockets()).toBe(1);
    world.hangUp();
    await expect.poll(() => world.openai.live.sockets()).toBe(0);
  });

  test('ends the rest before the next session', async () => {
    await using world = await openWorld();
    world.openai.live.faults.set('open', { kind: 'status', status: 500 });
    const counted = () => {
      let begun = 0;
      const apiKey = async () => {
        begun += 1;
        return 'sk-test';
      };
      return { apiKey, begun: () => begun };
    };
    const [ended, other] = [counted(), counted()];
    world.open({ apiKey: ended.apiKey });
    await expect.poll(() => world.sessions().length).toBe(1);
    world.hangUp();
    const begun = ended.begun();
    // The first rest is 250 ms at most; the first two of another call are 375 ms at least.
    const calling = new AbortController();
    world.open({ apiKey: other.apiKey }, calling.signal);
    await expect.poll(other.begun).toBe(3);
    calling.abort();
    expect(ended.begun()).toBe(begun);
  });

  test('before its beginning asks OpenAI for nothing', async () => {
    await using world = await openWorld();
    world.hangUp();
    let isAsked = false;
    const apiKey = async () => {
      isAsked = true;
      return 'sk-test';
    };
    const call = world.open({ apiKey });
    expect((await failureOf(call.commit())).message).toBe('hung up');
    expect(isAsked).toBe(false);
  });
});

describe('an odd server', () => {
  test('may say what is not understood, twice or about nothing', async () => {
    await using odd = await openOddServer((say, event) => {
      if (event === 'session.update') {
        say({ type: 'session.created' });
        say({ type: 'input_audio_buffer.committed', item_id: 'nobody', previous_item_id: null });
        say({ type: 'rate_limits.updated', rate_limits: 7 });
        say({ type: 'session.updated' });
        say({ ...completed, item_id: 'stranger', transcript: SECOND });
        say({
          type: 'conversation.item.input_audio_transcription.failed',
          item_id: 'stranger',
          error: null,
        });
      }
      if (event !== 'input_audio_buffer.commit') return;
      say({ type: 'input_audio_buffer.committed', item_id: 'item' });
      say({ type: 'conversation.item.input_audio_transcription.delta', delta: 3 });
      say({ ...completed, item_id: 'item', transcript: ` ${FIRST}\n` });
      say({ ...completed, item_id: 'item', transcript: SECOND });
    });
    const call = await odd.listening();
    call.hear(new Uint8Array(8_000));
    expect(await call.commit()).toBe(FIRST);
    expect(odd.opened()).toBe(1);
  });

  test.for([
    ['a message beyond the limit', { type: 'other', text: 'א'.repeat(64 * 1024) }],
    ['words that are none', { type: completedType(), item_id: 'item', transcript: 7 }],
    ['an item without a name', { type: 'input_audio_buffer.committed' }],
    ['a list', [SECOND]],
  ] as const)('that sends %s is left for another session', async ([, message]) => {
    await using odd = await openOddServer((say, event) => {
      if (event === 'session.update') say({ type: 'session.updated' });
      if (event === 'input_audio_buffer.commit') say(message);
    });
    const call = await odd.listening();
    call.hear(new Uint8Array(8_000));
    const failure = await failureOf(call.commit());
    expect(failure).not.toBeInstanceOf(DeadlineExceeded);
    expect(`${failure} ${failure.cause}`).not.toMatch(/[א-ת]/);
    await expect.poll(odd.opened).toBe(2);
  });

  test('does not bring its sentences into our errors', async () => {
    await using odd = await openOddServer((say, event) => {
      if (event === 'session.update') say({ type: 'session.updated' });
      if (event === 'input_audio_buffer.commit') say({ type: 'error', error: { code: SECOND } });
    });
    const call = await odd.listening();
    call.hear(new Uint8Array(8_000));
    expect((await failureOf(call.commit())).message).toBe('openai: failed: no reason given');
  });

  test('that refuses how the session is set up is asked less and less often', async () => {
    await using odd = await openOddServer((say, event) => {
      if (event === 'session.update') say({ type: 'error', error: { code: 'invalid_value' } });
    });
    odd.open();
    await expect.poll(odd.opened).toBe(4);
    const rests = odd.begunAt.map((at, i, all) => at - (all[i - 1] ?? at));
    expect(rests[3]).toBeGreaterThan(490);
  });

  test('that does not read is left for another session', async () => {
    await using odd = await openOddServer((say, event, socket) => {
      if (event !== 'session.update') return;
      say({ type: 'session.updated' });
      if (odd.opened() === 1) socket.pause();
    });
    const call = await odd.listening();
    const audio = new Uint8Array(150_000);
    // The audio exceeds the socket buffers of both sides.
    for (let sent = 0; sent < 100 && odd.opened() < 2; sent++) {
      call.hear(audio);
      call.drop();
      await new Promise(setImmediate);
    }
    await expect.poll(odd.opened).toBe(2);
  });
});

describe('the stand-in', () => {
  test.for([
    ['without a key', '?intent=transcription', {}, 401],
    ['for a conversation', '?model=gpt-realtime', { authorization: 'Bearer sk-test' }, 400],
  ] as const)('refuses a socket %s, as OpenAI does', async ([, query, headers, status]) => {
    await using world = await openWorld();
    const socket = new WebSocket(`${world.url}${query}`, { headers });
    const [error] = await once(socket, 'error');
    expect(`${error}`).toContain(`${status}`);
  });

  test('refuses to find the end of a turn with this model, as OpenAI does', async () => {
    await using world = await openWorld();
    const transcription = { model: 'gpt-live-transcribe' };
    const input = { format: { type: 'audio/pcmu' }, transcription };
    const vad = { ...input, turn_detection: { type: 'server_vad' } };
    const update = { type: 'session.update', event_id: 'mine' };
    const answers = await world.converse([
      { ...update, session: { type: 'transcription', audio: { input: vad } } },
      { ...update, session: { type: 'transcription', audio: { input } } },
    ]);
    const param = 'session.audio.input.turn_detection';
    expect(answers).toMatchObject([
      { type: 'session.created' },
      { type: 'error', error: { code: 'invalid_value', param, event_id: 'mine' } },
      { type: 'session.updated' },
    ]);
  });

  test.for([
    [{ model: 'gpt-live-transcribe', language: 'he' }, 'language'],
    [{ model: 'gpt-live-transcribe', keywords: ['הרצל 12\nכניסה ב'] }, 'keywords'],
    [{ model: 'gpt-live-transcribe', keywords: ['חיפה', 'מרכז <העיר>'] }, 'keywords'],
    [{ model: 'gpt-realtime-whisper', languages: ['he'] }, 'languages'],
    [{ model: 'gpt-4o-transcribe', language: 'he', keywords: ['הרצל'] }, 'keywords'],
  ] as const)(
    'refuses a session set up with %j, as OpenAI does',
    async ([transcription, field]) => {
      await using world = await openWorld();
      const input = { format: { type: 'audio/pcmu' }, transcription };
      const session = { type: 'transcription', audio: { input } };
      const answers = await world.converse([{ type: 'session.update', session }]);
      const param = `session.audio.input.transcription.${field}`;
      expect(answers.at(-1)).toMatchObject({
        type: 'error',
        error: { code: 'invalid_value', param },
      });
    },
  );

  test('refuses to commit less than a tenth of a second, as OpenAI does', async () => {
    await using world = await openWorld();
    const input = {
      format: { type: 'audio/pcmu' },
      transcription: { model: 'gpt-live-transcribe' },
    };
    const audio = Buffer.alloc(640).toString('base64');
    const answers = await world.converse([
      { type: 'session.update', session: { type: 'transcription', audio: { input } } },
      { type: 'input_audio_buffer.append', audio },
      { type: 'input_audio_buffer.commit', event_id: 'mine' },
    ]);
    const code = 'input_audio_buffer_commit_empty';
    expect(answers.at(-1)).toMatchObject({ type: 'error', error: { code, event_id: 'mine' } });
  });
});

function completedType() {
  return 'conversation.item.input_audio_transcription.completed' as const;
}

const completed = { type: completedType(), content_index: 0 };

async function openWorld({ transcribeMs = 0, said = FIRST } = {}) {
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
async function openOddServer(answer: (say: Say, event: string, socket: WebSocket) => void) {
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
async function roundTrip(baseUrl: string): Promise<void> {
  for (let i = 0; i < 2; i++) await fetch(baseUrl).then((answer) => answer.text());
}

function noise(factor: number): Uint8Array {
  return Uint8Array.from({ length: 100 * 160 }, (_, i) => (i * factor) % 251);
}

async function failureOf(work: Promise<unknown>): Promise<Error> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof Error) return error;
  throw new Error('It did not fail.');
}
