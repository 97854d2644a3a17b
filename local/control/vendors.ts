import type { World } from '#local/world/world.ts';

/** Whether OpenAI (transcription and replies) and Google (speech) are real or stand-ins. */
export type Vendors = Readonly<Record<'openai' | 'google', 'real' | 'stand-in'>>;

/** Returns which vendors a world uses. */
export function vendorsOf({
  env,
  openai,
  google,
}: Pick<World, 'env' | 'openai' | 'google'>): Vendors {
  const isOf = (standsIn: boolean) => (standsIn ? 'stand-in' : 'real');
  return {
    openai: isOf(env['OPENAI_BASE_URL'] === openai.baseUrl),
    google: isOf(env['GOOGLE_TTS_ENDPOINT'] === google.endpoint),
  };
}
