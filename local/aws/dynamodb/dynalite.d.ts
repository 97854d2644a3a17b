declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** DynamoDB on an HTTP server of this process; in memory unless it is given a path. */
  function dynalite(options: { readonly createTableMs: number }): Server;
  export = dynalite;
}
