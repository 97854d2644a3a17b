import { FRAME_BYTES, FRAME_MS, SILENCE } from '@agent-locator/audio/mulaw.ts';
import { createLineEcho, type LineEcho } from 'twilio-exchange/line/echo.ts';
import { createLineNoise } from 'twilio-exchange/line/noise.ts';
import { describe, expect, test } from 'vitest';
import { createEar } from '#media-service/hearing/ear.ts';
import { createEchoGate } from '#media-service/hearing/echo-gate.ts';
import { energyDetector } from '#media-service/hearing/voice-detector.ts';
import { atLevel, createDice, toMulaw } from '../bench/noise.ts';

const silent = new Uint8Array(FRAME_BYTES).fill(SILENCE);
/** The lead of the agent's frames. */
const LEAD_FRAMES = 400 / FRAME_MS;

/** Returns frames of speech-like noise: syllables of hiss, with short and long pauses. */
function speech(seconds: number, dbfs: number, seed = 1): Uint8Array[] {
  const dice = createDice(seed);
  const sound = new Float32Array(seconds * 8_000);
  for (let at = 0; at < sound.length; ) {
    const length = 800 + Math.floor(dice() * 1_200);
    const loudness = 0.3 + dice();
    for (let i = at; i < Math.min(at + length, sound.length); i++)
      sound[i] = (dice() - dice()) * loudness;
    at += length + Math.floor(dice() < 0.2 ? 3_200 * dice() : 400 * dice());
  }
  return framesOf(toMulaw(atLevel(sound, dbfs)));
}
const pause = (seconds: number) => Array<Uint8Array>((seconds * 1_000) / FRAME_MS).fill(silent);

function framesOf(mulaw: Uint8Array): Uint8Array[] {
  return Array.from({ length: Math.floor(mulaw.length / FRAME_BYTES) }, (_, i) =>
    mulaw.subarray(i * FRAME_BYTES, (i + 1) * FRAME_BYTES),
  );
}

type Scene = {
  readonly agent: readonly Uint8Array[];
  readonly caller?: readonly Uint8Array[];
  readonly echo?: LineEcho;
  /** When the telephone switches to loudspeaker. */
  readonly echoesFromMs?: number;
  readonly noise?: Parameters<typeof createLineNoise>[0];
  /** How many frames arrive at a time. */
  readonly burst?: number;
};

/** Plays a scene; returns for each frame whether the gate, and whether loudness alone, took it for the caller's voice. */
function play({ agent, caller = [], echo, echoesFromMs = 0, noise, burst = 1 }: Scene) {
  let clock = 1_000_000;
  const loud = energyDetector();
  const gate = createEchoGate(loud, () => clock);
  const answer = echo && createLineEcho(echo);
  const hum = noise && createLineNoise(noise);
  const startedAt = clock;
  let left = 0;
  let heardBefore: Uint8Array = silent;
  const sent = agent.map((sounding, n) => {
    const said = caller[n] ?? silent;
    const echoed = answer?.(said, heardBefore) ?? said;
    heardBefore = sounding;
    const onLine = n * FRAME_MS >= echoesFromMs ? echoed : said;
    return hum ? hum(onLine) : onLine;
  });
  return sent.map((frame, n) => {
    for (; left < Math.min(agent.length, n + LEAD_FRAMES); left++) {
      const sounding = agent[left] as Uint8Array;
      if (sounding !== silent) gate.audioScheduled(sounding, startedAt + left * FRAME_MS);
    }
    clock = startedAt + Math.ceil((n + 1) / burst) * burst * FRAME_MS;
    return { taken: gate.isVoice(frame), loud: loud(frame) };
  });
}

/** Returns the share of loud frames that the gate took for the caller's voice, between two moments in seconds. */
function share(judged: ReturnType<typeof play>, from = 0, to = Number.POSITIVE_INFINITY): number {
  const within = judged
    .slice((from * 1_000) / FRAME_MS, (to * 1_000) / FRAME_MS)
    .filter(({ loud }) => loud);
  expect(within.length).toBeGreaterThan(20);
  return within.filter(({ taken }) => taken).length / within.length;
}

const agent = [...speech(4, -20, 3), ...pause(1), ...speech(6, -20, 4), ...pause(1)];

describe('an echo', () => {
  test.each([
    [8, 40],
    [10, 120],
    [12, 120],
    [12, 187],
    [12, 250],
    [12, 390],
    [14, 300],
  ])(
    '%d dB down and %d ms late is not taken for the caller, from the first word on',
    (lossDb, delayMs) => {
      const judged = play({ agent, echo: { lossDb, delayMs } });
      expect(share(judged, 0, 1)).toBeLessThan(lossDb < 12 ? 0.35 : 0.1);
      expect(share(judged, 1)).toBeLessThan(0.02);
    },
  );

  test('in bursts of ten frames is not taken for the caller', () => {
    expect(share(play({ agent, echo: { lossDb: 12, delayMs: 187 }, burst: 10 }), 1)).toBe(0);
  });

  test('in the noise of a street is not taken for the caller', () => {
    const noise = { kind: 'street', dbfs: -38 } as const;
    const judged = play({ agent, echo: { lossDb: 12, delayMs: 187 }, noise });
    expect(share(judged, 1)).toBeLessThan(0.05);
  });

  test('that begins in the middle of a call is learned in eight seconds of the agent', () => {
    const judged = play({
      agent: [...agent, ...agent, ...agent],
      echo: { lossDb: 12, delayMs: 187 },
      echoesFromMs: 12_000,
    });
    expect(share(judged, 12, 13)).toBeGreaterThan(0.5);
    expect(share(judged, 22)).toBeLessThan(0.05);
  });

  test('is no longer predicted after the playout is cleared', () => {
    let clock = 10_000;
    const gate = createEchoGate(energyDetector(), () => clock);
    const said = speech(1, -30);
    const louder = speech(0.4, -14);
    for (const [n, frame] of louder.entries()) gate.audioScheduled(frame, clock + n * FRAME_MS);
    gate.playoutCleared(clock);
    const taken = said.filter((frame) => {
      clock += FRAME_MS;
      return gate.isVoice(frame);
    });
    expect(taken.length).toBe(said.filter(energyDetector()).length);
  });
});

describe('a caller', () => {
  const later = (seconds: number, said: Uint8Array[]) => [...pause(seconds), ...said];

  test.each([-20, -26, -32])(
    'who speaks over the agent at %d dBFS is heard on a line without echo',
    (dbfs) => {
      expect(share(play({ agent, caller: later(6, speech(2, dbfs, 9)) }), 6, 8)).toBe(1);
    },
  );

  test('who speaks over the agent’s very first words is heard if as loud', () => {
    expect(share(play({ agent, caller: later(0.3, speech(2, -20, 9)) }), 0.3, 2.3)).toBeGreaterThan(
      0.7,
    );
  });

  test.each([12, 15, 20])('is heard through an echo of −%d dB', (lossDb) => {
    const judged = play({
      agent,
      caller: later(7, speech(2, -20, 9)),
      echo: { lossDb, delayMs: 187 },
    });
    expect(share(judged, 7, 9)).toBeGreaterThan(0.6);
    expect(share(judged, 9.5)).toBeLessThan(0.05);
  });

  test('is heard as before in noise without echo', () => {
    const noise = { kind: 'white', dbfs: -34 } as const;
    expect(
      share(play({ agent, caller: later(6, speech(2, -20, 9)), noise }), 6, 8),
    ).toBeGreaterThan(0.95);
  });

  test('who has spoken over the agent for a while is still heard', () => {
    expect(share(play({ agent, caller: later(1, speech(10, -20, 9)) }), 6)).toBeGreaterThan(0.9);
  });

  test('is heard in every frame while the agent is silent', () => {
    const judged = play({
      agent: [...agent, ...pause(4)],
      caller: later(12.5, speech(3, -34, 9)),
      echo: { lossDb: 9, delayMs: 300 },
    });
    expect(share(judged, 12.5)).toBe(1);
  });

  test('is transcribed from what was sent, echo and all', () => {
    const clock = 0;
    const gate = createEchoGate(energyDetector(), () => clock);
    const ear = createEar(gate.isVoice, () => {});
    const said = Buffer.concat([...speech(2, -20), ...pause(1)]);
    const ended = ear.hear(said).find(({ type }) => type === 'speech-paused');
    expect(ended?.type === 'speech-paused' && said.indexOf(ended.audio)).toBe(0);
  });
});
