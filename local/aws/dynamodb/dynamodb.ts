import {
  createVendorServer,
  type VendorAnswer,
  type VendorManners,
  type VendorServer,
} from '#local/aws/vendor-server.ts';
import { hasLoneSurrogate } from '#local/lone-surrogates.ts';
import { startDynalite } from './dynalite-server.ts';
import { readDynamoDbRequest } from './dynamodb-request.ts';
import { expressionComplaint } from './expression-limits.ts';
import { indexKeyComplaint } from './index-keys.ts';
import { type LateIndexes, openLateIndexes } from './late-indexes.ts';
import { createWriteFaults, type WriteFaults } from './write-faults.ts';

/** The largest request DynamoDB reads: 16 MB, its documented limit for a batch. */
const MAX_REQUEST_BYTES = 16 * 1024 * 1024;

export type DynamoDbOptions = {
  readonly port?: number;
  /** How much later than its table an index shows a write; 0 for at once. */
  readonly indexLateMs?: number;
};

/** DynamoDB on loopback; the writes of one table can fail alone. */
export type DynamoDbStandIn = VendorServer & { readonly writeFaults: WriteFaults };

/**
 * Starts DynamoDB on loopback with the product's tables, in memory; the data survive every fault. It refuses
 * what only DynamoDB refuses: large expressions, lone surrogates, and empty texts in the key of an index.
 */
export async function createDynamoDbStandIn({
  port,
  indexLateMs = 0,
}: DynamoDbOptions = {}): Promise<DynamoDbStandIn> {
  await using opened = new AsyncDisposableStack();
  const database = opened.use(await startDynalite());
  const indexes: LateIndexes | undefined =
    indexLateMs > 0 ? opened.use(await openLateIndexes(database, indexLateMs)) : undefined;

  const broken = refusal(500, 'InternalServerError', 'The server encountered an internal error.');
  const writeFaults = createWriteFaults(broken);
  const answer: VendorManners['answer'] = async (wire) => {
    const request = readDynamoDbRequest(wire);
    const { fields } = request;
    if (hasLoneSurrogate(fields))
      return refusal(400, 'SerializationException', 'The request has a text that is not Unicode.');
    const complaint = expressionComplaint(fields) ?? indexKeyComplaint(fields);
    if (complaint) return refusal(400, 'ValidationException', complaint);
    const isOfIndex = fields['IndexName'] !== undefined;
    return writeFaults.around(request, async () => {
      const answered = await (isOfIndex && indexes ? indexes : database).ask(wire);
      if (answered.status === 200) indexes?.written(request);
      return answered;
    });
  };
  const manners: VendorManners = {
    answer,
    maxBodyBytes: MAX_REQUEST_BYTES,
    tooLarge: refusal(413, 'RequestEntityTooLarge', 'The request is larger than 16 MB.'),
    throttled: refusal(
      400,
      'ProvisionedThroughputExceededException',
      'The level of configured provisioned throughput for the table was exceeded.',
    ),
    broken: () => broken,
  };
  const { endpoint, setFault } = opened.use(await createVendorServer(manners, port));
  const all = opened.move();
  return { endpoint, setFault, writeFaults, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

function refusal(status: number, type: string, message: string): VendorAnswer {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message }),
  };
}
