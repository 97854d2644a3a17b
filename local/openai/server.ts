import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFaults, type Faults } from 'twilio-exchange/trouble/fault-queue.ts';
import type { Phrasebook } from '#local/phrasebook/phrasebook.ts';
import {
  answerJson,
  type Inquiry,
  type OpenAiFault,
  type OpenAiLatencies,
  type OpenAiOperation,
  refuse,
} from './inquiry.ts';
import { type LiveDoor, openLiveDoor } from './live.ts';
import { noKey, noSuchUrl, outage } from './refusals.ts';
import { reply } from './reply.ts';
import { transcribe } from './transcription.ts';

/** A request to the stand-in, and whether the client left before the answer was complete. */
export type OpenAiRequest = {
  readonly operation: Operation | 'live';
  fields: Readonly<Record<string, unknown>>;
  abandoned: boolean;
};

type Operation = Exclude<OpenAiOperation, 'reply-after-tool'>;

/** The stand-in of OpenAI. */
export interface OpenAiStandIn extends AsyncDisposable {
  /** The value of `OPENAI_BASE_URL`. */
  readonly baseUrl: string;
  readonly faults: Faults<OpenAiOperation, OpenAiFault>;
  readonly latencies: OpenAiLatencies;
  /** The faults and sockets of realtime transcription. */
  readonly live: Pick<LiveDoor, 'faults' | 'sockets'>;
  /** The last hundred requests, oldest first. */
  readonly requests: readonly OpenAiRequest[];
}

export type OpenAiStandInOptions = {
  readonly phrasebook: Phrasebook;
  /** Composes the replies: the stand-in has no model of its own. */
  readonly answerTo: Inquiry['answerTo'];
  readonly port?: number;
  readonly latencies?: Partial<OpenAiLatencies>;
};

/** The latencies for which the product's promises of speed hold, and the pace of a quick model. */
const LATENCIES: OpenAiLatencies = { transcribeMs: 250, firstTokenMs: 250, tokenMs: 4 };

const MAX_REQUESTS_KEPT = 100;

/** Starts OpenAI's stand-in on loopback: batch and live transcription, replies, and models. */
export async function createOpenAiStandIn(options: OpenAiStandInOptions): Promise<OpenAiStandIn> {
  const { answerTo, phrasebook, port = 0 } = options;
  const faults = createFaults<OpenAiOperation, OpenAiFault>();
  const latencies = { ...LATENCIES, ...options.latencies };
  const requests: OpenAiRequest[] = [];

  function keep(asked: OpenAiRequest): OpenAiRequest {
    requests.push(asked);
    if (requests.length > MAX_REQUESTS_KEPT) requests.shift();
    return asked;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!/^Bearer \S+$/.test(request.headers.authorization ?? '')) return refuse(response, noKey);
    const [operation, model] = operationOf(request);
    if (!operation) return refuse(response, noSuchUrl);

    const asked = keep({ operation, fields: {}, abandoned: false });
    const gone = new AbortController();
    response.once('close', () => {
      asked.abandoned = !response.writableFinished;
      gone.abort();
    });

    const fault = faults.take(operation);
    if (fault?.kind === 'status') {
      return refuse(response, outage(fault.status, fault.retryAfterMs));
    }
    const note = (fields: OpenAiRequest['fields']) => {
      asked.fields = fields;
    };
    const inquiry: Inquiry = {
      request,
      response,
      fault,
      faultOf: (other) => faults.take(other),
      latencies,
      answerTo,
      gone: gone.signal,
      note,
    };
    switch (operation) {
      case 'transcribe':
        return transcribe(inquiry, phrasebook);
      case 'reply':
        return reply(inquiry);
      case 'models':
        return answerJson(inquiry, { id: model, object: 'model', created: 0, owned_by: 'local' });
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const live = openLiveDoor({
    server,
    phrasebook,
    latencies,
    note(fields) {
      const asked = keep({ operation: 'live', fields, abandoned: false });
      return () => {
        asked.abandoned = true;
      };
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    faults,
    latencies,
    live,
    requests,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      live.close();
      await closed;
    },
  };
}

/** Returns the operation of a request, and the model that it names. */
function operationOf({ method, url = '' }: IncomingMessage): [Operation?, string?] {
  const path = url.replace(/\?.*/, '');
  if (method === 'POST' && path === '/v1/audio/transcriptions') return ['transcribe'];
  if (method === 'POST' && path === '/v1/responses') return ['reply'];
  const model = method === 'GET' ? /^\/v1\/models\/([\w.:-]+)$/.exec(path)?.[1] : undefined;
  return model ? ['models', model] : [];
}
