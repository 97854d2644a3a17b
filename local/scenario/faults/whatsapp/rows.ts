import type { MessageRow } from './row.ts';
import { customerRows } from './rows/customers.ts';
import { deliveryRows } from './rows/deliveries.ts';
import { mediaRows } from './rows/media.ts';
import { modelRows } from './rows/model.ts';
import { sendingRows } from './rows/sending.ts';
import { storeRows } from './rows/store.ts';
import { viewingRows } from './rows/viewings.ts';

/** All faults of messages with their expected outcomes; the slowest rows first. */
export const messageRows: readonly MessageRow[] = [
  ...modelRows,
  ...deliveryRows,
  ...sendingRows,
  ...mediaRows,
  ...storeRows,
  ...customerRows,
  ...viewingRows,
];
