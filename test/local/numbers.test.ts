import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { samplePeople } from '#local/world/sample-people.ts';
import { OFFICE_NUMBER } from '#local/world/settings.ts';
import { AGENT_NUMBER } from '#local/world/vendors.ts';
import { whatsAppNumber } from '#local/world/whatsapp-number.ts';

test('the documents list the numbers of the local world', () => {
  const page = readFileSync(new URL('../../docs/local-calls.md', import.meta.url), 'utf8');
  const numbers = [AGENT_NUMBER, whatsAppNumber('', {}).sender.phoneNumber, OFFICE_NUMBER];
  expect(numbers.filter((number) => !page.includes(`| \`${number}\` |`))).toEqual([]);
  const people = samplePeople.map(({ phone }) => phone.slice(-3));
  expect(people.filter((digits) => !page.includes(digits))).toEqual([]);
});
