import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createLambdaStandIn, type DeadLetter } from './lambda.ts';

const functionsFolder = new URL('fixtures/functions/', import.meta.url);

test('a function gets the event and its result comes back', async () => {
  await using lambda = await createLambdaStandIn({ env: {}, functionsFolder });

  expect(await lambda.invoke('echo', { שלום: [1, null] })).toEqual({
    payload: { שלום: [1, null] },
  });
});

test('a function sees the environment it was given and nothing of ours', async () => {
  await using lambda = await createLambdaStandIn({ env: { CITY: 'חיפה' }, functionsFolder });

  expect((await lambda.invoke('environment', {})).payload).toEqual({ CITY: 'חיפה' });
});

test('all functions share one process, which is not ours', async () => {
  await using lambda = await createLambdaStandIn({ env: {}, functionsFolder });
  const pids = await Promise.all([
    lambda.invoke('process-id', {}),
    lambda.invoke('process-id', {}),
  ]);

  expect(pids[0]).toEqual(pids[1]);
  expect(pids[0]?.payload).not.toBe(process.pid);
});

test('an error of a function is returned as a report and logged', async () => {
  const log: string[] = [];
  await using lambda = await createLambdaStandIn({
    env: {},
    functionsFolder,
    onLog: (line) => log.push(line),
  });

  expect(await lambda.invoke('throw', {})).toMatchObject({
    functionError: 'Unhandled',
    payload: { errorType: 'TypeError', errorMessage: 'no such flat' },
  });
  await expect
    .poll(() => log.map((line) => JSON.parse(line)))
    .toMatchObject([{ level: 'ERROR', errorType: 'TypeError' }]);
});

test('the error of a function that takes too long names its time limit', async () => {
  await using lambda = await createLambdaStandIn({
    env: {},
    functionsFolder,
    timeoutsMs: { hang: 50 },
  });

  expect(await lambda.invoke('hang', {})).toMatchObject({
    functionError: 'Unhandled',
    payload: { errorMessage: expect.stringContaining('Task timed out after 0.05 seconds') },
  });
});

test('a process that crashes fails its invocations, and the next invocation starts another', async () => {
  await using lambda = await createLambdaStandIn({ env: {}, functionsFolder });

  expect(await lambda.invoke('crash', {})).toMatchObject({
    functionError: 'Unhandled',
    payload: { errorType: 'Runtime.ExitError' },
  });
  const [one, other] = await Promise.all([
    lambda.invoke('process-id', {}),
    lambda.invoke('process-id', {}),
  ]);
  expect(one.functionError).toBeUndefined();
  expect(one).toEqual(other);
});

test('a kill fails the invocations under way', async () => {
  const { promise: hanging, resolve } = Promise.withResolvers<string>();
  await using lambda = await createLambdaStandIn({ env: {}, functionsFolder, onLog: resolve });
  const invocation = lambda.invoke('hang', {});
  await hanging;

  await lambda.kill();

  expect(await invocation).toMatchObject({ payload: { errorType: 'Runtime.ExitError' } });
  expect(await lambda.invoke('echo', 1)).toEqual({ payload: 1 });
});

test('an event that fails is tried three times and then reported', async () => {
  const { promise, resolve } = Promise.withResolvers<DeadLetter>();
  const log: string[] = [];
  await using lambda = await createLambdaStandIn({
    env: {},
    functionsFolder,
    retryDelaysMs: [1, 1],
    onLog: (line) => log.push(line),
    onDeadLetter: resolve,
  });

  lambda.invokeLater('throw', { recording: 'RE1' });

  expect(await promise).toMatchObject({
    functionName: 'throw',
    event: { recording: 'RE1' },
    payload: { errorMessage: 'no such flat' },
  });
  await expect.poll(() => log).toHaveLength(3);
});

test('an event whose function is not to be tried again is tried once', async () => {
  const { promise, resolve } = Promise.withResolvers<DeadLetter>();
  const log: string[] = [];
  await using lambda = await createLambdaStandIn({
    env: {},
    functionsFolder,
    retryDelaysMs: [1, 1],
    retryAttempts: { throw: 0 },
    onLog: (line) => log.push(line),
    onDeadLetter: resolve,
  });

  lambda.invokeLater('throw', {});

  expect(await promise).toMatchObject({ functionName: 'throw' });
  expect(log).toHaveLength(1);
});

test('an event for a function that does not exist is reported at once', async () => {
  const { promise, resolve } = Promise.withResolvers<DeadLetter>();
  await using lambda = await createLambdaStandIn({
    env: {},
    functionsFolder,
    onDeadLetter: resolve,
  });

  lambda.invokeLater('nobody', 1);

  expect(await promise).toMatchObject({ functionName: 'nobody', event: 1 });
});

test.each(['../functions/echo', '..%2Fecho', '/etc/passwd', 'echo.ts', 'Echo', '', 'nobody'])(
  'no function is named "%s"',
  async (name) => {
    await using lambda = await createLambdaStandIn({ env: {}, functionsFolder });

    await expect(lambda.invoke(name, {})).rejects.toThrow(`there is no function "${name}"`);
  },
);

test('the Invoke API runs a function, reports its errors and takes events', async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  await using lambda = await createLambdaStandIn({ env: {}, functionsFolder, onLog: resolve });
  const post = (name: string, body: string, headers: Record<string, string> = {}) =>
    fetch(`${lambda.endpoint}/2015-03-31/functions/${name}/invocations`, {
      method: 'POST',
      headers,
      body,
    });

  const answered = await post('echo', '{"a":1}');
  expect([answered.status, await answered.json()]).toEqual([200, { a: 1 }]);
  const failed = await post('throw', '{}');
  expect(failed.headers.get('x-amz-function-error')).toBe('Unhandled');
  expect(await failed.json()).toMatchObject({ errorMessage: 'no such flat' });
  expect((await post('echo', '{')).status).toBe(400);
  const unknown = await post('nobody', '{}');
  expect(unknown.headers.get('x-amzn-errortype')).toBe('ResourceNotFoundException');

  const accepted = await post('hang', '{}', { 'x-amz-invocation-type': 'Event' });
  expect([accepted.status, await accepted.text()]).toEqual([202, '']);
  await promise;
});

test('a function that runs as often as it may is refused with 429, and taken once it ended', async () => {
  const log: string[] = [];
  await using lambda = await createLambdaStandIn({
    env: {},
    functionsFolder,
    concurrency: { hang: 1 },
    timeoutsMs: { hang: 1_000 },
    onLog: (line) => log.push(line),
  });
  const first = lambda.invoke('hang', {});
  await expect.poll(() => log).toHaveLength(1);

  const refused = await fetch(`${lambda.endpoint}/2015-03-31/functions/hang/invocations`, {
    method: 'POST',
    body: '{}',
  });
  expect([refused.status, refused.headers.get('x-amzn-errortype'), await refused.json()]).toEqual([
    429,
    'TooManyRequestsException',
    {
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      Type: 'User',
      message: 'Rate Exceeded.',
    },
  ]);
  expect(await lambda.invoke('echo', 1)).toEqual({ payload: 1 });
  await first;
  const second = lambda.invoke('hang', {});
  await expect.poll(() => log).toHaveLength(2);
  await second;
});

test('an event that is throttled runs later, and no retry is spent on it', async () => {
  const log: string[] = [];
  await using lambda = await createLambdaStandIn({
    env: {},
    functionsFolder,
    concurrency: { hang: 1 },
    timeoutsMs: { hang: 500 },
    retryAttempts: { hang: 0 },
    throttledPauseMs: 50,
    onLog: (line) => log.push(line),
  });
  lambda.invokeLater('hang', {});
  lambda.invokeLater('hang', {});

  await expect.poll(() => log, { timeout: 5_000 }).toEqual(['hanging', 'hanging']);
});

test('a function is killed past its memory, and no other function is', async () => {
  await using lambda = await createLambdaStandIn({
    env: {},
    functionsFolder,
    memoryMb: { grow: 176 },
  });
  const [other, grown] = await Promise.all([
    lambda.invoke('process-id', {}),
    lambda.invoke('grow', {}),
  ]);

  expect(grown).toMatchObject({
    functionError: 'Unhandled',
    payload: { errorType: 'Runtime.ExitError' },
  });
  expect(await lambda.invoke('process-id', {})).toEqual(other);
});

test('the memory of a function can be limited for a while', async () => {
  await using lambda = await createLambdaStandIn({ env: {}, functionsFolder });
  const shared = await lambda.invoke('process-id', {});
  await lambda.limitMemory('grow', 176);
  expect(await lambda.invoke('grow', {})).toMatchObject({ functionError: 'Unhandled' });
  await lambda.limitMemory('process-id', 1_024);
  expect(await lambda.invoke('process-id', {})).not.toEqual(shared);
  await lambda.limitMemory('process-id', undefined);
  expect(await lambda.invoke('process-id', {})).toEqual(shared);
});

test('the functions die with the process that started them', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const script = `
    const { createLambdaStandIn } = await import('./lambda.ts');
    const functionsFolder = new URL('${functionsFolder}');
    const lambda = await createLambdaStandIn({ env: {}, functionsFolder });
    await lambda.invoke('connect', { port: ${port} });`;
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    env: {},
    stdio: 'inherit',
  });
  const [held] = (await once(server, 'connection')) as [Socket];

  parent.kill('SIGKILL');

  await once(held.resume(), 'close');
  server.close();
});
