import { describe, expect, test } from 'vitest';
import { DeadlineExceeded, VendorFailed } from '#shared/errors.ts';
import { expiredDeadline } from './expired-deadline.ts';
import { failureOf } from './failure.ts';
import { FIRST, openWorld, roundTrip } from './live-transcriber-world.ts';

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
