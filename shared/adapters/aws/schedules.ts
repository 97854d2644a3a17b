import {
  ConflictException,
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  paginateListSchedules,
  ResourceNotFoundException,
  SchedulerClient,
  type SchedulerClientConfig,
} from '@aws-sdk/client-scheduler';
import type { SchedulesConfig } from '#shared/config/product.ts';
import { failing, InvalidInput } from '#shared/errors.ts';
import type { Schedules } from '#shared/ports/office.ts';
import { requestHandler } from './request-handler.ts';

/** A probe and a webhook wait for this: two attempts fit into either. */
const REQUEST_TIMEOUT_MS = 1_000;
const MAX_ATTEMPTS = 2;
/** AWS does not document a schedule in the past, so the soonest one is still ahead after both attempts: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
const SOONEST_MS = 5_000;
/** The longest retry of a function that cannot be invoked; by then the hourly reconcile has run. */
const MAX_EVENT_AGE_S = 3_600;

/** One group of schedules in EventBridge Scheduler. Without `place`, the SDK reads Region, credentials and endpoint from its own environment variables. */
export function eventbridgeScheduler(
  { group, target }: SchedulesConfig,
  place: Pick<SchedulerClientConfig, 'region' | 'credentials' | 'endpoint'> = {},
): Schedules {
  const client = new SchedulerClient({
    ...place,
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: requestHandler(REQUEST_TIMEOUT_MS),
  });
  return {
    async isEnabled(name) {
      try {
        const command = new GetScheduleCommand({ Name: name, GroupName: group });
        return (await client.send(command)).State === 'ENABLED';
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return false;
        return failing('scheduler', 'a schedule was not read')(error);
      }
    },

    async once({ name, at, functionName, input }) {
      if (!target)
        throw new InvalidInput('SCHEDULE_ROLE_ARN is not set: nothing can be scheduled.');
      const command = new CreateScheduleCommand({
        Name: name,
        GroupName: group,
        ScheduleExpression: toExpression(Math.max(at, Date.now() + SOONEST_MS)),
        FlexibleTimeWindow: { Mode: 'OFF' },
        ActionAfterCompletion: 'DELETE',
        Target: {
          Arn: target.functionArnPrefix + functionName,
          RoleArn: target.roleArn,
          Input: JSON.stringify(input),
          DeadLetterConfig: { Arn: target.deadLetterArn },
          RetryPolicy: { MaximumEventAgeInSeconds: MAX_EVENT_AGE_S },
        },
      });
      try {
        await client.send(command);
      } catch (error) {
        if (error instanceof ConflictException) return;
        failing('scheduler', 'nothing was scheduled')(error);
      }
    },

    async cancel(name) {
      try {
        await client.send(new DeleteScheduleCommand({ Name: name, GroupName: group }));
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return;
        failing('scheduler', 'a schedule was not removed')(error);
      }
    },

    async names() {
      const pages = paginateListSchedules({ client }, { GroupName: group });
      const read = await Array.fromAsync(pages).catch(
        failing('scheduler', 'the schedules were not listed'),
      );
      return read.flatMap(({ Schedules = [] }) => Schedules.flatMap(({ Name }) => Name ?? []));
    },
  };
}

/** Returns a moment (epoch ms) as a schedule's expression: in whole seconds of UTC, rounded up. */
function toExpression(at: number): string {
  return `at(${new Date(Math.ceil(at / 1_000) * 1_000).toISOString().slice(0, 19)})`;
}
