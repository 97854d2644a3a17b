import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { type KeyAttribute, type TableDescription, tables } from '#shared/tables.ts';
import { acknowledge } from './acknowledge.ts';
import type { Settings } from './settings.ts';

type TableName = keyof typeof tables;

/** The CRM: every table that `shared/tables.ts` describes. */
export class Data extends Construct {
  readonly tables: { readonly [Name in TableName]: Table };

  constructor(scope: Construct, id: string, { stage }: Pick<Settings, 'stage'>) {
    super(scope, id);
    const made = Object.entries<TableDescription>(tables).map(
      ([name, description]) => [name, this.table(name, description, stage)] as const,
    );
    this.tables = Object.fromEntries(made) as Record<TableName, Table>;
  }

  private table(name: string, description: TableDescription, stage: Settings['stage']): Table {
    const { partitionKey, sortKey, indexes, expiryAttribute } = description;
    // Deadlines are useless after a minute; every other table can be restored to any second of the last 35 days.
    const isKept = name !== 'call_watch';
    const table = new Table(this, name, {
      tableName: name,
      partitionKey: toAttribute(partitionKey),
      ...(sortKey && { sortKey: toAttribute(sortKey) }),
      ...(expiryAttribute && { timeToLiveAttribute: expiryAttribute }),
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: isKept },
      deletionProtection: stage === 'prod',
      removalPolicy: stage === 'prod' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    for (const index of indexes) {
      table.addGlobalSecondaryIndex({
        indexName: index.name,
        partitionKey: toAttribute(index.partitionKey),
        ...(index.sortKey && { sortKey: toAttribute(index.sortKey) }),
      });
    }
    if (!isKept)
      acknowledge(table, { DDB3: 'It holds deadlines of calls, each of which lives for seconds.' });
    return table;
  }
}

function toAttribute({ name, type }: KeyAttribute) {
  return { name, type: type === 'S' ? AttributeType.STRING : AttributeType.NUMBER };
}
