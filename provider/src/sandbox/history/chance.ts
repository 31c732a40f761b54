/** Random numbers by arithmetic that ECMAScript defines to the last bit, so that a seed gives the same history on every machine. */
export class Chance {
  #state: number;

  /** @param seed a whole number from 0 to 2^32 − 1. */
  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** Uniform over 0–1, both excluded. Source: T. Ettinger, mulberry32. */
  uniform(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let bits = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return (((bits ^ (bits >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  }

  happens(probability: number): boolean {
    return this.uniform() < probability;
  }

  between(from: number, to: number): number {
    return from + (to - from) * this.uniform();
  }

  /** Log-normal with this mean; `spread` is the standard deviation of its logarithm. */
  logNormal(mean: number, spread: number): number {
    return mean * exp(spread * (this.#normal() - spread / 2));
  }

  /** Twelve uniform numbers add up to nearly a normal one, with a variance of 1. */
  #normal(): number {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += this.uniform();
    return sum;
  }
}

function exp(x: number): number {
  if (Math.abs(x) > 0.5) return exp(x / 2) ** 2;
  let [term, sum] = [1, 1];
  for (let n = 1; n < 14; n++) {
    term *= x / n;
    sum += term;
  }
  return sum;
}
