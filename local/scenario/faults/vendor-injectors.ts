import type { Injector } from './fault.ts';

/** Makes OpenAI's HTTP API fail. */
export const injectOpenAi: Injector<'openai'> = async ({ operation, fault, times }, { world }) => {
  world.openai.faults.set(operation, fault, times);
  return () => world.openai.faults.clear(operation);
};

/** Makes OpenAI's realtime transcription fail. */
export const injectLive: Injector<'openai-live'> = async (live, { world }) => {
  const { operation, fault, times } = live;
  world.openai.live.faults.set(operation, fault, times);
  return () => world.openai.live.faults.clear(operation);
};

/** Makes Google's synthesis fail. */
export const injectGoogle: Injector<'google'> = async ({ operation, fault, times }, { world }) => {
  world.google.faults.set(operation, fault, times);
  return () => world.google.faults.clear(operation);
};

/** Changes OpenAI's latencies. */
export const injectOpenAiPace: Injector<'openai-pace'> = async ({ latencies }, { world }) => {
  const usual = { ...world.openai.latencies };
  Object.assign(world.openai.latencies, latencies);
  return () => void Object.assign(world.openai.latencies, usual);
};

/** Changes the latency of Google's first audio. */
export const injectGooglePace: Injector<'google-pace'> = async ({ firstAudioMs }, { world }) => {
  const usual = world.google.latencies.firstAudioMs;
  world.google.latencies.firstAudioMs = firstAudioMs;
  return () => {
    world.google.latencies.firstAudioMs = usual;
  };
};

/** Makes DynamoDB fail. */
export const injectStore: Injector<'store'> = async ({ fault }, { world }) => {
  await world.dynamoDb.setFault(fault);
  return () => world.dynamoDb.setFault('none');
};

/** Makes S3 fail. */
export const injectBucket: Injector<'recordings-bucket'> = async ({ fault }, { world }) => {
  await world.s3.setFault(fault);
  return () => world.s3.setFault('none');
};
