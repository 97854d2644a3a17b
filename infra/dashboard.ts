import { Duration } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  Metric,
  Row,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Alarms, Watched } from './alarms.ts';
import type { Edge } from './edge.ts';
import { counted, type MetricName, measured, NAMESPACE } from './metrics.ts';

const fiveMinutes = Duration.minutes(5);
/** Widget sizes in columns and rows; the dashboard has 24 columns. */
const [THIRD, HEIGHT] = [8, 6];

/** The dashboard of the product's health. */
export class Dashboard extends Construct {
  constructor(
    scope: Construct,
    id: string,
    parts: Watched & { readonly alarms: Alarms; readonly edge: Edge },
  ) {
    super(scope, id);
    const { functions, webhooks, balancer, media, data, deferredWork, alarms, edge } = parts;
    const { targets } = balancer;
    const dashboard = new CloudWatchDashboard(this, 'Dashboard', {
      dashboardName: 'AgentLocator',
      defaultInterval: Duration.hours(3),
    });
    dashboard.addWidgets(
      new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms.all], width: 24, height: 4 }),
      row(
        graph('Calls', [
          functions['incoming-call'].metricInvocations({ label: 'calls', period: fiveMinutes }),
          counted('CallsAdopted', fiveMinutes),
        ]),
        graph('Live streams, a task', [
          measured('ActiveStreams', 'mean'),
          measured('ActiveStreams', 'max'),
        ]),
        graph('Media tasks', [
          targets.metrics.healthyHostCount(),
          targets.metrics.unhealthyHostCount(),
        ]),
      ),
      row(
        graph('From the caller’s last word to the answer (ms)', [
          measured('TurnTotal', 'p50'),
          measured('TurnTotal', 'p95'),
        ]),
        graph('Of that: hearing, thinking, speaking (ms, p50)', [
          measured('TurnAudio', 'p50'),
          measured('TurnNlp', 'p50'),
          measured('TurnTts', 'p50'),
        ]),
        graph('How callers were understood', [
          ...['live', 'batch', 'rescued'].map((reason) => byReason('TurnsUnderstood', reason)),
          counted('TurnsInterrupted', fiveMinutes),
        ]),
      ),
      row(
        graph('Calls rescued, by reason', [
          ...['no-start', 'no-media'].map((reason) => byReason('WatchdogRedirects', reason)),
          counted('RedirectFailures', fiveMinutes),
        ]),
        graph('Age of the last sweep (ms)', [measured('SweepAgeMs', 'max')]),
        graph('Messages left', [
          functions['handle-recording'].metricInvocations({ label: 'left', period: fiveMinutes }),
          functions['transcribe-recording'].metricInvocations({
            label: 'transcribed',
            period: fiveMinutes,
          }),
          counted('MessagesAdopted', fiveMinutes),
          deferredWork.deadLetters.metricApproximateNumberOfMessagesVisible({ label: 'abandoned' }),
        ]),
      ),
      row(
        graph('Webhooks', [
          webhooks.api.metricCount(),
          webhooks.api.metricServerError(),
          counted('SignatureFailures', fiveMinutes),
        ]),
        graph('Webhooks, latency (ms)', [
          webhooks.api.metricLatency({ statistic: 'p50' }),
          webhooks.api.metricLatency({ statistic: 'p99' }),
        ]),
        graph(
          'Functions: errors',
          Object.entries(functions).map(([name, one]) =>
            one.metricErrors({ label: name, period: fiveMinutes }),
          ),
        ),
      ),
      row(
        graph('Messages written', [
          functions['whatsapp-inbound'].metricInvocations({ label: 'came', period: fiveMinutes }),
          counted('MessagesPutOff', fiveMinutes),
          counted('MessagesTakenUp', fiveMinutes),
          counted('MessagesGivenUp', fiveMinutes),
        ]),
        graph('Media tasks: load (%)', [
          media.service.metricCpuUtilization(),
          media.service.metricMemoryUtilization(),
        ]),
        graph(
          'What DynamoDB writes',
          Object.entries(data.tables).map(([name, table]) =>
            table.metricConsumedWriteCapacityUnits({
              label: name,
              statistic: Stats.SUM,
              period: fiveMinutes,
            }),
          ),
        ),
      ),
      row(
        graph('The edge', [
          edgeMetric(edge, 'Requests', Stats.SUM),
          edgeMetric(edge, '5xxErrorRate', Stats.AVERAGE),
        ]),
      ),
    );
  }
}

function row(...widgets: IWidget[]): Row {
  return new Row(...widgets);
}

function graph(title: string, left: readonly IMetric[]): GraphWidget {
  return new GraphWidget({ title, left: [...left], width: THIRD, height: HEIGHT });
}

function byReason(metricName: MetricName, reason: string): Metric {
  const dimensionsMap = { reason };
  return new Metric({
    namespace: NAMESPACE,
    metricName,
    dimensionsMap,
    statistic: Stats.SUM,
    period: fiveMinutes,
    label: reason,
  });
}

/** CloudFront's metrics exist only in us-east-1: a dashboard can show another Region's metrics, an alarm cannot. */
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
