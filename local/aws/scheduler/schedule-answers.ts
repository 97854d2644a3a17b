import type { VendorAnswer } from '#local/aws/vendor-server.ts';
import type { Schedule } from './schedule-book.ts';

/**
 * Describes a schedule by its `group/name` key, as GetSchedule does:
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_GetSchedule.html
 */
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
    // REST-JSON writes timestamps in seconds.
    CreationDate: createdAt / 1000,
    LastModificationDate: modifiedAt / 1000,
  };
}

/** Returns the ARN of a schedule. */
export function arnOf(key: string): string {
  return `arn:aws:scheduler:us-east-1:000000000000:schedule/${key}`;
}

/** Returns a 200 with a JSON body. */
export function json(body: object): VendorAnswer {
  const headers = { 'content-type': 'application/json' };
  return { status: 200, headers, body: JSON.stringify(body) };
}

/** Returns a ValidationException. */
export function invalid(message: string): VendorAnswer {
  return refusal(400, 'ValidationException', message);
}

/** Returns an error in the JSON of the scheduler's API. */
export function refusal(status: number, type: string, message: string): VendorAnswer {
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': type };
  return { status, headers, body: JSON.stringify({ Message: message }) };
}
