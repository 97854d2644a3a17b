import { AttributeType, BillingMode, ProjectionType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { type KeyAttribute, type TableDescription, tables } from '#shared/tables.ts';
import { acknowledge } from './rule-exceptions.ts';
import { removalOf, type Settings } from './settings.ts';

type TableName = keyof typeof tables;
type Protection = Pick<Settings, 'stage' | 'isProtected'>;

/** The CRM: every table that `shared/tables.ts` describes. */
export class Data extends Construct {
  readonly tables: { readonly [Name in TableName]: Table };

  constructor(scope: Construct, id: string, settings: Protection) {
    super(scope, id);
    const made = Object.entries<TableDescription>(tables).map(
      ([name, description]) => [name, this.table(name, description, settings)] as const,
    );
    this.tables = Object.fromEntries(made) as Record<TableName, Table>;
  }

  private table(
    name: string,
    description: TableDescription,
    { stage, isProtected }: Protection,
  ): Table {
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
      deletionProtection: isProtected,
      removalPolicy: removalOf(stage),
    });
    for (const index of indexes) {
      table.addGlobalSecondaryIndex({
        indexName: index.name,
        partitionKey: toAttribute(index.partitionKey),
        ...(index.sortKey && { sortKey: toAttribute(index.sortKey) }),
        ...(index.columns && {
          projectionType: ProjectionType.INCLUDE,
          nonKeyAttributes: [...index.columns],
        }),
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
