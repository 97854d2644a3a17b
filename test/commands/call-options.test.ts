import { describe, expect, test } from 'vitest';
import { readCallOptions } from '#local/call/call-options.ts';
import { typedSteps } from '#local/call/typed-steps.ts';
import { toMs } from '#local/control/duration.ts';
import { InvalidInput } from '#shared/errors.ts';

const orderOf = (...args: string[]) => {
  const options = readCallOptions(args);
  if (options.kind !== 'call') throw new Error('No call was asked for.');
  return { ...options.order, isLive: options.isLive };
};

describe('npm run call', () => {
  test('takes its steps in the order in which they are given, and ends with the last answer', () => {
    expect(
      orderOf('--say', 'שלום', '--interrupt', 'רגע', '--dtmf', '0', '--say', 'תודה'),
    ).toMatchObject({
      isLive: false,
      steps: [
        { say: 'שלום' },
        { interrupt: 'רגע', afterMs: 1_000 },
        { press: '0' },
        { say: 'תודה' },
        { listen: true },
        { hangUp: true },
      ],
    });
  });

  test('leaves the end of the call to --hang-up-after', () => {
    const { steps, hangUpAfterMs } = orderOf('--say', 'שלום', '--hang-up-after', '12s');
    expect({ steps, hangUpAfterMs }).toEqual({ steps: [{ say: 'שלום' }], hangUpAfterMs: 12_000 });
  });

  test('waits for typed lines where no step is given', () => {
    expect(orderOf()).toMatchObject({ isLive: true, steps: [] });
  });

  test('knows how loud a noise is beside a voice', () => {
    expect(orderOf('--noise', '10dB').noiseDbfs).toBe(-30);
  });

  test('sets switches to words, to truth and to JSON', () => {
    const { switches } = orderOf(
      ...['--switch', 'handshakeFailure=hangup', '--switch', 'stopBeforeClose=false'],
      ...['--switch', 'faultyUrls=12', '--switch', 'webhookFaults={"slowMs":300}'],
    );
    expect(switches).toEqual({
      handshakeFailure: 'hangup',
      stopBeforeClose: false,
      faultyUrls: '12',
      webhookFaults: { slowMs: 300 },
    });
  });

  test.each([
    ['--nope', /--nope/],
    ['--from 0501234567', /^from must be a phone number in E\.164/],
    ['--dtmf A', /press must be 1 to 32 of the keys/],
    ['--hang-up-after 12', /--hang-up-after needs a unit: write ms, s, m or h, as in 12s/],
    ['--noise loud', /--noise must be a ratio of speech to noise like 10dB, not "loud"/],
    ['--noise 90dB', /--noise must be from -10dB to 60dB/],
    ['--switch nope=1', /no switch "nope", only connectActionOnCallerHangup, /],
    ['--switch handshakeFailure=maybe', /handshakeFailure must be action-or-next-verb or hangup/],
    ['--switch webhookFaults={"slow":1}', /webhookFaults must be one of none, .* or {"slowMs": …}/],
    ['--script nope.json', /--script names "nope\.json", which cannot be read/],
    ['--script a.json --say b', /--script cannot stand beside --say/],
    ['--scripts --hang-up-after 3s', /--script cannot stand beside .*--hang-up-after/],
    ['--scripts --wav all.wav', /--wav keeps one call/],
    ['--scripts --at-once 0', /--at-once must be a number from 1 to 20, not "0"/],
    ['--scripts --from 050', /^from must be a phone number/],
  ])('says what is wrong with %s', (args, problem) => {
    expect(() => readCallOptions(args.split(' '))).toThrow(problem);
  });
});

describe('a duration', () => {
  test.each([
    ['500ms', 500],
    ['12s', 12_000],
    ['1.5 s', 1_500],
    ['2m', 120_000],
    ['25h', 90_000_000],
  ])('of %s is %i ms', (text, ms) => {
    expect(toMs(text, '--hang-up-after')).toBe(ms);
  });

  test.each(['', 's', '-3s', '3d', '0s', 'soon'])('is not "%s"', (text) => {
    expect(() => toMs(text, '--hang-up-after')).toThrow(/^--hang-up-after /);
  });
});

describe('a typed line', () => {
  test.each([
    ['שלום', { say: 'שלום' }],
    ['', { listen: true }],
    ['/press 12#', { press: '12#' }],
    ['/hangup', { hangUp: true }],
  ])('"%s" is a step', (line, step) => {
    expect(typedSteps.toTyped(line)).toEqual(step);
  });

  test.each(['/press x', '/nope'])('"%s" is answered with what can be typed', (line) => {
    expect(() => typedSteps.toTyped(line)).toThrow(InvalidInput);
  });
});
