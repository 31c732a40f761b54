interface Node {
  /** Where in the interval, 0–1. */
  readonly at: number;
  readonly weight: number;
}

const STEP = 1 / 32;
/** Past it the weights are below 1e−18. */
const LAST_STEP = 104;

/**
 * Nodes of the double-exponential (tanh-sinh) rule, which converges for every function that is analytic inside the interval.
 *
 * Source: H. Takahasi and M. Mori, "Double exponential formulas for numerical integration", 1974.
 */
const nodes: readonly Node[] = Array.from({ length: 2 * LAST_STEP + 1 }, (_, i) => {
  const t = (i - LAST_STEP) * STEP;
  const at = 1 / (1 + Math.exp(-Math.PI * Math.sinh(t)));
  const opposite = 1 / (1 + Math.exp(Math.PI * Math.sinh(t)));
  return { at, weight: STEP * Math.PI * Math.cosh(t) * at * opposite };
});

/** The integral of `f` over 0 to `length`. */
export function integrate(f: (x: number) => number, length: number): number {
  return length * nodes.reduce((sum, { at, weight }) => sum + weight * f(length * at), 0);
}
