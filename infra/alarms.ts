import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { HttpCodeTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { functionOf, type RouteName, routes } from '#shared/routes.ts';
import type { Balancer } from './balancer.ts';
import { capacity } from './capacity.ts';
import type { Data } from './data.ts';
import type { DeferredWork } from './deferred-work.ts';
import type { Functions } from './lambda-functions.ts';
import type { Media } from './media.ts';
import { counted, measured } from './metrics.ts';
import { PREFIX } from './names.ts';
import type { Settings } from './settings.ts';
import type { Webhooks } from './webhooks.ts';

/** The constructs that alarms and the dashboard watch. */
export type Watched = {
  readonly functions: Functions;
  readonly webhooks: Webhooks;
  readonly balancer: Balancer;
  readonly media: Media;
  readonly data: Data;
  readonly deferredWork: DeferredWork;
};

type Description = {
  /** The meaning for callers or the office, in one sentence; RUNBOOK.md has a page under the alarm's name. */
  readonly means: string;
  readonly metric: IMetric;
  /** The threshold: the alarm rings above `above`, or below `below`. */
  readonly above?: number;
  readonly below?: number;
  /** The number of periods in a row; 1 by default. */
  readonly times?: number;
  /** Whether missing data rings the alarm. */
  readonly ringsOnSilence?: true;
};

const fiveMinutes = Duration.minutes(5);
/** CloudWatch's limit of metrics in one alarm. */
const MAX_METRICS = 10;

/** The alarms, which all notify one topic. */
export class Alarms extends Construct {
  readonly topic: Topic;
  readonly all: readonly Alarm[];

  constructor(scope: Construct, id: string, parts: Watched & Pick<Settings, 'alarmEmail'>) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { displayName: 'AgentLocator', enforceSSL: true });
    if (parts.alarmEmail) this.topic.addSubscription(new EmailSubscription(parts.alarmEmail));
    const action = new SnsAction(this.topic);
    this.all = Object.entries(descriptions(parts)).map(([name, description]) => {
      const { means, metric, above, below, times = 1, ringsOnSilence } = description;
      const alarm = new Alarm(this, name, {
        alarmName: `${PREFIX}${name}`,
        alarmDescription: `${means} RUNBOOK.md, ${name}.`,
        metric,
        threshold: above ?? below ?? 0,
        comparisonOperator:
          above === undefined
            ? ComparisonOperator.LESS_THAN_THRESHOLD
            : ComparisonOperator.GREATER_THAN_THRESHOLD,
        evaluationPeriods: times,
        treatMissingData: ringsOnSilence
          ? TreatMissingData.BREACHING
          : TreatMissingData.NOT_BREACHING,
      });
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
      return alarm;
    });
  }
}

function descriptions(watched: Watched): Readonly<Record<string, Description>> {
  const { functions, webhooks, balancer, media, data, deferredWork } = watched;
  const { targets } = balancer;
  const answering = new Set(Object.keys(routes).map((name) => functionOf(name as RouteName)));
  const workers = Object.entries(functions).filter(([name]) => !answering.has(name));
  const tables = (['call_log', 'call_turn', 'call_watch', 'interactions'] as const).map(
    (name) => data.tables[name],
  );
  return {
    'watchdog-stopped': {
      means: 'The watchdog does not sweep: a call that falls silent stays silent.',
      metric: measured('SweepAgeMs', 'max'),
      above: 60_000,
      times: 3,
      ringsOnSilence: true,
    },
    'watchdog-late': {
      means: 'The watchdog sweeps late: silent calls are noticed later than promised.',
      metric: measured('SweepAgeMs', 'max'),
      above: 5_000,
      times: 2,
    },
    'calls-rescued': {
      means: 'Many calls fell silent and were redirected to the recorded prompt.',
      metric: counted('WatchdogRedirects', fiveMinutes),
      above: 5,
    },
    'rescues-failed': {
      means: 'Twilio did not redirect silent calls to the recorded prompt.',
      metric: counted('RedirectFailures', fiveMinutes),
      above: 2,
    },
    'media-tasks-missing': {
      means: 'Fewer than two media tasks accept streams.',
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
      metric: measured('ActiveStreams', 'max'),
      above: 0.9 * capacity.maxConnections,
      times: 2,
    },
    'media-overloaded': {
      means: 'The media tasks are short of processor time: answers come late.',
      metric: media.service.metricCpuUtilization({ period: Duration.minutes(1) }),
      above: 80,
      times: 5,
    },
    'media-memory': {
      means: 'The media tasks are running out of memory.',
      metric: media.service.metricMemoryUtilization({ period: Duration.minutes(1) }),
      above: 80,
      times: 5,
    },
    'streams-refused': {
      means:
        'Media streams are refused or fail at the load balancer: callers hear the greeting, then the voicemail prompt.',
      metric: new MathExpression({
        label: 'streams refused',
        expression: 'FILL(refused, 0) + FILL(unreachable, 0)',
        usingMetrics: {
          refused: targets.metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT),
          unreachable: targets.metrics.targetConnectionErrorCount(),
        },
        period: fiveMinutes,
      }),
      above: 3,
    },
    'answers-slow': {
      means: 'Callers wait more than three seconds for an answer.',
      metric: measured('TurnTotal', 'p95'),
      above: 3_000,
      times: 5,
    },
    'webhooks-failing': {
      means: 'Webhooks answer with errors: Twilio uses the static fallback document instead.',
      metric: webhooks.api.metricServerError({ statistic: Stats.SUM, period: fiveMinutes }),
      above: 3,
    },
    'webhooks-slow': {
      means: 'Webhooks are slow: Twilio gives up on them after fifteen seconds.',
      metric: webhooks.api.metricLatency({ statistic: 'p99', period: fiveMinutes }),
      above: 8_000,
    },
    'workers-failing': {
      means:
        'Background functions are failing: voicemails stay untranscribed, reminders unsent, or lost calls unadopted.',
      metric: sum(
        'errors',
        workers.map(([, one]) => one.metricErrors({ period: fiveMinutes })),
      ),
      above: 0,
      times: 2,
    },
    'functions-throttled': {
      means:
        'This account has reached its limit of concurrent Lambda functions: webhooks are refused.',
      metric: new Metric({
        namespace: 'AWS/Lambda',
        metricName: 'Throttles',
        statistic: Stats.SUM,
        period: fiveMinutes,
      }),
      above: 0,
    },
    'work-abandoned': {
      means: 'Background work failed at its last attempt and is in the dead-letter queue.',
      metric: deferredWork.deadLetters.metricApproximateNumberOfMessagesVisible({
        statistic: Stats.MAXIMUM,
        period: fiveMinutes,
      }),
      above: 0,
    },
    'messages-abandoned': {
      means:
        'A voicemail could not be fetched or transcribed, a message not answered, or a notice not sent.',
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
      metric: functions.reconcile.metricInvocations({ period: Duration.hours(1) }),
      below: 1,
      times: 3,
      ringsOnSilence: true,
    },
    'reconcile-failing': {
      means: 'Calls or messages in Twilio’s lists could not be entered in the CRM.',
      metric: counted('ReconcileFailures', Duration.hours(1)),
      above: 0,
      times: 2,
    },
    'store-throttled': {
      means: 'DynamoDB throttles reads or writes of calls.',
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
    'signatures-wrong': {
      means:
        'Many requests lack a valid Twilio signature: the stored secret is out of date, or requests are forged.',
      metric: counted('SignatureFailures', fiveMinutes),
      above: 20,
    },
  };
}

/** Returns the sum of metrics; a missing one counts as 0. */
function sum(label: string, metrics: readonly IMetric[]): MathExpression {
  if (metrics.length > MAX_METRICS)
    throw new Error(`An alarm takes at most ${MAX_METRICS} metrics.`);
  const named = metrics.map((metric, index) => [`m${index}`, metric] as const);
  return new MathExpression({
    label,
    expression: named.map(([name]) => `FILL(${name}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(named),
    period: fiveMinutes,
  });
}
