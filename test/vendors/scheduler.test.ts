import {
  ConflictException,
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  ResourceNotFoundException,
  SchedulerClient,
  UpdateScheduleCommand,
  ValidationException,
} from '@aws-sdk/client-scheduler';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { localAws } from '#local/aws/local-aws.ts';
import { readExpression } from '#local/aws/scheduler/schedule-expression.ts';
import { createSchedulerStandIn } from '#local/aws/scheduler/scheduler.ts';
import { waitUntil } from '#local/polling.ts';
import { eventbridgeScheduler } from '#shared/adapters/aws/schedules.ts';
import { InvalidInput, VendorFailed } from '#shared/errors.ts';
import type { OneTimeSchedule, Schedules } from '#shared/ports/office.ts';

const fired: { name: string; input: unknown }[] = [];
let scheduler: Awaited<ReturnType<typeof createSchedulerStandIn>>;
let client: SchedulerClient;
beforeAll(async () => {
  scheduler = await createSchedulerStandIn({
    invoke: (name, input) => fired.push({ name, input }),
  });
  client = new SchedulerClient({ ...localAws, endpoint: scheduler.endpoint });
});
afterAll(async () => {
  client.destroy();
  await scheduler[Symbol.asyncDispose]();
});

let count = 0;
let name: string;
beforeEach(() => {
  name = `schedule-${count++}`;
});

/** Returns a schedule that by default fires once, in one to two seconds: it names whole ones. */
const wanted = (change: Partial<CreateScheduleCommandInput> = {}): CreateScheduleCommandInput => ({
  Name: name,
  ScheduleExpression: `at(${new Date(Date.now() + 2_000).toISOString().slice(0, 19)})`,
  FlexibleTimeWindow: { Mode: 'OFF' },
  ActionAfterCompletion: 'DELETE',
  Target: {
    Arn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
    RoleArn: 'arn:aws:iam::000000000000:role/any',
    Input: '{"greeting":"שלום"}',
  },
  ...change,
});
const create = (change?: Partial<CreateScheduleCommandInput>) =>
  client.send(new CreateScheduleCommand(wanted(change)));
const get = () => client.send(new GetScheduleCommand({ Name: name }));
const firings = () => fired.filter((firing) => firing.name === name);

describe('the local scheduler', () => {
  test('fires a one-time schedule with its input, and deletes it as asked', async () => {
    // Schedules name whole seconds, and the second after the next is always in the future.
    const at = new Date(Date.now() + 2_000).toISOString().slice(0, 19);
    await create({ ScheduleExpression: `at(${at})` });
    expect(await get()).toMatchObject({ State: 'ENABLED', ScheduleExpression: `at(${at})` });
    await waitUntil(async () => firings().length, Boolean, 5_000);
    expect(firings()).toEqual([{ name, input: { greeting: 'שלום' } }]);
    await expect(get()).rejects.toThrow(ResourceNotFoundException);
  });

  test('fires a rate at once', async () => {
    await create({ ScheduleExpression: 'rate(1 minute)' });
    await waitUntil(async () => firings().length, Boolean, 2_000);
    expect(firings()).toHaveLength(1);
  });

  test('fires a schedule only once it is enabled', async () => {
    await create({ ScheduleExpression: 'rate(1 minute)', State: 'DISABLED' });
    expect((await get()).State).toBe('DISABLED');
    expect(firings()).toEqual([]);
    await client.send(
      new UpdateScheduleCommand(wanted({ ScheduleExpression: 'rate(1 minute)', State: 'ENABLED' })),
    );
    await waitUntil(async () => firings().length, Boolean, 2_000);
    expect(firings()).toHaveLength(1);
  });

  test('keeps one schedule of a name, however often the same request arrives', async () => {
    const far = { ScheduleExpression: 'at(2090-01-01T00:00:00)' };
    const first = await create({ ...far, ClientToken: 'one' });
    expect((await create({ ...far, ClientToken: 'one' })).ScheduleArn).toBe(first.ScheduleArn);
    await expect(create({ ...far, ClientToken: 'two' })).rejects.toThrow(ConflictException);
    await create({ ...far, GroupName: 'another' });
  });

  test('knows nothing of what was deleted', async () => {
    await create({ ScheduleExpression: 'at(2090-01-01T00:00:00)' });
    await client.send(new DeleteScheduleCommand({ Name: name }));
    await expect(get()).rejects.toThrow(ResourceNotFoundException);
    await expect(client.send(new DeleteScheduleCommand({ Name: name }))).rejects.toThrow(
      ResourceNotFoundException,
    );
    await expect(client.send(new UpdateScheduleCommand(wanted()))).rejects.toThrow(
      ResourceNotFoundException,
    );
  });

  test('lists schedules page by page', async () => {
    const names = ['a', 'b', 'c'].map((letter) => `${name}-${letter}`);
    for (const Name of names) await create({ Name, ScheduleExpression: 'at(2090-01-01T00:00:00)' });
    const page = { NamePrefix: `${name}-`, GroupName: 'default', MaxResults: 2 };
    const first = await client.send(new ListSchedulesCommand(page));
    const { NextToken } = first;
    const second = await client.send(new ListSchedulesCommand({ ...page, NextToken }));
    const listed = [...(first.Schedules ?? []), ...(second.Schedules ?? [])];
    expect(listed.map(({ Name }) => Name)).toEqual(names);
    expect(second.NextToken).toBeUndefined();
  });

  test.each([
    'at(2020-01-01T00:00:00)',
    'at(tomorrow)',
    'rate(30 seconds)',
    'rate(1 minutes)',
    'rate(0 minutes)',
  ])('refuses %s', async (ScheduleExpression) => {
    await expect(create({ ScheduleExpression })).rejects.toThrow(ValidationException);
  });

  test('may fire as late as the real one', async () => {
    const late: string[] = [];
    await using slow = await createSchedulerStandIn({
      maxDelayMs: 60_000,
      invoke: (functionName) => late.push(functionName),
    });
    const slowClient = new SchedulerClient({ ...localAws, endpoint: slow.endpoint });
    for (let i = 0; i < 20; i++) {
      const rate = wanted({ Name: `${name}-${i}`, ScheduleExpression: 'rate(1 minute)' });
      await slowClient.send(new CreateScheduleCommand(rate));
    }
    expect(late.length).toBeLessThan(20);
    slowClient.destroy();
  });
});

describe('a schedule whose function cannot be invoked', () => {
  /** Opens a scheduler whose first invocations fail, with one schedule that fires at once. */
  async function refused(times: number, RetryPolicy: Target['RetryPolicy']) {
    const invoked: unknown[] = [];
    const letters: unknown[] = [];
    const stubborn = await createSchedulerStandIn({
      invoke(_, input) {
        invoked.push(input);
        if (invoked.length <= times) throw new Error('Rate exceeded');
      },
      onDeadLetter: (letter) => letters.push(letter),
    });
    const itsClient = new SchedulerClient({ ...localAws, endpoint: stubborn.endpoint });
    const { Target, ...once } = wanted();
    const DeadLetterConfig = { Arn: 'arn:aws:sqs:us-east-1:000000000000:letters' };
    const insistent = { ...(Target as Target), RetryPolicy, DeadLetterConfig };
    await itsClient.send(new CreateScheduleCommand({ ...once, Target: insistent }));
    itsClient.destroy();
    stubborn.skip(3_000);
    return { stubborn, invoked, letters };
  }
  type Target = NonNullable<CreateScheduleCommandInput['Target']>;
  const minute = 60_000;

  test('is tried again with growing pauses until it is taken', async () => {
    const { stubborn, invoked, letters } = await refused(2, undefined);
    await using _ = stubborn;
    await waitUntil(
      async () => invoked.length,
      (count) => count === 2,
      5_000,
    );
    stubborn.skip(minute);
    await expect.poll(() => invoked.length).toBe(3);
    stubborn.skip(60 * minute);
    expect([invoked.length, letters]).toEqual([3, []]);
  });

  test.each([
    ['as often as it allows', { MaximumRetryAttempts: 2 }, 3],
    ['for as long as it allows', { MaximumEventAgeInSeconds: 60 }, 6],
  ])('is tried %s, then its letter is in its queue', async (_, policy, times) => {
    const { stubborn, invoked, letters } = await refused(Number.POSITIVE_INFINITY, policy);
    await using _stubborn = stubborn;
    const skipOn = async () => {
      stubborn.skip(minute);
      return letters.length;
    };
    await waitUntil(skipOn, Boolean, 5_000);
    expect(invoked).toHaveLength(times);
    expect(letters).toEqual([
      {
        queueArn: 'arn:aws:sqs:us-east-1:000000000000:letters',
        functionName: name,
        input: { greeting: 'שלום' },
      },
    ]);
  });
});

describe('time that is skipped', () => {
  test('fires what became due in its order, and nothing else', async () => {
    const inMinutes = (minutes: number) => {
      const at = new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 19);
      const Arn = `arn:aws:lambda:us-east-1:000000000000:function:skipped-${minutes}`;
      const Target = { ...wanted().Target, Arn, RoleArn: 'arn:aws:iam::000000000000:role/any' };
      return create({ Name: `${name}-${minutes}`, ScheduleExpression: `at(${at})`, Target });
    };
    for (const minutes of [30, 5, 1]) await inMinutes(minutes);
    const skipped = () =>
      fired.map((firing) => firing.name).filter((one) => one.startsWith('skipped'));
    scheduler.skip(58_000);
    expect(skipped()).toEqual([]);
    scheduler.skip(6 * 60_000);
    expect(skipped()).toEqual(['skipped-1', 'skipped-5']);
    await inMinutes(2);
    scheduler.skip(60_000);
    expect(skipped()).toEqual(['skipped-1', 'skipped-5']);
    scheduler.skip(60_000);
    expect(skipped()).toEqual(['skipped-1', 'skipped-5', 'skipped-2']);
    scheduler.skip(30 * 60_000);
    expect(skipped()).toHaveLength(4);
  });

  test('fires a rate once, and then at its distance again', async () => {
    await create({ ScheduleExpression: 'rate(1 minute)' });
    await waitUntil(async () => firings().length, Boolean, 2_000);
    scheduler.skip(30 * 60_000);
    expect(firings()).toHaveLength(2);
    scheduler.skip(59_000);
    expect(firings()).toHaveLength(2);
    scheduler.skip(1_000);
    expect(firings()).toHaveLength(3);
  });
});

test.each([
  ['at(2026-01-15T09:00:00)', 'Asia/Jerusalem', '2026-01-15T07:00:00Z'],
  ['at(2026-07-15T09:00:00)', 'Asia/Jerusalem', '2026-07-15T06:00:00Z'],
  ['at(2026-07-15T09:00:00)', undefined, '2026-07-15T09:00:00Z'],
])('%s in %s is %s', (expression, zone, at) => {
  expect(readExpression(expression, zone)).toEqual({ kind: 'at', at: Date.parse(at) });
});

test('no time is read in a zone that does not exist', () => {
  expect(readExpression('at(2026-01-15T09:00:00)', 'Asia/Nowhere')).toBeUndefined();
});

describe('the product’s schedules', () => {
  const target = {
    functionArnPrefix: 'arn:aws:lambda:us-east-1:000000000000:function:',
    roleArn: 'arn:aws:iam::000000000000:role/schedules',
    deadLetterArn: 'arn:aws:sqs:us-east-1:000000000000:dead-letters',
  };
  let schedules: Schedules;
  let once: OneTimeSchedule;
  beforeAll(() => {
    vi.stubEnv('AWS_ENDPOINT_URL_SCHEDULER', scheduler.endpoint);
    vi.stubEnv('AWS_REGION', localAws.region);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
    schedules = eventbridgeScheduler({ group: 'default', target });
  });
  beforeEach(() => {
    once = { name, at: Date.now() + 60_000, functionName: name, input: { attempt: 1 } };
  });
  afterEach(() => scheduler.setFault('none'));
  afterAll(() => void vi.unstubAllEnvs());

  test('tell of an enabled schedule, of none, and of a scheduler that is away', async () => {
    expect(await schedules.isEnabled(name)).toBe(false);
    await create({ ScheduleExpression: 'at(2090-01-01T00:00:00)' });
    expect(await schedules.isEnabled(name)).toBe(true);
    await scheduler.setFault('down');
    await expect(schedules.isEnabled(name)).rejects.toThrow(VendorFailed);
  });

  test('fire once, not before their time, and are gone then', async () => {
    await schedules.once(once);
    const { ScheduleExpression = '', Target } = await get();
    const at = Date.parse(`${ScheduleExpression.slice(3, -1)}Z`);
    expect(at - once.at).toBeGreaterThanOrEqual(0);
    expect(at - once.at).toBeLessThan(1_000);
    expect(Target?.DeadLetterConfig?.Arn).toBe(target.deadLetterArn);
    scheduler.skip(61_000);
    expect(firings()).toEqual([{ name, input: { attempt: 1 } }]);
    expect(await schedules.isEnabled(name)).toBe(false);
  });

  test('stand once, however often they are asked for', async () => {
    await schedules.once(once);
    await schedules.once({ ...once, input: { attempt: 2 } });
    scheduler.skip(61_000);
    expect(firings()).toEqual([{ name, input: { attempt: 1 } }]);
  });

  test('are never in the past', async () => {
    await schedules.once({ ...once, at: 0 });
    expect(firings()).toEqual([]);
    scheduler.skip(6_000);
    expect(firings()).toHaveLength(1);
  });

  test('can be taken back, also those that are gone', async () => {
    await schedules.once(once);
    await schedules.cancel(name);
    await schedules.cancel(name);
    scheduler.skip(61_000);
    expect(firings()).toEqual([]);
  });

  test('that cannot be made are named, and so is a deployment that has no place for them', async () => {
    await scheduler.setFault('down');
    await expect(schedules.once(once)).rejects.toThrow(VendorFailed);
    await expect(schedules.cancel(name)).rejects.toThrow(VendorFailed);
    const nowhere = eventbridgeScheduler({ group: 'default', target: undefined });
    await expect(nowhere.once(once)).rejects.toThrow(InvalidInput);
  });
});
