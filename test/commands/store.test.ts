import { expect, test } from 'vitest';
import { openStore } from '#commands/store.ts';

test.each([
  ['30', 30],
  [undefined, undefined],
  ['', undefined],
])(
  'a command with RETENTION_DAYS=%s writes rows that expire as those of the deployment',
  (RETENTION_DAYS, days) => {
    using store = openStore(undefined, { RETENTION_DAYS, AWS_REGION: 'il-central-1' });
    expect(store.db.retentionDays).toBe(days);
  },
);
