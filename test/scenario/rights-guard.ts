import { Agent } from 'node:http';
import {
  type FileRight,
  type FunctionDescription,
  functions,
  mediaRights,
  type Rights,
} from '#infra/functions.ts';
import { forward } from '#local/aws/forward.ts';
import {
  createVendorServer,
  type VendorAnswer,
  type VendorRequest,
} from '#local/aws/vendor-server.ts';
import type { Guard } from '#local/world/world.ts';

/** Refuses whatever a part of the product has no right to, as AWS would, and keeps what was refused. */
export interface RightsGuard extends Guard, AsyncDisposable {
  /** What was asked without the right to it: `watchdog: Scan on call_log`. */
  readonly refused: ReadonlySet<string>;
  /** What was asked with the right to it. */
  readonly allowed: ReadonlySet<string>;
}

/** The access key with which the media service comes; each function comes with its own name. */
export const MEDIA_KEY = 'media';

const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** What one request wants, in the words of the table of rights. */
type Wish = { readonly on: string; readonly can: (rights: Rights) => boolean };

/** Stands between the product and AWS with the rights that the stack gives. */
export function rightsGuard(): RightsGuard {
  const opened = new AsyncDisposableStack();
  const agent = opened.adopt(new Agent({ keepAlive: true }), (used) => used.destroy());
  const [refused, allowed] = [new Set<string>(), new Set<string>()];

  return {
    refused,
    allowed,
    environmentOf: (functionName) => ({ AWS_ACCESS_KEY_ID: functionName }),

    async endpointFor(service, endpoint) {
      const port = Number(new URL(endpoint).port);
      const { endpoint: guarded } = opened.use(
        await createVendorServer({
          async answer(request) {
            const { on, can } = wishes[service](request);
            const principal = principalOf(request);
            const isAllowed = can(rightsOf(principal));
            (isAllowed ? allowed : refused).add(`${principal}: ${on}`);
            return isAllowed ? forward(request, port, agent) : denied;
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

function rightsOf(principal: string): Rights {
  if (principal === MEDIA_KEY) return mediaRights;
  return (functions as Readonly<Record<string, FunctionDescription>>)[principal] ?? {};
}

const wishes = {
  dynamodb({ headers, body }: VendorRequest): Wish {
    const action = `${headers['x-amz-target']}`.replace(/^.*\./, '');
    const { TableName: table, IndexName: index } = JSON.parse(body.toString());
    const right = index ? `${action} ${index}` : action;
    return {
      on: `${right} on ${table}`,
      can: ({ tables = {} }) => {
        const rights: readonly string[] = tables[table as keyof typeof tables] ?? [];
        return rights.includes(right);
      },
    };
  },

  s3({ method, path }: VendorRequest): Wish {
    const needed: Readonly<Record<string, FileRight>> = { PUT: 'write', GET: 'read', HEAD: 'find' };
    const [right, kind = ''] = [needed[method], path.split('/')[2]];
    return {
      on: `${right ?? method} in ${kind}`,
      can: ({ files = {} }) =>
        right !== undefined && !!files[kind as keyof typeof files]?.includes(right),
    };
  },

  scheduler({ method, path }: VendorRequest): Wish {
    const name = path.split('/').at(-1) ?? '';
    const begins = (names: readonly string[] = []) => names.some((start) => name.startsWith(start));
    return {
      on: `${method} the schedule ${name.replace(/-.*/, '-*')}`,
      can: ({ schedules, seesWatchdog }) => {
        if (method === 'POST') return begins(schedules?.makes);
        if (method === 'DELETE') return begins(schedules?.takesBack);
        return method === 'GET' && seesWatchdog === true && name === 'watchdog';
      },
    };
  },
};
