import { expect, test } from 'vitest';
import { createEdge } from './edge.ts';

const get = { method: 'GET', path: '/ws/twilio-media' };

/** Creates an edge with a clock that the test turns. */
function openEdge(seconds?: Readonly<Record<number, number>>) {
  const clock = { at: 0 };
  return { clock, ...createEdge(seconds, () => clock.at) };
}

test.each([404, 500, 502, 503, 504])(
  'without a setting, an error %i is kept for ten seconds, for everybody who asks for its path',
  (status) => {
    const { clock, kept, answered } = openEdge({});
    answered(get, status);
    clock.at = 9_999;
    expect([kept(get), kept({ ...get, method: 'HEAD' })]).toEqual([status, status]);
    expect([kept({ ...get, method: 'POST' }), kept({ ...get, path: '/' })]).toEqual([
      undefined,
      undefined,
    ]);
    clock.at = 10_000;
    expect(kept(get)).toBeUndefined();
  },
);

test.each([101, 200, 304, 403, 426])('an answer %i is not kept', (status) => {
  const { kept, answered } = openEdge({});
  answered(get, status);
  expect(kept(get)).toBeUndefined();
});

test('an error is kept for the longer of its own age and the setting', () => {
  const { clock, kept, answered } = openEdge({ 403: 0, 503: 5 });
  answered(get, 403, 'public, max-age=2');
  clock.at = 1_999;
  expect(kept(get)).toBe(403);
  answered(get, 503, 'no-store');
  clock.at += 4_999;
  expect(kept(get)).toBe(503);
});

test('with the settings of the stack no error is kept', () => {
  const { kept, answered } = openEdge();
  for (const status of [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504]) {
    answered(get, status);
    expect(kept(get)).toBeUndefined();
  }
});

test('an error of another method is not kept', () => {
  const { kept, answered } = openEdge({});
  answered({ ...get, method: 'POST' }, 503);
  expect(kept(get)).toBeUndefined();
});
