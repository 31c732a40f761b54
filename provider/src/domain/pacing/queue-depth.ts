/** The API's range of `maxQueueDepth`. */
const SHALLOWEST = 1;
const DEEPEST = 500;
/** One answered call in 10,000. */
const PRACTICALLY_NOBODY = 1e-4;

/**
 * The smallest `maxQueueDepth`, 1–500, that turns practically nobody away: fewer than one answered call in 10,000.
 *
 * Whoever is behind the oldest waiting caller of M/M/n+D answered after him, and he has waited less than `abandonSeconds`: so they are
 * at most a Poisson number of that time's answers. K are waiting with at most the probability of a wait × that of K − 1 such
 * answers. Under a ratio limit fewer answer while every agent is busy, and the figure is on the deep side.
 */
export function queueDepthThatTurnsNobodyAway(
  waitProbability: number,
  answeredPerSecond: number,
  abandonSeconds: number,
): number {
  const mean = answeredPerSecond * abandonSeconds;
  let term = Math.exp(-mean);
  let tail = 1;
  let depth = SHALLOWEST;
  for (; depth < DEEPEST && waitProbability * tail > PRACTICALLY_NOBODY; depth++) {
    tail -= term;
    term *= mean / depth;
  }
  return depth;
}
