import { studentT } from "./student-t.ts";

/** Twenty to forty batches estimate the variance well: B. Schmeiser, "Batch size effects in the analysis of simulation output", 1982. */
const FEWEST_BATCHES = 32;
const MOST_BATCHES = 2 * FEWEST_BATCHES;

/**
 * The mean of a correlated sequence and its 95 % confidence interval.
 *
 * Successive calls meet the same busy agents, so their fates are correlated; the means of long batches hardly are. Where the run
 * has to go on, neighbouring batches are joined, so that batches grow with the run. And the interval is looked at only when the
 * variance seen so far says that it could be narrow enough: who looks after every batch stops at the first lucky one.
 */
export class BatchMeans {
  #means: number[] = [];
  #batchSize: number;
  #nextLook = FEWEST_BATCHES;

  /** @param batchSize observations of the first batches. */
  constructor(batchSize: number) {
    this.#batchSize = batchSize;
  }

  /** Observations of the next batch. */
  get batchSize(): number {
    return this.#batchSize;
  }

  get mean(): number {
    return this.#means.reduce((sum, mean) => sum + mean, 0) / this.#means.length;
  }

  /** Half the width of the interval. Never under 3 ÷ observations, which is what so many without an event leave possible. */
  get halfWidth(): number {
    const batches = this.#means.length;
    if (batches < 2) return 1;
    const mean = this.mean;
    const squares = this.#means.reduce((sum, each) => sum + (each - mean) ** 2, 0);
    const standardError = Math.sqrt(squares / (batches - 1) / batches);
    return Math.max(studentT(batches - 1) * standardError, 3 / (batches * this.#batchSize));
  }

  /** @param mean of a batch of `batchSize` observations. */
  add(mean: number): void {
    this.#means.push(mean);
    if (this.#means.length === MOST_BATCHES) this.#joinNeighbours();
  }

  /** Whether the half-width is known to be under `target`. */
  isNarrowerThan(target: number): boolean {
    const batches = this.#means.length;
    if (batches < this.#nextLook) return false;
    const { halfWidth } = this;
    if (halfWidth < target) return true;
    this.#nextLook = batches * (halfWidth / target) ** 2;
    return false;
  }

  #joinNeighbours(): void {
    this.#means = Array.from({ length: FEWEST_BATCHES }, (_, i) => {
      const [left = 0, right = 0] = this.#means.slice(2 * i, 2 * i + 2);
      return (left + right) / 2;
    });
    this.#batchSize *= 2;
    this.#nextLook /= 2;
  }
}
