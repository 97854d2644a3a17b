import { STALE_TOKEN } from 'twilio-exchange/account/account.ts';
import type { Exchange } from 'twilio-exchange/exchange.ts';
import type { LocalVoice } from '#local/speech/voice.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld, type World, type WorldOptions } from '#local/world/world.ts';
import type { Environment } from '#shared/config/environment.ts';
import type { Broker } from '#shared/domain/office/broker.ts';
import type { LoggedLine } from './call-moments.ts';

/** A world in which the phone rows run. */
export interface Stage extends AsyncDisposable {
  readonly world: World & { readonly exchange: Exchange };
  /** Calls `onLog` for every log line about a call from now on. */
  follow(callSid: string, onLog: (line: LoggedLine) => void): void;
}

type StageOptions = Pick<
  WorldOptions,
  'prompts' | 'mediaProcesses' | 'mediaAheadMs' | 'indexLateMs'
> & {
  /** How long a stopping media process goes on accepting; as in production by default. */
  readonly stopGraceSeconds?: number | undefined;
  readonly people?: readonly Broker[] | undefined;
  /** Settings of the product that differ. */
  readonly product?: Environment | undefined;
};

/** The unluckiest balancer: a dead task has the fewest requests. A deployment waits for nobody. */
const UNLUCKY = { algorithm: 'least-outstanding', deregistrationDelayMs: 0 } as const;

/** Opens a stage. */
export async function openStage(
  voice: LocalVoice,
  { stopGraceSeconds, people = [], product, ...options }: StageOptions,
): Promise<Stage> {
  const followers = new Map<string, (line: LoggedLine) => void>();
  const { exchange, ...world } = await openWorld({
    settings: {
      ...closedWorld(),
      people,
      product: {
        TWILIO_AUTH_TOKEN_PREVIOUS: STALE_TOKEN,
        ...(stopGraceSeconds === undefined ? {} : { STOP_GRACE_SECONDS: `${stopGraceSeconds}` }),
        ...product,
      },
    },
    ...options,
    balancing: UNLUCKY,
    voice,
    onLog(line) {
      const logged = read(line);
      if (logged) followers.get(logged.callSid)?.(logged);
    },
  });
  if (!exchange) throw new Error('A closed world has an exchange.');
  return {
    world: { ...world, exchange },
    follow: (callSid, onLog) => void followers.set(callSid, onLog),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

/** Skips Node's own warnings, which are not JSON, and lines without a call. */
function read(line: string): LoggedLine | undefined {
  return line.startsWith('{') && line.includes('"callSid"') ? JSON.parse(line) : undefined;
}
