import { createLineEcho, type LineEcho } from './echo.ts';
import { createLineNoise, type LineNoise } from './noise.ts';

/** What reaches the other end of a line besides what is said. */
export type LineSound = {
  readonly noise?: LineNoise | undefined;
  readonly echo?: LineEcho | undefined;
};

/** Creates the mixing into one frame after the other; `heardBefore` is the frame that was heard last when a frame is said. */
export function createLineSound({ noise, echo }: LineSound) {
  const echoing = echo && createLineEcho(echo);
  const mix = noise && createLineNoise(noise);
  return (said: Uint8Array, heardBefore: Uint8Array): Uint8Array => {
    const echoed = echoing?.(said, heardBefore) ?? said;
    return mix?.(echoed) ?? echoed;
  };
}
