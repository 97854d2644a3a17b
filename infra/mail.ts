import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailSendingEvent,
  EventDestination,
} from 'aws-cdk-lib/aws-ses';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { PREFIX } from './names.ts';

/** The name of the configuration set, which the reports of SES carry. */
const SET = `${PREFIX}mail`;

/** The events that decide what became of a mail. A delay decides nothing, and opened mails are nobody's business. */
const EVENTS = [
  EmailSendingEvent.SEND,
  EmailSendingEvent.DELIVERY,
  EmailSendingEvent.BOUNCE,
  EmailSendingEvent.COMPLAINT,
  EmailSendingEvent.REJECT,
];

/** Mails to the office's people: the configuration set of SES, and its reports by way of EventBridge. */
export class Mail extends Construct {
  /** The verified address that sends. */
  readonly from: string;
  readonly configurationSet: ConfigurationSet;

  constructor(scope: Construct, id: string, { from }: { readonly from: string }) {
    super(scope, id);
    this.from = from;
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      configurationSetName: SET,
      // The mails name customers; one to a server without TLS bounces, and is told in the other way.
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
    });
  }

  /** Has a function told of every mail of this product, and of no other mail of the account. */
  report(listener: IFunction, deadLetters: IQueue): void {
    // SES publishes to the account's default bus alone.
    const bus = EventBus.fromEventBusName(this, 'Bus', 'default');
    this.configurationSet.addEventDestination('Events', {
      destination: EventDestination.eventBus(bus),
      events: EVENTS,
    });
    new Rule(this, 'Reports', {
      description: 'Reports of SES on mails to the people of the office',
      eventPattern: {
        source: ['aws.ses'],
        detail: { mail: { tags: { 'ses:configuration-set': [SET] } } },
      },
      targets: [new LambdaFunction(listener, { deadLetterQueue: deadLetters })],
    });
  }
}
