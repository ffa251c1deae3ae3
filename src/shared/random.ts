// A seeded generator whose state can be saved: sfc32 (Doty-Humphrey, PractRand), seeded through splitmix32. The same on every machine.

/** Four 32-bit words; JSON keeps them. */
export type RandomState = readonly [number, number, number, number];

export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  private constructor(state: RandomState) {
    [this.#a, this.#b, this.#c, this.#d] = [state[0] | 0, state[1] | 0, state[2] | 0, state[3] | 0];
  }

  /** A stream for these numbers (a run's seed, an epoch, a frame ...): other numbers, or another order, give an unrelated stream. */
  static seeded(...parts: readonly number[]): Random {
    let mixed = 0x9e3779b9;
    for (const part of parts) {
      // Both halves of a large number count.
      mixed = splitmix(mixed ^ splitmix(Math.floor(part / 2 ** 32)));
      mixed = splitmix(mixed ^ splitmix(part));
    }
    const words = [1, 2, 3].map((n) => splitmix(mixed + n * 0x9e3779b9));
    const random = new Random([words[0]!, words[1]!, words[2]!, 1]);
    for (let i = 0; i < 12; i++) random.#next();
    return random;
  }

  /** Goes on exactly where `state()` was taken. */
  static fromState(state: RandomState): Random {
    return new Random(state);
  }

  state(): RandomState {
    return [this.#a >>> 0, this.#b >>> 0, this.#c >>> 0, this.#d >>> 0];
  }

  #next(): number {
    const sum = (this.#a + this.#b + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** [0, 1), 32 bits fine. */
  uniform(): number {
    return this.#next() / 2 ** 32;
  }

  /** A number in [lo, hi). */
  between(lo: number, hi: number): number {
    return lo + (hi - lo) * this.uniform();
  }

  /** A whole number from lo to hi, both included, each as likely; hi - lo < 2^32. */
  integer(lo: number, hi: number): number {
    const span = hi - lo + 1;
    if (!Number.isInteger(lo) || !Number.isInteger(hi) || span < 1 || span > 2 ** 32)
      throw new RangeError(`No whole number from ${lo} to ${hi}.`);
    // Draws from the last, partial turn of `span` are thrown away: they would favour small numbers.
    const fair = 2 ** 32 - (2 ** 32 % span);
    let draw = this.#next();
    while (draw >= fair) draw = this.#next();
    return lo + (draw % span);
  }

  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  /** Shuffles in place (Fisher-Yates) and returns the same array. */
  shuffle<T>(items: T[]): T[] {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.integer(0, i);
      [items[i], items[j]] = [items[j]!, items[i]!];
    }
    return items;
  }
}

/** splitmix32's finaliser: every bit of `n` changes about half of the result's. 0..2^32-1. */
export function splitmix(n: number): number {
  let z = (n + 0x9e3779b9) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}
