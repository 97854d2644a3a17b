import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { HttpCodeElb, HttpCodeTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { capacity } from './capacity.ts';
import type { GraphName, Watched } from './graphs.ts';
import { largeShare, ofAllFunctions, SHARE_PERIOD, sum } from './metric-math.ts';
import { byReason, counted, measured } from './metrics.ts';

/** One alarm, by its name; RUNBOOK.md has a page under the same name. */
export type AlarmRow = {
  /** The meaning for callers or the office, in one sentence. */
  readonly means: string;
  /** The graph of the dashboard that shows the alarm's metrics. */
  readonly graph: GraphName;
  readonly metric: IMetric;
  /** The threshold: the alarm rings above `above`, or below `below`. */
  readonly above?: number;
  readonly below?: number;
  /** The number of periods past the threshold, of the last `outOf`; 1 by default. */
  readonly times?: number;
  /** The number of periods that are looked at; `times` by default. */
  readonly outOf?: number;
  /** Whether missing data rings the alarm. */
  readonly ringsOnSilence?: true;
};

const fiveMinutes = Duration.minutes(5);
/**
 * A small office never has many failures at once, so one in each of two periods rings.
 * A single one, such as a stranger's probe or a moment of a deployment, does not.
 */
const again = { above: 0, times: 2, outOf: 3 } as const;

/** Returns every alarm with its metric, its graph and, by its name, its page in the runbook. */
export function alarmTable(watched: Watched): Readonly<Record<string, AlarmRow>> {
  return {
    ...alarmsOfCalls(watched),
    ...alarmsOfWebhooks(watched),
    ...alarmsOfWork(watched),
    ...alarmsOfTelling(),
  };
}

function alarmsOfCalls({ balancer, media }: Watched) {
  const { targets } = balancer;
  return {
    'watchdog-stopped': {
      means: 'The watchdog does not sweep: a call that falls silent stays silent.',
      graph: 'Age of the last sweep (ms)',
      metric: measured('SweepAgeMs', 'max'),
      above: 60_000,
      times: 3,
      ringsOnSilence: true,
    },
    'watchdog-late': {
      means: 'The watchdog sweeps late: silent calls are noticed later than promised.',
      graph: 'Age of the last sweep (ms)',
      metric: measured('SweepAgeMs', 'max'),
      above: 5_000,
      times: 2,
    },
    'calls-rescued': {
      means: 'Many calls fell silent and were redirected to the recorded prompt.',
      graph: 'Calls rescued, by reason',
      metric: counted('WatchdogRedirects', fiveMinutes),
      above: 5,
    },
    'rescues-failed': {
      means: 'Twilio did not redirect silent calls to the recorded prompt.',
      graph: 'Calls rescued, by reason',
      metric: counted('RedirectFailures', fiveMinutes),
      above: 2,
    },
    'voicemails-asked': {
      means: 'More than half of the callers were asked for a voicemail instead of being answered.',
      graph: 'Callers asked for a voicemail, by reason',
      metric: largeShare('callers asked for a voicemail', {
        part: counted('VoicemailsAsked', SHARE_PERIOD),
        // The function's invocations would count the requests of strangers, too.
        whole: counted('CallsReceived', SHARE_PERIOD),
        atLeast: 2,
        share: 0.5,
      }),
      above: 0,
    },
    'office-day-used': {
      means:
        'The office’s day, or the part of callers without a number, is used up. Callers leave voicemails until midnight.',
      graph: 'Ceilings reached, by reason',
      metric: sum(
        'days used up',
        byReason('CeilingsReached', ['anonymous-day', 'office-day'], fiveMinutes),
      ),
      above: 0,
    },
    'office-messages-used': {
      means:
        'The messages of the office’s day are used up. Customers are told so once, and get no answers until midnight.',
      graph: 'Ceilings reached, by reason',
      metric: sum(
        'messages used up',
        byReason('CeilingsReached', ['office-messages'], fiveMinutes),
      ),
      above: 0,
    },
    'ceilings-not-read': {
      means: 'Calls or messages were not counted in time: no ceiling protected from cost.',
      graph: 'Ceilings reached, by reason',
      metric: counted('CeilingsNotRead', fiveMinutes),
      ...again,
    },
    'calls-adopted': {
      means: 'Calls came of which no webhook told: Twilio served them with the static document.',
      graph: 'Calls',
      metric: counted('CallsAdopted', Duration.hours(1)),
      above: 0,
    },
    'models-failing': {
      means: 'OpenAI or Google failed in more than a tenth of the turns.',
      graph: 'Turns that failed, by reason',
      metric: largeShare('failed turns', {
        part: counted('TurnsFailed', SHARE_PERIOD),
        whole: counted('TurnsUnderstood', SHARE_PERIOD),
        atLeast: 2,
        share: 0.1,
      }),
      above: 0,
    },
    'media-tasks-missing': {
      means: 'Fewer than two media tasks accept streams.',
      graph: 'Media tasks',
      metric: targets.metrics.healthyHostCount({
        statistic: Stats.MINIMUM,
        period: Duration.minutes(1),
      }),
      below: capacity.minTasks,
      times: 3,
      ringsOnSilence: true,
    },
    'media-nearly-full': {
      means:
        'A media task is close to its limit of calls; beyond it, new callers get the voicemail prompt.',
      graph: 'Live streams, a task',
      metric: measured('ActiveStreams', 'max'),
      above: 0.9 * capacity.maxConnections,
      times: 2,
    },
    'media-overloaded': {
      means: 'The media tasks are short of processor time: answers come late.',
      graph: 'Media tasks: load (%)',
      metric: media.service.metricCpuUtilization({ period: Duration.minutes(1) }),
      above: 80,
      times: 5,
    },
    'media-memory': {
      means: 'The media tasks are running out of memory.',
      graph: 'Media tasks: load (%)',
      metric: media.service.metricMemoryUtilization({ period: Duration.minutes(1) }),
      above: 80,
      times: 5,
    },
    'streams-refused': {
      means:
        'Media streams are refused or fail at the load balancer: callers hear the greeting, then the voicemail prompt.',
      graph: 'Streams refused',
      metric: sum('streams refused', [
        targets.metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, { period: fiveMinutes }),
        targets.metrics.targetConnectionErrorCount({ period: fiveMinutes }),
        balancer.balancer.metrics.httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, { period: fiveMinutes }),
      ]),
      ...again,
    },
    'answers-slow': {
      means: 'Callers wait more than three seconds for an answer.',
      graph: 'From the caller’s last word to the answer (ms)',
      metric: measured('TurnTotal', 'p95'),
      above: 3_000,
      times: 5,
    },
  } satisfies Record<string, AlarmRow>;
}

function alarmsOfWebhooks({ webhooks }: Watched) {
  return {
    'not-ready': {
      means:
        'The public address does not answer as it should, or a part behind it has failed. The canary asks every five minutes.',
      graph: 'Origins that failed the canary',
      metric: measured('OriginsFailed', 'max', fiveMinutes),
      ...again,
      ringsOnSilence: true,
    },
    'canary-throttled': {
      means:
        'Strangers ask so often that the canary learns nothing of the functions: an outage would stay unnoticed.',
      graph: 'Origins that failed the canary',
      metric: counted('CanaryThrottled', fiveMinutes),
      above: 0,
      times: 4,
      outOf: 6,
    },
    'webhooks-failing': {
      means: 'Webhooks answer with errors: Twilio uses the static fallback document instead.',
      graph: 'Webhooks',
      metric: new MathExpression({
        label: 'errors without those of /readyz',
        expression: 'FILL(errors, 0) - FILL(degraded, 0)',
        usingMetrics: {
          errors: webhooks.api.metricServerError({ statistic: Stats.SUM, period: fiveMinutes }),
          degraded: counted('DegradedAnswers', fiveMinutes),
        },
        period: fiveMinutes,
      }),
      ...again,
    },
    'webhooks-slow': {
      means: 'Webhooks are slow: Twilio gives up on them after fifteen seconds.',
      graph: 'Webhooks, latency (ms)',
      metric: webhooks.api.metricLatency({ statistic: 'p99', period: fiveMinutes }),
      above: 8_000,
    },
    'signatures-wrong': {
      means:
        'Requests lack a valid Twilio signature: the stored secret is out of date, or requests are forged.',
      graph: 'Webhooks',
      metric: counted('SignatureFailures', fiveMinutes),
      ...again,
    },
    'functions-failing': {
      means:
        'Functions fail: webhooks go unanswered, voicemails stay untranscribed, reminders unsent, or lost calls unadopted.',
      graph: 'Functions: errors',
      metric: ofAllFunctions('Errors'),
      above: 0,
      times: 2,
    },
    'functions-throttled': {
      means:
        'A function or this account has reached its limit of concurrent functions: webhooks are refused.',
      graph: 'Functions of the account',
      metric: ofAllFunctions('Throttles'),
      above: 0,
    },
  } satisfies Record<string, AlarmRow>;
}

function alarmsOfWork({ functions, data, deferredWork }: Watched) {
  const tables = (['call_log', 'call_turn', 'call_watch', 'interactions'] as const).map(
    (name) => data.tables[name],
  );
  return {
    'work-abandoned': {
      means: 'Background work failed at its last attempt and is in the dead-letter queue.',
      graph: 'Work given up',
      metric: deferredWork.deadLetters.metricApproximateNumberOfMessagesVisible({
        statistic: Stats.MAXIMUM,
        period: fiveMinutes,
      }),
      above: 0,
    },
    'messages-abandoned': {
      means:
        'A voicemail could not be fetched or transcribed, a message not answered, or a notice not sent.',
      graph: 'Work given up',
      metric: sum('given up', [
        counted('FetchesGivenUp', fiveMinutes),
        counted('TranscriptionsGivenUp', fiveMinutes),
        counted('MessagesGivenUp', fiveMinutes),
        counted('NoticesGivenUp', fiveMinutes),
      ]),
      above: 0,
    },
    'reconcile-stopped': {
      means:
        'The hourly reconciliation does not run: calls and messages whose webhooks were lost stay lost.',
      graph: 'The hourly reconciliation',
      metric: functions.reconcile.metricInvocations({ period: Duration.hours(1) }),
      below: 1,
      times: 3,
      ringsOnSilence: true,
    },
    'reconcile-failing': {
      means: 'Calls or messages in Twilio’s lists could not be entered in the CRM.',
      graph: 'The hourly reconciliation',
      metric: counted('ReconcileFailures', Duration.hours(1)),
      above: 0,
      times: 2,
    },
    'listing-source-failing': {
      means: 'No home was imported from the office’s address for a day: callers hear of old homes.',
      graph: 'The listing source',
      metric: counted('ListingSourceFailures', Duration.hours(1)),
      above: 0,
      times: 24,
    },
    'store-throttled': {
      means: 'DynamoDB throttles reads or writes of calls.',
      graph: 'Requests that DynamoDB throttled',
      metric: sum(
        'throttled',
        tables.flatMap((table) =>
          (['ReadThrottleEvents', 'WriteThrottleEvents'] as const).map((name) =>
            table.metric(name, { statistic: Stats.SUM, period: fiveMinutes }),
          ),
        ),
      ),
      above: 0,
    },
  } satisfies Record<string, AlarmRow>;
}

function alarmsOfTelling() {
  return {
    'tell-stopped': {
      means: 'The people of the office are not told of anything.',
      graph: 'Messages to the office',
      metric: counted('TellRuns', fiveMinutes),
      below: 1,
      times: 2,
      ringsOnSilence: true,
    },
    'office-not-told': {
      means: 'A matter waits for the office, and no person of the office can be reached.',
      graph: 'Tasks that no person took up, by reason',
      // Such a task is looked at again every ten minutes.
      metric: counted('TasksNotTakenUp', SHARE_PERIOD).with({
        dimensionsMap: { reason: 'nobody' },
      }),
      above: 0,
    },
    'staff-messages-failing': {
      means: 'Mails to people of the office bounce, or WhatsApp messages to them are refused.',
      graph: 'Messages to the office',
      metric: counted('StaffMessagesFailed', Duration.hours(1)),
      above: 0,
    },
  } satisfies Record<string, AlarmRow>;
}
