/** An exclusive claim on work, from `at` until `until`, in epoch milliseconds. */
export type Lease = { readonly at: number; readonly until: number };
