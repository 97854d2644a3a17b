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
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { localAws } from '#local/aws/local-aws.ts';
import { readExpression } from '#local/aws/schedule-expression.ts';
import { createSchedulerStandIn } from '#local/aws/scheduler.ts';
import { waitUntil } from '#local/scenario/wait-until.ts';
import { eventbridgeScheduler } from '#shared/adapters/eventbridge-scheduler.ts';
import { VendorFailed } from '#shared/errors.ts';

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

/** A schedule that fires once in a second, unless it is told otherwise. */
const wanted = (change: Partial<CreateScheduleCommandInput> = {}): CreateScheduleCommandInput => ({
  Name: name,
  ScheduleExpression: `at(${new Date(Date.now() + 1_000).toISOString().slice(0, 19)})`,
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
    // Whole seconds: the next but one is always ahead.
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

test('readiness is told of an enabled schedule, of none, and of a scheduler that is away', async () => {
  vi.stubEnv('AWS_ENDPOINT_URL_SCHEDULER', scheduler.endpoint);
  vi.stubEnv('AWS_REGION', localAws.region);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  const schedules = eventbridgeScheduler('default');
  try {
    expect(await schedules.isEnabled(name)).toBe(false);
    await create({ ScheduleExpression: 'at(2090-01-01T00:00:00)' });
    expect(await schedules.isEnabled(name)).toBe(true);
    await scheduler.setFault('down');
    await expect(schedules.isEnabled(name)).rejects.toThrow(VendorFailed);
  } finally {
    await scheduler.setFault('none');
    vi.unstubAllEnvs();
  }
});
