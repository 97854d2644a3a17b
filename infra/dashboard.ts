import { Duration } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  Row,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Alarms } from './alarms.ts';
import { graphs, type Watched } from './graphs.ts';

/** Widget sizes in columns and rows; the dashboard has 24 columns. */
const [WHOLE, THIRD, HEIGHT] = [24, 8, 6];

/** The dashboard of the product's health: the alarms, then its graphs. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, parts: Watched & { readonly alarms: Alarms }) {
    super(scope, id);
    const dashboard = new CloudWatchDashboard(this, 'Dashboard', {
      dashboardName: 'AgentLocator',
      defaultInterval: Duration.hours(3),
    });
    dashboard.addWidgets(
      new AlarmStatusWidget({
        title: 'Alarms',
        alarms: [...parts.alarms.all],
        width: WHOLE,
        height: 4,
      }),
    );
    const widgets = Object.entries(graphs(parts)).map(
      ([title, left]) => new GraphWidget({ title, left: [...left], width: THIRD, height: HEIGHT }),
    );
    while (widgets.length > 0) dashboard.addWidgets(new Row(...widgets.splice(0, WHOLE / THIRD)));
  }
}
