import { Duration } from 'aws-cdk-lib';
import { type IMetric, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { HttpCodeElb, HttpCodeTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { taskKinds } from '#shared/domain/office/task.ts';
import type { Balancer } from './balancer.ts';
import type { Data } from './data.ts';
import type { DeferredWork } from './deferred-work.ts';
import type { Edge } from './edge.ts';
import type { Functions } from './lambda-functions.ts';
import type { Media } from './media.ts';
import { byReason, counted, measured, medianByReason } from './metrics.ts';
import type { Webhooks } from './webhooks.ts';

/** The constructs that alarms and the dashboard watch. */
export type Watched = {
  readonly functions: Functions;
  readonly webhooks: Webhooks;
  readonly balancer: Balancer;
  readonly media: Media;
  readonly data: Data;
  readonly deferredWork: DeferredWork;
  readonly edge: Edge;
};

/** The title of a graph of the dashboard. */
export type GraphName = keyof ReturnType<typeof graphs>;

const fiveMinutes = Duration.minutes(5);
const period = fiveMinutes;

/** The reasons by which metrics are split. */
const voicemailReasons = [
  'fallback',
  'lost',
  'moved',
  'human',
  'ceiling',
  'webhook-failed',
  'no-start',
  'no-media',
];
const sourceReasons = ['not-fetched', 'not-readable', 'no-row-accepted', 'too-many-would-vanish'];
const ceilingReasons = [
  'contact-at-once',
  'contact-day',
  'anonymous-day',
  'office-day',
  'office-messages',
];

/** Returns the graphs of the dashboard by their titles, in the dashboard's order, three to a row. */
export function graphs(watched: Watched) {
  return {
    ...graphsOfCalls(watched),
    ...graphsOfWebhooks(watched),
    ...graphsOfWork(watched),
    ...graphsOfTelling(),
  };
}

function graphsOfCalls({ functions, balancer, media }: Watched) {
  const { targets } = balancer;
  return {
    Calls: [
      counted('CallsReceived', period),
      // More requests than calls: strangers.
      functions['incoming-call'].metricInvocations({ label: 'requests', period }),
      counted('CallsAdopted', period),
    ],
    'Live streams, a task': [measured('ActiveStreams', 'mean'), measured('ActiveStreams', 'max')],
    'Media tasks': [targets.metrics.healthyHostCount(), targets.metrics.unhealthyHostCount()],

    'From the caller’s last word to the answer (ms)': [
      measured('TurnTotal', 'p50'),
      measured('TurnTotal', 'p95'),
    ],
    'Of that: hearing, thinking, speaking (ms, p50)': [
      measured('TurnAudio', 'p50'),
      measured('TurnNlp', 'p50'),
      measured('TurnTts', 'p50'),
    ],
    'How callers were understood': [
      ...byReason('TurnsUnderstood', ['live', 'batch', 'rescued'], period),
      counted('TurnsInterrupted', period),
    ],

    'Callers asked for a voicemail, by reason': [
      counted('CallsReceived', period),
      ...byReason('VoicemailsAsked', voicemailReasons, period),
    ],
    'Turns that failed, by reason': [
      ...byReason('TurnsFailed', ['hearing', 'answering'], period),
      counted('TurnsUnderstood', period),
    ],
    'Calls rescued, by reason': [
      ...byReason('WatchdogRedirects', ['no-start', 'no-media'], period),
      counted('RedirectFailures', period),
    ],

    'Age of the last sweep (ms)': [measured('SweepAgeMs', 'max')],
    'Streams refused': [
      targets.metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, { period }),
      targets.metrics.targetConnectionErrorCount({ period }),
      balancer.balancer.metrics.httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, { period }),
    ],
    'Media tasks: load (%)': [
      media.service.metricCpuUtilization(),
      media.service.metricMemoryUtilization(),
    ],
  } satisfies Record<string, readonly IMetric[]>;
}

function graphsOfWebhooks({ functions, webhooks, edge }: Watched) {
  return {
    Webhooks: [
      webhooks.api.metricCount(),
      webhooks.api.metricServerError(),
      counted('DegradedAnswers', period),
      counted('SignatureFailures', period),
    ],
    'Webhooks, latency (ms)': [
      webhooks.api.metricLatency({ statistic: 'p50' }),
      webhooks.api.metricLatency({ statistic: 'p99' }),
    ],
    'Origins that failed the canary': [
      measured('OriginsFailed', 'max', period),
      counted('CanaryThrottled', period),
    ],

    'Functions: errors': Object.entries(functions).map(([name, one]) =>
      one.metricErrors({ label: name, period }),
    ),
    'Functions of the account': ['ConcurrentExecutions', 'Throttles'].map(
      (metricName) =>
        new Metric({
          namespace: 'AWS/Lambda',
          metricName,
          statistic: metricName === 'Throttles' ? Stats.SUM : Stats.MAXIMUM,
          period,
        }),
    ),
    'The edge': [
      edgeMetric(edge, 'Requests', Stats.SUM),
      edgeMetric(edge, '5xxErrorRate', Stats.AVERAGE),
    ],
  } satisfies Record<string, readonly IMetric[]>;
}

function graphsOfWork({ functions, data, deferredWork }: Watched) {
  return {
    Voicemails: [
      functions['handle-recording'].metricInvocations({ label: 'left', period }),
      functions['transcribe-recording'].metricInvocations({ label: 'transcribed', period }),
      counted('MessagesAdopted', period),
    ],
    'Messages written': [
      functions['whatsapp-inbound'].metricInvocations({ label: 'came', period }),
      counted('MessagesPutOff', period),
      counted('MessagesTakenUp', period),
      counted('MessagesGivenUp', period),
    ],
    'Work given up': [
      deferredWork.deadLetters.metricApproximateNumberOfMessagesVisible({ label: 'abandoned' }),
      counted('FetchesGivenUp', period),
      counted('TranscriptionsGivenUp', period),
      counted('MessagesGivenUp', period),
      counted('NoticesGivenUp', period),
    ],

    'The hourly reconciliation': [
      functions.reconcile.metricInvocations({ label: 'runs', period: Duration.hours(1) }),
      counted('ReconcileFailures', Duration.hours(1)),
    ],
    'Writes to DynamoDB': Object.entries(data.tables).map(([name, table]) =>
      table.metricConsumedWriteCapacityUnits({ label: name, statistic: Stats.SUM, period }),
    ),
    'Requests that DynamoDB throttled': Object.entries(data.tables).flatMap(([name, table]) =>
      (['ReadThrottleEvents', 'WriteThrottleEvents'] as const).map((metric) =>
        table.metric(metric, { label: `${name} ${metric}`, statistic: Stats.SUM, period }),
      ),
    ),

    'The listing source': [
      functions['import-listings'].metricInvocations({ label: 'runs', period: Duration.hours(1) }),
      ...byReason('ListingSourceFailures', sourceReasons, period),
      counted('ListingSourceFailures', Duration.hours(1)),
    ],
    'Ceilings reached, by reason': [
      ...byReason('CeilingsReached', ceilingReasons, period),
      counted('CeilingsNotRead', period),
    ],
  } satisfies Record<string, readonly IMetric[]>;
}

function graphsOfTelling() {
  return {
    'From a task to its message (ms)': [
      measured('OfficeToldMs', 'p50', period),
      measured('OfficeToldMs', 'p95', period),
    ],
    'From a task to a person, by kind (ms, p50)': medianByReason(
      'TimeToHumanMs',
      taskKinds,
      Duration.hours(1),
    ),
    'Tasks that no person took up, by reason': byReason(
      'TasksNotTakenUp',
      ['untaken', 'nobody'],
      period,
    ),
    'Messages to the office': [
      counted('TellRuns', period),
      ...byReason('StaffMessagesFailed', ['whatsapp', 'email'], period),
      counted('StaffMessagesFailed', Duration.hours(1)),
      counted('CardsWithoutModel', period),
    ],
  } satisfies Record<string, readonly IMetric[]>;
}

/**
 * CloudFront's metrics exist only in us-east-1: a dashboard can show another Region's metrics, an alarm cannot.
 * The canary asks through CloudFront in its place.
 */
function edgeMetric({ distribution }: Edge, metricName: string, statistic: string): Metric {
  return new Metric({
    namespace: 'AWS/CloudFront',
    metricName,
    dimensionsMap: { DistributionId: distribution.distributionId, Region: 'Global' },
    region: 'us-east-1',
    statistic,
    period: fiveMinutes,
  });
}
