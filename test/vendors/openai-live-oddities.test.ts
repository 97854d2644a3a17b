import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { DeadlineExceeded } from '#shared/errors.ts';
import { failureOf } from './failure.ts';
import {
  completed,
  completedType,
  FIRST,
  openOddServer,
  openWorld,
  SECOND,
} from './live-transcriber-world.ts';

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
