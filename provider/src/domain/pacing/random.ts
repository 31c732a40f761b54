/** Numbers that are drawn ahead, in loops short enough to run fast; none is allocated on its own. */
const BLOCK = 1024;

/**
 * Pseudo-random numbers that are the same on every machine: it uses only operations that IEEE 754 and ECMAScript define to the
 * last bit. Math.log is not among them.
 *
 * The generator is Chris Doty-Humphrey's sfc32 (PractRand), of 128 bits of state.
 */
export class Random {
  #a = 0;
  #b = 0;
  #c: number;
  #counter = 1;
  readonly #uniforms = new Float64Array(BLOCK);
  readonly #exponentials = new Float64Array(BLOCK);
  #uniformsLeft = 0;
  #exponentialsLeft = 0;

  /** @param seed a whole number from 0 to 2^32 − 1. */
  constructor(seed: number) {
    this.#c = seed | 0;
    for (let i = 0; i < 15; i++) this.#bits();
  }

  /** Uniform over 0–1, both excluded. */
  uniform(): number {
    if (this.#uniformsLeft === 0) this.#drawUniforms();
    return this.#uniforms[--this.#uniformsLeft] ?? 0;
  }

  /** Exponential with mean 1. */
  exponential(): number {
    if (this.#exponentialsLeft === 0) this.#drawExponentials();
    return this.#exponentials[--this.#exponentialsLeft] ?? 0;
  }

  #drawUniforms(): void {
    for (let i = 0; i < BLOCK; i++) this.#uniforms[i] = toUniform(this.#bits());
    this.#uniformsLeft = BLOCK;
  }

  #drawExponentials(): void {
    for (let i = 0; i < BLOCK; i++) this.#exponentials[i] = toExponential(this.#bits());
    this.#exponentialsLeft = BLOCK;
  }

  /** 32 random bits, as a signed number. */
  #bits(): number {
    const result = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + result) | 0;
    return result;
  }
}

function toUniform(bits: number): number {
  return ((bits >>> 0) + 0.5) / 2 ** 32;
}

/**
 * `−ln u` for a uniform u = m·2^−zeros with m in ½–1, where `−ln m = ½·ln 2 + 2·artanh((√½ − m)/(√½ + m))`. The series leaves
 * out less than 1e−10, which is finer than the 32 bits of u.
 */
function toExponential(bits: number): number {
  const zeros = Math.clz32(bits | 1);
  const m = toUniform(bits) * ((1 << zeros) >>> 0);
  const x = (Math.SQRT1_2 - m) / (Math.SQRT1_2 + m);
  const q = x * x;
  const artanh = x * (1 + q * (1 / 3 + q * (1 / 5 + q * (1 / 7 + q * (1 / 9 + q / 11)))));
  return (zeros + 0.5) * Math.LN2 + 2 * artanh;
}
