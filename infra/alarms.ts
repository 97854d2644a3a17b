import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { alarmTable } from './alarm-table.ts';
import type { Watched } from './graphs.ts';
import { PREFIX } from './names.ts';
import type { Settings } from './settings.ts';

/** The alarms, which all notify one topic. */
export class Alarms extends Construct {
  readonly topic: Topic;
  readonly all: readonly Alarm[];

  constructor(scope: Construct, id: string, parts: Watched & Pick<Settings, 'alarmEmail'>) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { displayName: 'AgentLocator', enforceSSL: true });
    if (parts.alarmEmail) this.topic.addSubscription(new EmailSubscription(parts.alarmEmail));
    const action = new SnsAction(this.topic);
    this.all = Object.entries(alarmTable(parts)).map(([name, row]) => {
      const { means, metric, graph, above, below, times = 1, outOf = times, ringsOnSilence } = row;
      const alarm = new Alarm(this, name, {
        alarmName: `${PREFIX}${name}`,
        alarmDescription: `${means} Dashboard: ${graph}. RUNBOOK.md: ${name}.`,
        metric,
        threshold: above ?? below ?? 0,
        comparisonOperator:
          above === undefined
            ? ComparisonOperator.LESS_THAN_THRESHOLD
            : ComparisonOperator.GREATER_THAN_THRESHOLD,
        datapointsToAlarm: times,
        evaluationPeriods: outOf,
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
