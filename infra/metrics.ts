import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';

/** The product's metrics that alarms, the dashboard or scaling use. */
export type MetricName =
  | 'ActiveStreams'
  | 'CallsAdopted'
  | 'CallsReceived'
  | 'CanaryThrottled'
  | 'CardsWithoutModel'
  | 'CeilingsNotRead'
  | 'CeilingsReached'
  | 'DegradedAnswers'
  | 'FetchesGivenUp'
  | 'ListingSourceFailures'
  | 'MessagesAdopted'
  | 'MessagesGivenUp'
  | 'MessagesPutOff'
  | 'MessagesTakenUp'
  | 'NoticesGivenUp'
  | 'OfficeToldMs'
  | 'OriginsFailed'
  | 'ReconcileFailures'
  | 'RedirectFailures'
  | 'SignatureFailures'
  | 'StaffMessagesFailed'
  | 'SweepAgeMs'
  | 'TasksNotTakenUp'
  | 'TellRuns'
  | 'TimeToHumanMs'
  | 'TranscriptionsGivenUp'
  | 'TurnAudio'
  | 'TurnNlp'
  | 'TurnTotal'
  | 'TurnTts'
  | 'TurnsFailed'
  | 'TurnsInterrupted'
  | 'TurnsUnderstood'
  | 'VoicemailsAsked'
  | 'WatchdogRedirects';

/** The CloudWatch namespace that `shared/log.ts` writes to. */
export const NAMESPACE = 'AgentLocator';

const { SUM, MAXIMUM, AVERAGE } = Stats;
const perMinute = Duration.minutes(1);

/** Returns the sum of a metric of the product in each period, one minute by default. */
export function counted(metricName: MetricName, period = perMinute): Metric {
  return new Metric({ namespace: NAMESPACE, metricName, statistic: SUM, period });
}

/** Returns the sum of a metric for each reason, in each period. */
export function byReason(
  metricName: MetricName,
  reasons: readonly string[],
  period: Duration,
): Metric[] {
  return reasons.map(
    (reason) =>
      new Metric({
        namespace: NAMESPACE,
        metricName,
        dimensionsMap: { reason },
        statistic: SUM,
        period,
        label: reason,
      }),
  );
}

/** Returns the maximum, the mean or a percentile of a product’s metric in each period, one minute by default. */
export function measured(
  metricName: MetricName,
  statistic: 'max' | 'mean' | `p${number}`,
  period = perMinute,
): Metric {
  const named = { max: MAXIMUM, mean: AVERAGE }[statistic as string] ?? statistic;
  return new Metric({ namespace: NAMESPACE, metricName, statistic: named, period });
}

/** Returns the median of a metric for each reason, in each period. */
export function medianByReason(
  metricName: MetricName,
  reasons: readonly string[],
  period: Duration,
): Metric[] {
  return byReason(metricName, reasons, period).map((metric) => metric.with({ statistic: 'p50' }));
}
