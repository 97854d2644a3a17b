import { UsageError } from '@agent-locator/command-line/options.ts';
import { expect, test } from 'vitest';
import { readCrmOptions } from '#commands/crm/crm-options.ts';

const DANA = '+972501234567';
const OTHER = '+972521112233';

test.each([
  [
    [],
    'The command must be calls, call, timeline, leads, join, separate, export, erase or migrate-callbacks.',
  ],
  [['callz'], 'The command must be calls, call'],
  [['calls', 'CA1'], 'calls takes no argument'],
  [['calls', '--days', '0'], '--days must be a number from 1 to 366'],
  [['call', 'CA1'], 'call takes a CallSid'],
  [['join', '+972501234567'], 'join takes a WhatsApp user without a number'],
  [['join', 'whatsapp:IL.1349'], 'join takes a phone number in E.164'],
  [['join', 'whatsapp:IL.1349', 'whatsapp:IL.1350'], 'join takes a WhatsApp user and then a phone'],
  [['join', 'whatsapp:IL.1349', '+972501234567', 'x'], '"x" is too much.'],
  [['separate', '+972501234567'], 'separate takes a WhatsApp user without a number'],
  [['timeline'], 'timeline takes a phone number in E.164'],
  [['timeline', '0501234567'], 'timeline takes a phone number in E.164'],
  [['export', '+266696687'], 'export takes a phone number in E.164'],
  [['leads', '--yes'], '--yes is for erase'],
  [['erase', DANA, '--files'], '--files is for export'],
  [['leads', '--days', '3'], '--days is for calls'],
  [['erase', DANA, OTHER], '"+972521112233" is too much.'],
  [['leads', '--colour'], "Unknown option '--colour'"],
])('npm run crm refuses %j', (args, message) => {
  expect(() => readCrmOptions(args)).toThrow(UsageError);
  expect(() => readCrmOptions(args)).toThrow(message);
});

test('npm run crm erases without asking only where that is said', () => {
  expect(readCrmOptions(['erase', DANA])).toMatchObject({ contact: DANA, isConfirmed: false });
  expect(readCrmOptions(['erase', DANA, '--yes'])).toMatchObject({ isConfirmed: true });
});

test('npm run crm shows the calls of a week unless another time is named', () => {
  expect(readCrmOptions(['calls'])).toMatchObject({ days: 7 });
  expect(readCrmOptions(['calls', '--days', '30'])).toMatchObject({ days: 30 });
});

test('npm run crm speaks to AWS only where that is said', () => {
  expect(readCrmOptions(['leads'])).toMatchObject({ isAws: false, json: false });
  expect(readCrmOptions(['leads', '--aws', '--json'])).toMatchObject({ isAws: true, json: true });
});
