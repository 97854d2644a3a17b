import type { Schedule } from './schedule-book.ts';
import type { VendorAnswer } from './vendor-server.ts';

/** Describes a schedule by its `group/name` key, as GetSchedule does. */
export function describeSchedule(key: string, { request, createdAt, modifiedAt }: Schedule) {
  const [GroupName = '', Name = ''] = key.split('/');
  return {
    ScheduleExpressionTimezone: 'UTC',
    ActionAfterCompletion: 'NONE',
    State: 'ENABLED',
    ...request,
    Arn: arnOf(key),
    GroupName,
    Name,
    // REST-JSON writes moments in seconds.
    CreationDate: createdAt / 1000,
    LastModificationDate: modifiedAt / 1000,
  };
}

/** Names a schedule as AWS does. */
export function arnOf(key: string): string {
  return `arn:aws:scheduler:us-east-1:000000000000:schedule/${key}`;
}

/** Answers well. */
export function json(body: object): VendorAnswer {
  const headers = { 'content-type': 'application/json' };
  return { status: 200, headers, body: JSON.stringify(body) };
}

/** Says what is wrong with a request. */
export function invalid(message: string): VendorAnswer {
  return refusal(400, 'ValidationException', message);
}

/** An error in the JSON of the scheduler's API. */
export function refusal(status: number, type: string, message: string): VendorAnswer {
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': type };
  return { status, headers, body: JSON.stringify({ Message: message }) };
}
