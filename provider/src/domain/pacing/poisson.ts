/** A weight this small against the largest leaves every sum as it is. */
const NEGLIGIBLE = 2 ** -80;

/**
 * The probabilities of a Poisson number, from its most probable value outwards by multiplication and division alone: so they
 * have the same digits on every machine, and no mean is too large.
 */
export class Poisson {
  /** The first value that occurs at all. */
  readonly first: number;
  readonly #probabilities: readonly number[];
  /** The probability of the value at the same place or a higher one. */
  readonly #tails: readonly number[];

  /** @param mean finite, at least 0. */
  constructor(mean: number) {
    const mode = Math.floor(mean);
    const below: number[] = [];
    let weight = 1;
    for (let value = mode; value > 0 && weight > NEGLIGIBLE; value--) {
      weight *= value / mean;
      below.push(weight);
    }
    const weights = [...below.reverse(), 1];
    weight = 1;
    for (let value = mode + 1; weight > NEGLIGIBLE; value++) {
      weight *= mean / value;
      weights.push(weight);
    }
    this.first = mode - below.length;

    const tails: number[] = [];
    let sum = 0;
    for (const each of weights.toReversed()) {
      sum += each;
      tails.push(sum);
    }
    this.#probabilities = weights.map((each) => each / sum);
    this.#tails = tails.map((each) => each / sum).reverse();
  }

  /** @param value a whole number. */
  probability(value: number): number {
    return this.#probabilities[value - this.first] ?? 0;
  }

  /** The probability of this value or a higher one; a whole number, or Infinity. */
  tail(value: number): number {
    return value <= this.first ? 1 : (this.#tails[value - this.first] ?? 0);
  }
}
