import type { World } from '#local/world/world.ts';
import type { Fault } from './fault.ts';

/** Where a fault strikes; before the call there is no call yet. */
export type Scene = { readonly world: World; readonly callSid?: string };

/** Breaks something and tells how to heal it, where it can be healed. */
export type Striker<On extends Fault['on']> = (
  fault: Extract<Fault, { on: On }>,
  scene: Scene,
) => Promise<Heal | undefined>;

export type Heal = () => void | Promise<void>;
