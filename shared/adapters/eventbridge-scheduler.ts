import {
  GetScheduleCommand,
  ResourceNotFoundException,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { failing } from '#shared/errors.ts';
import type { Schedules } from '#shared/ports.ts';

/** Ops ask, no caller waits: one attempt and a second one fit into a probe. */
const REQUEST_TIMEOUT_MS = 1_000;
const MAX_ATTEMPTS = 2;

/** The schedules of one group in EventBridge Scheduler. */
export function eventbridgeScheduler(group: string): Schedules {
  const client = new SchedulerClient({
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: { requestTimeout: REQUEST_TIMEOUT_MS, throwOnRequestTimeout: true },
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
  };
}
