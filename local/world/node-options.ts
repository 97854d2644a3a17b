/** How a process of the product differs from one on AWS. */
type Peculiarities = {
  /** A condition of the "imports" in package.json. */
  readonly condition?: string | undefined;
  /** How far its clock is ahead. */
  readonly aheadMs?: number;
};

const compileCache = new URL('compile-cache.ts', import.meta.url).href;
const skewedClock = new URL('skewed-clock.ts', import.meta.url).href;

/** The `NODE_OPTIONS` that make a process differ, without its code knowing. */
export function nodeOptions({ condition, aheadMs = 0 }: Peculiarities): string {
  return [
    `--import=${compileCache}`,
    condition && `--conditions=${condition}`,
    aheadMs !== 0 && `--import=${skewedClock}?aheadMs=${aheadMs}`,
  ]
    .filter(Boolean)
    .join(' ');
}
