// Reading what others wrote: one sentence for each thing that is left out, and the limits that keep hostile files from costing more than they weigh.
import type { Point } from '../../shared/mask/brush';
import type { Problem } from './annotated';

/** The widest picture that is believed, in pixels a side. */
export const MAX_SIDE = 65_535;
/** Points of one outline. */
export const MAX_POINTS = 1_000_000;
/** Length of one outline, in pixels: what drawing it costs. */
const MAX_LENGTH = 20_000_000;
const SHOWN = 5;

/** Collects sentences; the sixth and later ones of a file become a count. */
export class Problems {
  readonly #list: Problem[] = [];
  readonly #counts = new Map<string, number>();

  add(file: string, why: string): void {
    const count = (this.#counts.get(file) ?? 0) + 1;
    this.#counts.set(file, count);
    if (count <= SHOWN) this.#list.push({ file, why });
  }

  all(): readonly Problem[] {
    const more = [...this.#counts].filter(([, count]) => count > SHOWN);
    return [...this.#list, ...more.map(([file, count]) => ({ file, why: `${count - SHOWN} more entries of it were left out.` }))];
  }
}

/** An entry that is left out; its message is the sentence. */
export class Unusable extends Error {}

/** Runs `read`; an entry that cannot be used becomes a problem of `file`, and undefined. */
export function attemptEntry<T>(problems: Problems, file: string, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    problems.add(file, error.message);
    return undefined;
  }
}

export type Fields = Readonly<Record<string, unknown>>;

/** An object's own fields; undefined for anything else. Only fixed keys are ever asked of it, and those of its prototype are not there. */
export function fieldsOf(value: unknown): Fields | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.assign(Object.create(null) as object, value) as Fields;
}

/** The object in a JSON text, or the sentence that says why there is none. */
export function jsonObject(text: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    throw new Unusable('It is not JSON: damaged or cut short.');
  }
  const fields = fieldsOf(value);
  if (!fields) throw new Unusable('Its JSON is no object.');
  return fields;
}

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

/** A name of 1 to `most` characters, without control characters; undefined for anything else. */
export function nameOf(value: unknown, most = 1000): string | undefined {
  // eslint-disable-next-line no-control-regex -- those are what is refused
  return typeof value === 'string' && value.trim() !== '' && value.length <= most && !/[\u0000-\u001f]/.test(value) ? value : undefined;
}

/** A picture's side; null when it is not told. */
export function sideOf(value: unknown, what: string): number | null {
  if (value === undefined || value === null || value === '') return null;
  const side = Number(value);
  if (!Number.isInteger(side) || side < 1 || side > MAX_SIDE)
    throw new Unusable(`${what} has an impossible size (${brief(value)} pixels).`);
  return side;
}

/**
 * The points of x, y, x, y ... numbers. `limit`: the largest believable coordinate, either sign; `pixels`: how many pixels the number 1 is at most, to know what drawing costs.
 */
export function ringOf(numbers: readonly unknown[], what: string, limit = 1_000_000, pixels = 1): Point[] {
  if (numbers.length % 2 !== 0) throw new Unusable(`${what} has a point without a second coordinate.`);
  if (numbers.length < 6) throw new Unusable(`${what} has fewer than three points.`);
  if (numbers.length > 2 * MAX_POINTS) throw new Unusable(`${what} has more than a million points.`);
  const ring: Point[] = [];
  let length = 0;
  for (let i = 0; i < numbers.length; i += 2) {
    const [x, y] = [numbers[i], numbers[i + 1]];
    if (typeof x !== 'number' || typeof y !== 'number' || !(Math.abs(x) <= limit) || !(Math.abs(y) <= limit))
      throw new Unusable(`${what} has a point that is no point of a picture (${brief(x)}, ${brief(y)}).`);
    const before = ring[ring.length - 1];
    if (before) length += (Math.abs(x - before.x) + Math.abs(y - before.y)) * pixels;
    ring.push({ x, y });
  }
  if (length > MAX_LENGTH) throw new Unusable(`${what} is too long an outline to be drawn.`);
  return ring;
}

/** Run lengths that fit into `area` pixels. */
export function runsOf(counts: readonly unknown[], area: number, what: string): number[] {
  let sum = 0;
  const runs: number[] = [];
  for (const count of counts) {
    if (typeof count !== 'number' || !Number.isInteger(count) || count < 0)
      throw new Unusable(`${what} has a run of ${brief(count)} pixels.`);
    sum += count;
    runs.push(count);
  }
  if (sum > area) throw new Unusable(`${what} has runs of ${sum} pixels for ${area}.`);
  return runs;
}

/** A value short enough for a sentence. */
export function brief(value: unknown): string {
  const text =
    typeof value === 'string' ? value : value === undefined ? 'nothing' : typeof value === 'object' ? 'something else' : String(value);
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}
