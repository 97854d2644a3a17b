import { expect, test } from 'vitest';
import { synthesize } from './synthesis.ts';

test('an equal context is synthesised once, in whatever order it is written', () => {
  const [first, second] = [
    synthesize({ stage: 'dev', restartedAt: 'a' }),
    synthesize({ restartedAt: 'a', stage: 'dev' }),
  ];
  expect(second).toBe(first);
  expect(synthesize({ stage: 'dev' })).not.toBe(first);
});
