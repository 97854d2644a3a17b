/** The time for which work is nobody else's. */
export type Lease = { readonly at: number; readonly until: number };
