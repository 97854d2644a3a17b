import type { Striker } from './striker.ts';

/** Makes OpenAI fail. */
export const strikeOpenAi: Striker<'openai'> = async ({ operation, fault, times }, { world }) => {
  world.openai.faults.set(operation, fault, times);
  return () => world.openai.faults.clear(operation);
};

/** Makes OpenAI's realtime transcription fail. */
export const strikeLive: Striker<'openai-live'> = async (live, { world }) => {
  const { operation, fault, times } = live;
  world.openai.live.faults.set(operation, fault, times);
  return () => world.openai.live.faults.clear(operation);
};

/** Makes Google fail. */
export const strikeGoogle: Striker<'google'> = async ({ operation, fault, times }, { world }) => {
  world.google.faults.set(operation, fault, times);
  return () => world.google.faults.clear(operation);
};

/** Makes OpenAI slow. */
export const slowOpenAi: Striker<'openai-pace'> = async ({ latencies }, { world }) => {
  const usual = { ...world.openai.latencies };
  Object.assign(world.openai.latencies, latencies);
  return () => void Object.assign(world.openai.latencies, usual);
};

/** Makes Google slow. */
export const slowGoogle: Striker<'google-pace'> = async ({ firstAudioMs }, { world }) => {
  const usual = world.google.latencies.firstAudioMs;
  world.google.latencies.firstAudioMs = firstAudioMs;
  return () => {
    world.google.latencies.firstAudioMs = usual;
  };
};
