import { createLineEcho, type LineEcho } from './echo.ts';
import { createLineNoise, type LineNoise } from './noise.ts';

/** The impairments of a caller's line. */
export type LineSound = {
  readonly noise?: LineNoise | undefined;
  readonly echo?: LineEcho | undefined;
};

/** Creates the impairments; `heardBefore` is the last frame heard before the one that is said. */
export function createLineSound({ noise, echo }: LineSound) {
  const echoing = echo && createLineEcho(echo);
  const mix = noise && createLineNoise(noise);
  return (said: Uint8Array, heardBefore: Uint8Array): Uint8Array => {
    const echoed = echoing?.(said, heardBefore) ?? said;
    return mix?.(echoed) ?? echoed;
  };
}
