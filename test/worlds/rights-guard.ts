import { Agent } from 'node:http';
import {
  type FileRight,
  type FunctionDescription,
  functions,
  mediaRights,
  type Rights,
} from '#infra/functions.ts';
import { forward } from '#local/aws/dynamodb/request-forwarding.ts';
import {
  createVendorServer,
  type VendorAnswer,
  type VendorRequest,
} from '#local/aws/vendor-server.ts';
import type { Guard } from '#local/world/product.ts';
import type { SecretName } from '#shared/config/secrets.ts';
import { tables } from '#shared/tables.ts';

/** A guard that refuses requests without a right, as AWS would, and keeps them. */
export interface RightsGuard extends Guard, AsyncDisposable {
  /** Requests without a right to them: `watchdog: Scan on call_log`. */
  readonly refused: ReadonlySet<string>;
  /** Rights that no request used. */
  unused(): readonly string[];
}

/** The access key of the media service; the key of a function is its name. */
export const MEDIA_KEY = 'media';

/** The asker, by its access key. */
const principals: Readonly<Record<string, Rights & Partial<FunctionDescription>>> = {
  ...functions,
  [MEDIA_KEY]: mediaRights,
};

const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** Opens a guard between the product and AWS with the rights that the stack gives. */
export function rightsGuard(): RightsGuard {
  const opened = new AsyncDisposableStack();
  const agent = opened.adopt(new Agent({ keepAlive: true }), (used) => used.destroy());
  const [refused, used] = [new Set<string>(), new Set<string>()];

  return {
    refused,
    unused: () =>
      Object.entries(principals).flatMap(([principal, rights]) =>
        inWords(rights)
          .map((right) => `${principal}: ${right}`)
          .filter((right) => !used.has(right)),
      ),
    environmentOf: (functionName) => ({
      AWS_ACCESS_KEY_ID: functionName,
      ...withoutSecretsOfOthers(principals[functionName] ?? {}),
    }),

    async endpointFor(service, endpoint) {
      const port = Number(new URL(endpoint).port);
      const { endpoint: guarded } = opened.use(
        await createVendorServer({
          async answer(request) {
            const wish = wishes[service](request);
            const principal = principalOf(request);
            const rights = inWords(principals[principal] ?? {});
            const right = rights.find((one) => wish.some((words) => isMeant(one, words)));
            (right ? used : refused).add(`${principal}: ${right ?? wish.at(-1)}`);
            return right ? forward(request, port, agent) : denied;
          },
          maxBodyBytes: MAX_BODY_BYTES,
          tooLarge: { status: 413 },
          throttled: { status: 503 },
          broken: () => ({ status: 500 }),
        }),
      );
      return guarded;
    },

    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

const denied: VendorAnswer = {
  status: 403,
  headers: {
    'content-type': 'application/x-amz-json-1.0',
    'x-amzn-errortype': 'AccessDeniedException',
  },
  body: JSON.stringify({ __type: 'AccessDeniedException', message: 'not authorized' }),
};

function principalOf({ headers }: VendorRequest): string {
  return /Credential=([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? '';
}

/** The rights as sentences: `Query by_contact on viewings`, `read in recordings`, `make remind-`. */
function inWords({
  tables = {},
  files = {},
  schedules = {},
  readsWatchdogSchedule,
  sendsMail,
}: Rights): string[] {
  const { creates = [], cancels = [] } = schedules;
  return [
    ...Object.entries(tables).flatMap(([table, rights]) =>
      rights.map((right) => `${right} on ${table}`),
    ),
    ...Object.entries(files).flatMap(([kind, rights]) => rights.map((one) => `${one} in ${kind}`)),
    ...creates.map((start) => `make ${start}`),
    ...cancels.map((start) => `take back ${start}`),
    ...(readsWatchdogSchedule ? ['see watchdog'] : []),
    ...(sendsMail ? ['send mails'] : []),
  ];
}

/** The variables of each secret, which stand for the secret itself on this machine. */
const secretVariables: Readonly<Record<SecretName, readonly string[]>> = {
  twilio: ['TWILIO_AUTH_TOKEN', 'TWILIO_AUTH_TOKEN_PREVIOUS', 'STREAM_TOKEN_KEY'],
  models: ['OPENAI_API_KEY', 'GOOGLE_CREDENTIALS_JSON'],
};

/** Returns blanks for the secrets that a part may not read: to it, they are not there. */
function withoutSecretsOfOthers({ secrets = [] }: Rights): Record<string, string> {
  const others = Object.entries(secretVariables).filter(
    ([name]) => !secrets.includes(name as SecretName),
  );
  return Object.fromEntries(others.flatMap(([, names]) => names.map((name) => [name, ''])));
}

/** Schedules are matched by the beginning of their names, everything else exactly. */
function isMeant(right: string, wish: string): boolean {
  return wish === right || (right.endsWith('-') && wish.startsWith(right));
}

/** Returns the rights that allow a request, in the same words, the widest last. */
const wishes = {
  dynamodb({ headers, body }: VendorRequest): string[] {
    const action = `${headers['x-amz-target']}`.replace(/^.*\./, '');
    const request = JSON.parse(body.toString());
    const { TableName, IndexName: index, RequestItems = {} } = request;
    // A batch names its tables as keys; the product's batches have one each.
    const table = TableName ?? Object.keys(RequestItems).join(' and ');
    const wide = `${index ? `${action} ${index}` : action} on ${table}`;
    const keyName = tables[table as keyof typeof tables]?.partitionKey.name ?? '';
    const key: string | undefined = (request.Key ?? request.Item)?.[keyName]?.S;
    return key === undefined ? [wide] : [`${action} of ${key} on ${table}`, wide];
  },

  s3({ method, path }: VendorRequest): string[] {
    const rights: Readonly<Record<string, FileRight>> = { PUT: 'write', GET: 'read', HEAD: 'find' };
    return [`${rights[method] ?? method} in ${path.split('/')[2]}`];
  },

  ses: (): string[] => ['send mails'],
  scheduler({ method, path }: VendorRequest): string[] {
    const deeds: Readonly<Record<string, string>> = {
      POST: 'make',
      DELETE: 'take back',
      GET: 'see',
    };
    return [`${deeds[method] ?? method} ${path.split('/').at(-1)}`];
  },
};
