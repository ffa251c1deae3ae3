// How long a practised person would take for what the script does: the keystroke-level model with pointing and steering laws. Constants, and where from:
// a key 0.28 s, a button 0.1 s, preparing an action 1.35 s (Card, Moran, Newell 1980); pointing by Fitts' law at 4.5 bits a second (Soukoreff, MacKenzie
// 2004: 3.7 to 4.9 for a mouse); moving along a path 0.08 s a path as long as its tunnel is wide (Accot, Zhai 1997, mouse).
import type { Point } from '../../e2e/lib/person';

const KEY = 0.28;
const BUTTON = 0.1;
const PREPARE = 1.35;
const BITS_A_SECOND = 4.5;
const STEER = 0.08;

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/** CSS pixels. */
export const length = (path: readonly Point[]): number => path.reduce((sum, at, k) => sum + (k === 0 ? 0 : distance(path[k - 1]!, at)), 0);

/** Seconds to point at something `width` wide and `way` off. */
export const pointing = (way: number, width: number): number => Math.log2(way / Math.max(1, width) + 1) / BITS_A_SECOND;

/** Seconds to steer along `way` through a tunnel `width` wide. */
export const steering = (way: number, width: number): number => (STEER * way) / Math.max(1, width);

export class Tally {
  strokes = 0;
  clicks = 0;
  keys = 0;
  /** CSS pixels. */
  travel = 0;
  /** A person's seconds, by the model. */
  seconds = 0;
  /** The machine's own: from the first event of each action until all of it is saved. */
  machine = 0;
  private pointer: Point = { x: 0, y: 0 };

  prepare(): void {
    this.seconds += PREPARE;
  }

  key(count = 1): void {
    this.keys += count;
    this.seconds += count * KEY;
  }

  click(at: Point, width: number): void {
    this.moveTo(at, width);
    this.clicks++;
    this.seconds += BUTTON;
  }

  /** `tunnel`: how far the path may stray, both ways together. */
  stroke(path: readonly Point[], tunnel: number): void {
    this.moveTo(path[0]!, tunnel);
    const way = length(path);
    this.strokes++;
    this.travel += way;
    this.seconds += 2 * BUTTON + steering(way, tunnel);
    this.pointer = path.at(-1)!;
  }

  private moveTo(at: Point, width: number): void {
    const way = distance(this.pointer, at);
    this.travel += way;
    this.seconds += pointing(way, width);
    this.pointer = at;
  }
}
