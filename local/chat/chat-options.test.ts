import { describe, expect, test } from 'vitest';
import { readChatOptions } from './chat-options.ts';
import { typedMessages } from './typed-messages.ts';

describe('npm run chat', () => {
  test('writes its messages in the order in which they are given', () => {
    expect(
      readChatOptions([
        ...['--say', 'שלום', '--voice-note', 'מה נשמע', '--location', '32.08, -34.78'],
        ...['--say', 'תודה', '--burst', '--within', '2s'],
      ]),
    ).toMatchObject({
      messages: [
        { text: 'שלום' },
        { voiceNote: 'מה נשמע' },
        { location: { latitude: 32.08, longitude: -34.78 } },
        { text: 'תודה' },
      ],
      isBurst: true,
      withinMs: 2_000,
      switches: {},
    });
  });

  test('has everything delivered twice, unless a switch says otherwise', () => {
    const switchesOf = (...args: string[]) => readChatOptions(['--duplicate', ...args]).switches;
    expect(switchesOf()).toEqual({ webhookFaults: 'duplicate' });
    expect(switchesOf('--switch', 'webhookFaults=lost')).toEqual({ webhookFaults: 'lost' });
  });

  test.each([
    ['--burst --say x', /--burst needs several messages/],
    ['--from 0501234567', /^from must be a phone number in E\.164/],
    ['--location 91,0', /latitude must not be over 90/],
    ['--location here', /must be like 32\.08,34\.78, not "here"/],
    ['--image virus.exe', /"virus\.exe" must end in \.jpg/],
    ['--image nowhere.jpg', /"nowhere\.jpg" cannot be read/],
    ['--within soon', /--within must be a duration/],
    ['--switch nope=1', /no switch "nope"/],
  ])('says what is wrong with %s', (args, problem) => {
    expect(() => readChatOptions(args.split(' '))).toThrow(problem);
  });
});

describe('a line typed for a customer', () => {
  test.each([
    ['שלום', { order: { text: 'שלום' } }],
    ['/voice שלום', { order: { voiceNote: 'שלום' } }],
    ['/location 32.08,34.78', { order: { location: { latitude: 32.08, longitude: 34.78 } } }],
    ['/empty', { order: { text: '' } }],
    ['/later 25h', { laterMs: 90_000_000 }],
  ])('"%s" is a message, or time that passes', (line, typed) => {
    expect(typedMessages.toTyped(line)).toEqual(typed);
  });

  test.each(['', '/nope', '/voice', '/later', '/image', '/location x'])(
    '"%s" is answered with what is wrong',
    (line) => {
      expect(() => typedMessages.toTyped(line)).toThrow();
    },
  );
});
