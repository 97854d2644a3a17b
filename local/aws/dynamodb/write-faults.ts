import { setTimeout as sleep } from 'node:timers/promises';
import type { VendorAnswer } from '#local/aws/vendor-server.ts';
import type { DynamoDbRequest } from './dynamodb-request.ts';

/** The failure of the writes of one table: refused, or carried out and then answered by an error or late. */
export type WriteFault = 'refused' | 'applied-then-failed' | 'applied-then-late';

/** Longer than one attempt of the product waits. */
const LATE_MS = 900;
const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem'];

/** Returns the write faults of a store, by table, and the work around each request. */
export function createWriteFaults(failed: VendorAnswer) {
  const faults = new Map<string, { readonly fault: WriteFault; times: number }>();

  const faultOf = ({ operation, fields }: DynamoDbRequest): WriteFault | undefined => {
    const standing = WRITES.includes(operation) && faults.get(String(fields['TableName']));
    if (!standing || standing.times <= 0) return undefined;
    standing.times -= 1;
    return standing.fault;
  };
  return {
    /** Lets so many of the next writes to a table fail; all of them by default. */
    set(table: string, fault: WriteFault, times = Number.POSITIVE_INFINITY): void {
      faults.set(table, { fault, times });
    },
    clear(table: string): void {
      faults.delete(table);
    },
    /** Carries a request out as its table's fault allows. */
    async around(
      request: DynamoDbRequest,
      carryOut: () => Promise<VendorAnswer>,
    ): Promise<VendorAnswer> {
      const fault = faultOf(request);
      if (fault === 'refused') return failed;
      const answer = await carryOut();
      if (fault === 'applied-then-late') await sleep(LATE_MS);
      return fault === 'applied-then-failed' ? failed : answer;
    },
  };
}

export type WriteFaults = ReturnType<typeof createWriteFaults>;
