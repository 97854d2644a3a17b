import type { World } from '#local/world/world.ts';

/** Whether who hears and thinks, and who speaks, is the vendor or stands in for it. */
export type Vendors = Readonly<Record<'openai' | 'google', 'real' | 'stand-in'>>;

/** Tells which vendors a world asks. */
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
