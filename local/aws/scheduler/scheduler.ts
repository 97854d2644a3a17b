import {
  createVendorServer,
  type VendorAnswer,
  type VendorManners,
  type VendorRequest,
  type VendorServer,
} from '#local/aws/vendor-server.ts';
import { arnOf, describeSchedule, invalid, json, refusal } from './schedule-answers.ts';
import { type Schedule, type ScheduleRequest, startSchedule, timingOf } from './schedule-book.ts';
import { createScheduleClock } from './schedule-clock.ts';
import { createDelivery, type DeliveryOptions, functionNameOf } from './schedule-delivery.ts';

export type SchedulerOptions = Pick<DeliveryOptions, 'invoke'> & {
  readonly port?: number;
  /** The greatest lateness of a firing; EventBridge Scheduler's is one minute. */
  readonly maxDelayMs?: number;
  /** Called for each invocation that ends in a schedule's dead-letter queue. */
  readonly onDeadLetter?: DeliveryOptions['onDeadLetter'];
};

/** The world's handle of EventBridge Scheduler. */
export interface SchedulerStandIn extends VendorServer {
  /** Moves all schedules forward by `ms`, and fires the ones that are then due. */
  skip(ms: number): void;
}

/** The largest request body; the limits of its fields add up to less. */
const MAX_REQUEST_BYTES = 512 * 1024;
const MAX_RESULTS = 100;

/** Starts EventBridge Scheduler on loopback: it fires Lambda functions, and creates a group at its first use. */
export async function createSchedulerStandIn(options: SchedulerOptions): Promise<SchedulerStandIn> {
  const { invoke, onDeadLetter = () => {}, port = 0, maxDelayMs = 0 } = options;
  const clock = createScheduleClock();
  const deliver = createDelivery({ clock, invoke, onDeadLetter });
  const schedules = new Map<string, Schedule>();
  const tokens = new Map<string, string>();

  const put = (key: string, request: ScheduleRequest, createdAt: number) => {
    const timing = timingOf(request);
    if (!timing) return invalid(`Invalid Schedule Expression ${request.ScheduleExpression}.`);
    // A moment in the past has no documented behaviour, so the stand-in refuses it.
    if (timing === 'past') return invalid('The schedule would never fire.');
    if (!functionNameOf(request.Target)) return invalid('Provided Arn is not in correct format.');
    schedules.get(key)?.[Symbol.dispose]();
    const schedule = startSchedule(timing, {
      request,
      createdAt,
      clock,
      delayMs: () => Math.random() * maxDelayMs,
      onFire: deliver,
      onOver: () => schedules.delete(key),
    });
    schedules.set(key, schedule);
    return json({ ScheduleArn: arnOf(key) });
  };

  const operate = (method: string, key: string, request: CreateRequest): VendorAnswer => {
    const standing = schedules.get(key);
    const { ClientToken, ...wanted } = request;
    if (method === 'POST') {
      if (standing && ClientToken && tokens.get(key) === ClientToken) {
        return json({ ScheduleArn: arnOf(key) });
      }
      if (standing) return refusal(409, 'ConflictException', `Schedule ${key} already exists.`);
      if (ClientToken) tokens.set(key, ClientToken);
      return put(key, wanted, Date.now());
    }
    if (!standing) {
      return refusal(404, 'ResourceNotFoundException', `Schedule ${key} does not exist.`);
    }
    if (method === 'GET') return json(describeSchedule(key, standing));
    if (method === 'PUT') return put(key, wanted, standing.createdAt);
    standing[Symbol.dispose]();
    schedules.delete(key);
    return json({});
  };

  const list = (query: URLSearchParams): VendorAnswer => {
    const start = Number(query.get('NextToken') ?? 0);
    const end = start + Number(query.get('MaxResults') ?? MAX_RESULTS);
    const found = [...schedules]
      .map(([key, schedule]) => describeSchedule(key, schedule))
      .filter(({ GroupName }) => GroupName === (query.get('ScheduleGroup') ?? GroupName))
      .filter(({ Name }) => Name.startsWith(query.get('NamePrefix') ?? ''))
      .filter(({ State }) => State === (query.get('State') ?? State))
      .sort((a, b) => (a.Name < b.Name ? -1 : 1));
    const more = end < found.length ? { NextToken: String(end) } : {};
    return json({ Schedules: found.slice(start, end), ...more });
  };

  const answer = ({ method, path, query, body }: VendorRequest): VendorAnswer => {
    if (method === 'GET' && path === '/schedules') return list(query);
    const name = /^\/schedules\/([0-9a-zA-Z-_.]{1,64})$/.exec(path)?.[1];
    if (!name || !['POST', 'GET', 'PUT', 'DELETE'].includes(method)) {
      return invalid('Not part of this stand-in, or no valid name.');
    }
    const request = JSON.parse(body.toString() || '{}') as CreateRequest;
    const group = request.GroupName ?? query.get('groupName') ?? 'default';
    return operate(method, `${group}/${name}`, request);
  };

  const manners: VendorManners = {
    answer,
    maxBodyBytes: MAX_REQUEST_BYTES,
    tooLarge: invalid('The request is too large.'),
    throttled: refusal(429, 'ThrottlingException', 'Rate exceeded'),
    broken: () => refusal(500, 'InternalServerException', 'Unexpected error.'),
  };
  const server = await createVendorServer(manners, port);
  return {
    ...server,
    skip: clock.skip,
    async [Symbol.asyncDispose]() {
      clock[Symbol.dispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

type CreateRequest = ScheduleRequest & {
  readonly GroupName?: string;
  readonly ClientToken?: string;
};
