import { setTimeout as sleep } from 'node:timers/promises';
import { FRAME_BYTES, SILENCE } from '@agent-locator/audio/mulaw.ts';
import type { Environment } from '#shared/config/environment.ts';
import { type PromptName, promptDurationMs } from '#shared/prompts.ts';
import { routes } from '#shared/routes.ts';
import { callFields, openStream, parameter, post, startMessages } from '../twilio-requests.ts';

/** A silent caller, with as much of Twilio as a reconnect needs. */
export type ReconnectCaller = {
  /** Streams that were opened, and streams that were lost or refused. */
  readonly seen: Seen;
  /** Ends the call. */
  hangUp(): void;
  readonly ended: Promise<void>;
};

type Seen = {
  streams: number;
  losses: number;
  hasVoicemail: boolean;
  /** Whether the caller waits: for a stream, or for the agent's voice on it. */
  isCut: boolean;
  longestSilenceMs: number;
};

type Product = { readonly url: string; readonly env: Environment };

/** The interval of the frames. Twilio's is 20 ms, but those of sixty callers would need a machine of their own. */
const FRAME_EVERY_MS = 200;

const frame = Buffer.alloc(FRAME_BYTES, SILENCE).toString('base64');

/**
 * Calls the product and follows its documents, stream after stream. `hearsAgent` tells whether a silence after a lost
 * stream ends with the agent's voice, or with the next stream.
 */
export function placeReconnectCall(product: Product, hearsAgent: boolean): ReconnectCaller {
  const seen: Seen = {
    streams: 0,
    losses: 0,
    hasVoicemail: false,
    isCut: false,
    longestSilenceMs: 0,
  };
  const fields = callFields();
  const callSid = fields.CallSid;
  let soundAt = performance.now();
  let hangUp = () => {};
  let isOver = false;

  const silenceEnds = () => {
    const silentMs = Math.round(performance.now() - soundAt);
    if (seen.isCut) seen.longestSilenceMs = Math.max(seen.longestSilenceMs, silentMs);
  };

  /** Plays the document up to its `<Connect>`; returns whether there is one. */
  const follow = async (document: string): Promise<boolean> => {
    const verbs = document.matchAll(
      /\/([a-z_]+)\.mp3<|<Pause length="(\d+)"|<(Record|Hangup)|<Connect/g,
    );
    for (const [, prompt, pauseS, last] of verbs) {
      if (prompt && seen.streams > 0) {
        silenceEnds();
        await sleep(promptDurationMs(prompt as PromptName));
        soundAt = performance.now();
      } else if (pauseS) await sleep(Number(pauseS) * 1_000);
      else if (last) {
        seen.hasVoicemail = last === 'Record';
        return false;
      }
    }
    return document.includes('<Connect');
  };

  /** Holds one stream until it ends. */
  const stream = async (token: string): Promise<void> => {
    const { status, socket, send, closed } = await openStream(product);
    if (status !== 101) {
      seen.losses += 1;
      return;
    }
    for (const message of startMessages(product, { callSid, token })) send(message);
    seen.streams += 1;
    const restored = () => {
      silenceEnds();
      seen.isCut = false;
    };
    if (hearsAgent) socket.once('message', restored);
    else restored();
    const frames = setInterval(
      () => send({ event: 'media', media: { payload: frame } }),
      FRAME_EVERY_MS,
    );
    hangUp = () => {
      send({ event: 'stop' });
      socket.close();
    };
    let code = 0;
    socket.once('close', (closeCode) => {
      code = closeCode;
    });
    await closed;
    clearInterval(frames);
    if (isOver) return;
    if (code === 1006) seen.losses += 1;
    seen.isCut = true;
    soundAt = performance.now();
  };

  const live = async () => {
    let { body } = await post(product, routes['incoming-call'].path, fields);
    for (let gen = 1; (await follow(body)) && !isOver; gen++) {
      await stream(parameter(body, 'token'));
      const asked = { ...fields, CallStatus: isOver ? 'completed' : 'in-progress' };
      ({ body } = await post(product, `${routes['stream-ended'].path}?gen=${gen}`, asked));
    }
  };
  return {
    seen,
    hangUp() {
      isOver = true;
      hangUp();
    },
    ended: live(),
  };
}
