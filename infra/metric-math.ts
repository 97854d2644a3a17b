import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';

const fiveMinutes = Duration.minutes(5);
/** CloudWatch's limit of metrics in one alarm. */
const MAX_METRICS = 10;
/** The period of a share of calls or turns. A small office has about two calls in it, and hardly one in five minutes. */
export const SHARE_PERIOD = Duration.minutes(15);

/** Returns the sum of metrics; a missing one counts as 0. */
export function sum(label: string, metrics: readonly IMetric[]): MathExpression {
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

type Share = {
  readonly part: IMetric;
  readonly whole: IMetric;
  /** The least count of `part`; below it a share says nothing. */
  readonly atLeast: number;
  /** A fraction of `whole`. */
  readonly share: number;
};

/** Returns the count of `part` while it is more than a share of `whole`, else 0. */
export function largeShare(label: string, { part, whole, atLeast, share }: Share): MathExpression {
  return new MathExpression({
    label,
    expression: `IF(FILL(part, 0) >= ${atLeast} AND FILL(part, 0) > ${share} * FILL(whole, 0), part, 0)`,
    usingMetrics: { part, whole },
    period: SHARE_PERIOD,
  });
}

/** Returns a metric of all functions of the account and Region: one metric costs a seventh of seven. */
export function ofAllFunctions(metricName: 'Errors' | 'Throttles'): Metric {
  return new Metric({
    namespace: 'AWS/Lambda',
    metricName,
    statistic: Stats.SUM,
    period: fiveMinutes,
  });
}
