/**
 * The normal distribution, by arithmetic alone: IEEE 754 defines that to the last bit, so the digits are the same on every
 * machine. Math.exp and Math.log are not defined so.
 */

/** Past it the probability is 1 to the last bit. */
const CERTAIN = 8.3;

/** e to the power of x. */
export function exp(x: number): number {
  if (Math.abs(x) > 0.5) return exp(x / 2) ** 2;
  let term = 1;
  let sum = 1;
  for (let n = 1; n < 16; n++) {
    term *= x / n;
    sum += term;
  }
  return sum;
}

function density(z: number): number {
  return exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/**
 * The probability of a value up to z.
 *
 * Source: G. Marsaglia, "Evaluating the Normal Distribution", Journal of Statistical Software 11(4), 2004.
 */
export function normalProbability(z: number): number {
  if (Math.abs(z) > CERTAIN) return z > 0 ? 1 : 0;
  let term = z;
  let sum = 0;
  for (let n = 3; sum + term !== sum; n += 2) {
    sum += term;
    term *= (z * z) / n;
  }
  return Math.min(1, Math.max(0, 0.5 + sum * density(z)));
}

/** The value up to which a probability of ½ to 1 lies (1 excluded), by Newton's method: from 0 it comes closer from below. */
export function normalQuantile(probability: number): number {
  let z = 0;
  for (let i = 0; i < 40; i++) {
    const next = z + (probability - normalProbability(z)) / density(z);
    if (!(next > z)) break;
    z = next;
  }
  return z;
}

/**
 * Values that stand for the normal distribution, equally probable and in ascending order: one from the middle of each of `count`
 * equal shares, moved outwards until their mean square is the distribution's 1 and their mean fourth power its 3 (the latter from
 * eight values on: fewer can have no tails).
 */
export function normalScores(count: number): readonly number[] {
  const upper = Array.from({ length: Math.floor(count / 2) }, (_, i) =>
    normalQuantile((Math.ceil(count / 2) + i + 0.5) / count),
  );
  const stretched = (bend: number): number[] => {
    const bent = upper.map((z) => z * (1 + bend * z * z));
    const meanSquare = (2 * bent.reduce((sum, z) => sum + z * z, 0)) / count;
    return bent.map((z) => z / Math.sqrt(meanSquare));
  };
  const fourthPower = (bend: number) =>
    (2 * stretched(bend).reduce((sum, z) => sum + z * z * z * z, 0)) / count;

  let [low, high] = [0, 8];
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (fourthPower(middle) < 3) low = middle;
    else high = middle;
  }
  const scores = stretched(low);
  const middle = count % 2 === 1 ? [0] : [];
  return [...scores.toReversed().map((z) => -z), ...middle, ...scores];
}
