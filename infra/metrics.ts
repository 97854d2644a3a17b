import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';

/** Everything that the product counts for CloudWatch and somebody here looks at. */
export type MetricName =
  | 'ActiveStreams'
  | 'CallsAdopted'
  | 'FetchesGivenUp'
  | 'MessagesAdopted'
  | 'MessagesGivenUp'
  | 'MessagesPutOff'
  | 'MessagesTakenUp'
  | 'NoticesGivenUp'
  | 'ReconcileFailures'
  | 'RedirectFailures'
  | 'SignatureFailures'
  | 'SweepAgeMs'
  | 'TranscriptionsGivenUp'
  | 'TurnAudio'
  | 'TurnNlp'
  | 'TurnTotal'
  | 'TurnTts'
  | 'TurnsInterrupted'
  | 'TurnsUnderstood'
  | 'WatchdogRedirects';

/** The namespace in which `shared/log.ts` counts. */
export const NAMESPACE = 'AgentLocator';

const { SUM, MAXIMUM, AVERAGE } = Stats;
const perMinute = Duration.minutes(1);

/** A metric of the product, as its sum in each minute. */
export function counted(metricName: MetricName, period = perMinute): Metric {
  return new Metric({ namespace: NAMESPACE, metricName, statistic: SUM, period });
}

/** A metric of the product at its largest, its mean or a percentile. */
export function measured(metricName: MetricName, statistic: 'max' | 'mean' | `p${number}`): Metric {
  const named = { max: MAXIMUM, mean: AVERAGE }[statistic as string] ?? statistic;
  return new Metric({ namespace: NAMESPACE, metricName, statistic: named, period: perMinute });
}
