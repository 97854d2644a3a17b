import { expect, test } from 'vitest';
import { knownBrokers } from '#shared/office/known-brokers.ts';
import { person } from './people-of.ts';

test('the people are read once a minute, and the last known ones serve while the store is down', async () => {
  let at = 0;
  let reads = 0;
  let rows = [person(1), person(2, { active: false })];
  let isDown = false;
  const all = async () => {
    reads += 1;
    if (isDown) throw new Error('down');
    return rows;
  };
  const brokers = knownBrokers({ all }, () => at);
  expect(brokers.known()).toEqual([]);
  expect(await brokers.active()).toEqual([person(1)]);
  expect(await brokers.active()).toEqual([person(1)]);
  expect([reads, brokers.hasLeft('p2'), brokers.hasLeft('p3')]).toEqual([1, true, false]);
  // A person who left must not be rung a minute later.
  rows = [person(2)];
  at = 60_000;
  expect(await brokers.active()).toEqual([person(2)]);
  rows = [person(1)];
  at = 120_000;
  expect(await brokers.active()).toEqual([person(1)]);
  isDown = true;
  at = 10 * 60_000;
  expect(await brokers.active()).toEqual([person(1)]);
  isDown = false;
  rows = [person(3)];
  // A reading that failed is tried again within seconds.
  at += 6_000;
  expect(await brokers.active()).toEqual([person(3)]);
});
