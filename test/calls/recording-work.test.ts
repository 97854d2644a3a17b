import { describe, expect, test } from 'vitest';
import { isForgotten, isLast, nextAttempt } from '#shared/domain/calls/recording-work.ts';

const MINUTE_MS = 60_000;
const message = { callSid: `CA${'1'.repeat(32)}`, recordingSid: `RE${'2'.repeat(32)}` };
const utterance = { callSid: message.callSid, turnId: '001-0007' };

describe('work on a recording', () => {
  test('is repeated one, five and thirty minutes after it failed, and no more', () => {
    const waits = [0, 1, 2, 3].map((attempt) => {
      const at = nextAttempt({ verb: 'fetch', name: message, attempt }, 1_000)?.at;
      return at === undefined ? at : (at - 1_000) / MINUTE_MS;
    });
    expect(waits).toEqual([1, 5, 30, undefined]);
    expect(isLast({ verb: 'fetch', name: message, attempt: 2 })).toBe(false);
    expect(isLast({ verb: 'fetch', name: message, attempt: 3 })).toBe(true);
  });

  test('is scheduled under a name that says which attempt of what it is', () => {
    const name = `transcribe-${message.recordingSid}-1`;
    expect(nextAttempt({ verb: 'transcribe', name: message, attempt: 0 }, 0)).toMatchObject({
      name,
      functionName: 'transcribe-recording',
      input: { key: `recordings/${message.callSid}/${message.recordingSid}.wav`, attempt: 1 },
    });
  });

  test('has names that EventBridge Scheduler takes', () => {
    for (const name of [message, utterance]) {
      const next = nextAttempt({ verb: 'transcribe', name, attempt: 2 }, 0);
      expect(next?.name).toMatch(/^[0-9a-zA-Z-_.]{1,64}$/);
    }
  });
});

describe('a recording is forgotten', () => {
  const turn = {
    call_sid: message.callSid,
    id: 'rec-RE',
    mode: 'recording',
    user_text: '',
  } as const;
  const since = { ...turn, started_at: 0 };

  test.each([
    ['where it has no turn', undefined, 0, true],
    ['never once it has its words', { ...since, transcription: 'done' }, 600, false],
    ['not while it is worked on', { ...since, transcription: 'pending' }, 59, false],
    ['where nobody finished', { ...since, transcription: 'pending' }, 61, true],
    ['where everybody gave up', { ...since, transcription: 'failed' }, 61, true],
  ] as const)('%s', (_, row, minutes, expected) => {
    expect(isForgotten(row, minutes * MINUTE_MS)).toBe(expected);
  });
});
