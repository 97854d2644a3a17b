/** The differences between a process here and the same process on AWS. */
type Peculiarities = {
  /** A condition of the "imports" in package.json. */
  readonly condition?: string | undefined;
  /** The milliseconds by which its clock is ahead. */
  readonly aheadMs?: number;
};

const compileCache = new URL('compile-cache.ts', import.meta.url).href;
const skewedClock = new URL('skewed-clock.ts', import.meta.url).href;

/** Returns the `NODE_OPTIONS` that make these differences without the product's code. */
export function nodeOptions({ condition, aheadMs = 0 }: Peculiarities): string {
  return [
    `--import=${compileCache}`,
    condition && `--conditions=${condition}`,
    aheadMs !== 0 && `--import=${skewedClock}?aheadMs=${aheadMs}`,
  ]
    .filter(Boolean)
    .join(' ');
}
