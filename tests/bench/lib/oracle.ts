// A person who knows the right mask: sees what is wrong, and what is best done next, in pixels of the frame. Greedy: what mends most pixels a second first.
import { IGNORE, ROAD } from '../../../src/shared/domain';
import { connectedComponents } from '../../../src/shared/mask/components';
import { polygonsWithoutHoles } from '../../../src/shared/mask/contours';
import { squaredDistances } from '../../../src/shared/mask/distance';
import type { LabelMap } from '../../../src/shared/mask/labelMap';
import type { Point } from '../../e2e/lib/person';
import { length, pointing, steering } from './human';

export type Act =
  | { readonly is: 'stroke'; readonly erase: boolean; readonly diameter: number; readonly path: readonly Point[]; readonly tunnel: number }
  | { readonly is: 'fill'; readonly erase: boolean; readonly at: Point; readonly width: number }
  | { readonly is: 'polygon'; readonly erase: boolean; readonly points: readonly Point[] };

/** Sizes of the brush that are used, pixels of the frame. */
const DIAMETERS = [4, 10, 20, 40, 60, 100] as const;
/** How far a stroke may run over the border (what it spoils is counted), and an outlined polygon's sides may stray from it, pixels of the frame. */
const SLACK = { first: 1, last: 4 } as const;
const STRAY = 1;
/** Nobody clicks more points around one fault. */
const MOST_POINTS = 24;
/** Pixels of the frame between clicks of one polygon, at least. */
const APART = 16;
const LOOKED_AT = 10;

export function roadIou(mask: LabelMap, clean: LabelMap): number {
  let [both, either] = [0, 0];
  for (let i = 0; i < clean.data.length; i++) {
    if (clean.data[i] === IGNORE) continue;
    const [is, should] = [mask.data[i] === ROAD, clean.data[i] === ROAD];
    if (is && should) both++;
    if (is || should) either++;
  }
  return either === 0 ? 1 : both / either;
}

export class Oracle {
  /** What was tried and mended nothing. */
  private readonly vain = new Set<string>();
  private diameter = 0;
  private slack: number = SLACK.first;
  private readonly allowed: Record<'paint' | 'erase', { area: Uint8Array; depth: Int32Array }>;

  constructor(private readonly clean: LabelMap) {
    const side = (fits: (label: number) => boolean) => {
      const area = clean.data.map((label) => (fits(label) ? 1 : 0));
      return {
        area,
        depth: squaredDistances(
          area.map((one) => 1 - one),
          clean.width,
          clean.height,
        ),
      };
    };
    // Ignore does not count, so both may run over it.
    this.allowed = { paint: side((label) => label === ROAD || label === IGNORE), erase: side((label) => label !== ROAD) };
  }

  /** What mends most a second; null when nothing worth it is left. `assisted`: fill and polygon are at hand beside brush and eraser. */
  next(mask: LabelMap, assisted: boolean): Act | null {
    const act = this.best(mask, assisted);
    if (act || this.slack >= SLACK.last) return act;
    // Nothing can be done cleanly any more: a little less so, then.
    this.slack++;
    return this.next(mask, assisted);
  }

  private best(mask: LabelMap, assisted: boolean): Act | null {
    const acts = (['paint', 'erase'] as const).flatMap((way) => this.acts(mask, way, assisted));
    acts.sort((a, b) => b.gain / b.seconds - a.gain / a.seconds);
    const act = acts.find((one) => !this.vain.has(nameOf(one.act)))?.act ?? null;
    if (act?.is === 'stroke') this.diameter = act.diameter;
    return act;
  }

  /** It mended nothing: not again. */
  inVain(act: Act): void {
    this.vain.add(nameOf(act));
  }

  private acts(mask: LabelMap, way: 'paint' | 'erase', assisted: boolean): { act: Act; gain: number; seconds: number }[] {
    const { width, height, data } = this.clean;
    const erase = way === 'erase';
    const wrong = mask.data.map((label, i) => (data[i] !== IGNORE && (label === ROAD) === erase && (data[i] === ROAD) === !erase ? 1 : 0));
    const { ids, components } = connectedComponents(wrong, width, height, 8);
    const worst = [...components].sort((a, b) => b.area - a.area).slice(0, LOOKED_AT);
    const found: { act: Act; gain: number; seconds: number }[] = [];
    // Prepare, button twice, perhaps a key for the tool: as human.ts counts.
    const begin = 1.35 + 0.2 + 0.28;
    for (const { id } of worst) {
      const inside = Uint8Array.from(ids, (one) => (one === id ? 1 : 0));
      for (const diameter of DIAMETERS) {
        const stroke = this.stroke(inside, way, diameter / 2);
        if (!stroke || stroke.gain < 6) continue;
        const tunnel = Math.max(4, diameter / 4);
        const keys = keysFor(Math.abs(diameter - this.diameter));
        const seconds = begin + 0.3 + 0.28 * keys + steering(length(stroke.path), tunnel);
        found.push({ act: { is: 'stroke', erase, diameter, path: stroke.path, tunnel }, gain: stroke.gain, seconds });
      }
      if (!assisted) continue;
      const fill = this.fill(mask, inside, erase);
      if (fill) found.push({ act: { is: 'fill', erase, ...fill }, gain: fill.gain, seconds: begin + pointing(300, fill.width) });
      const polygon = this.polygon(inside);
      if (polygon)
        found.push({ act: { is: 'polygon', erase, points: polygon.points }, gain: polygon.gain, seconds: begin + polygon.seconds });
    }
    return found;
  }

  /** A stroke of that radius that stays where it may, over as much of the wrong pixels as can be swept without lifting the pen. */
  private stroke(inside: Uint8Array, way: 'paint' | 'erase', radius: number): { path: Point[]; gain: number } | null {
    const { width, height } = this.clean;
    const { depth } = this.allowed[way];
    const least = (radius - this.slack) ** 2;
    const fits = (x: number, y: number): boolean => x >= 0 && y >= 0 && x < width && y < height && depth[y * width + x]! >= least;
    const left = new Set<number>();
    const box = { left: width, right: 0, top: height, bottom: 0 };
    inside.forEach((one, i) => {
      if (!one) return;
      left.add(i);
      const [x, y] = [i % width, Math.floor(i / width)];
      Object.assign(box, {
        left: Math.min(box.left, x),
        right: Math.max(box.right, x),
        top: Math.min(box.top, y),
        bottom: Math.max(box.bottom, y),
      });
    });
    const wide = box.right - box.left >= box.bottom - box.top;
    // From one end of the longer side to the other.
    const order = [...left].sort((a, b) => (wide ? (a % width) - (b % width) : a - b));
    const step = Math.max(2, Math.round(radius / 4));
    const reach = Math.round(radius);
    const covers = (cx: number, cy: number): number[] => {
      const hit: number[] = [];
      for (let y = Math.max(0, cy - reach); y <= Math.min(height - 1, cy + reach); y++)
        for (let x = Math.max(0, cx - reach); x <= Math.min(width - 1, cx + reach); x++)
          if ((x - cx) ** 2 + (y - cy) ** 2 <= (radius - 0.5) ** 2 && left.has(y * width + x)) hit.push(y * width + x);
      return hit;
    };
    const clear = (a: Point, b: Point): boolean => {
      const count = Math.ceil(Math.hypot(b.x - a.x, b.y - a.y) / 2);
      for (let k = 0; k <= count; k++)
        if (!fits(Math.round(a.x + ((b.x - a.x) * k) / Math.max(1, count)), Math.round(a.y + ((b.y - a.y) * k) / Math.max(1, count))))
          return false;
      return true;
    };
    const path: Point[] = [];
    let gain = 0;
    for (const at of order) {
      if (!left.has(at)) continue;
      const [ex, ey] = [at % width, Math.floor(at / width)];
      let best: { at: Point; hit: number[] } | null = null;
      for (let dy = -reach; dy <= reach; dy += step)
        for (let dx = -reach; dx <= reach; dx += step) {
          const [x, y] = [ex + dx, ey + dy];
          if (dx * dx + dy * dy > radius * radius || !fits(x, y)) continue;
          const hit = covers(x, y);
          if (hit.length > (best?.hit.length ?? 0)) best = { at: { x, y }, hit };
        }
      // Out of the brush's reach, or not worth it.
      if (!best || best.hit.length < radius) {
        left.delete(at);
        continue;
      }
      const last = path.at(-1);
      if (last && !clear(last, best.at)) break;
      path.push(best.at);
      gain += best.hit.length;
      for (const i of best.hit) left.delete(i);
    }
    return path.length === 0 ? null : { path, gain: gain - this.harm(path, way, radius) };
  }

  /** Pixels beyond the border that the stroke runs over. */
  private harm(path: readonly Point[], way: 'paint' | 'erase', radius: number): number {
    const { width, height } = this.clean;
    const { area } = this.allowed[way];
    const over = new Set<number>();
    const reach = Math.ceil(radius);
    for (const [k, to] of path.entries()) {
      const from = path[Math.max(0, k - 1)]!;
      const count = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / 2));
      for (let n = 0; n <= count; n++) {
        const [cx, cy] = [Math.round(from.x + ((to.x - from.x) * n) / count), Math.round(from.y + ((to.y - from.y) * n) / count)];
        for (let y = Math.max(0, cy - reach); y <= Math.min(height - 1, cy + reach); y++)
          for (let x = Math.max(0, cx - reach); x <= Math.min(width - 1, cx + reach); x++)
            if (!area[y * width + x] && (x - cx) ** 2 + (y - cy) ** 2 <= radius * radius) over.add(y * width + x);
      }
    }
    return over.size;
  }

  /** A click that gives a whole wrong region back: it hangs together, and nearly all of it is wrong. */
  private fill(mask: LabelMap, inside: Uint8Array, erase: boolean): { at: Point; width: number; gain: number } | null {
    const { width, height } = this.clean;
    const seed = deepest(inside, width, height);
    const label = mask.data[seed.i]!;
    const { ids, components } = connectedComponents(
      mask.data.map((one) => (one === label ? 1 : 0)),
      width,
      height,
      4,
    );
    const region = components[ids[seed.i]! - 1]!;
    let good = 0;
    for (let i = 0; i < ids.length; i++) if (ids[i] === region.id && (this.clean.data[i] === ROAD) === !erase) good++;
    const gain = 2 * good - region.area;
    return gain < region.area * 0.8 ? null : { at: { x: seed.i % width, y: Math.floor(seed.i / width) }, width: 2 * seed.depth, gain };
  }

  /** The wrong pixels' outline, points left out as long as it moves by no more than the slack. */
  private polygon(inside: Uint8Array): { points: Point[]; gain: number; seconds: number } | null {
    const { width, height } = this.clean;
    const [points] = polygonsWithoutHoles(inside, width, height, { tolerance: STRAY });
    if (!points || points.length < 3 || points.length > MOST_POINTS) return null;
    // A click near a point takes hold of it, one near a side sets a point there: thin and crowded outlines are none for clicks.
    const crowded = points.some((a, i) => points.some((b, k) => k > i && length([a, b]) < APART));
    if (crowded || deepest(inside, width, height).depth < APART / 2) return null;
    const area = inside.reduce((sum, one) => sum + one, 0);
    const seconds = points.reduce((sum, at, k) => sum + 0.1 + pointing(k === 0 ? 300 : length([points[k - 1]!, at]), 2 * STRAY), 0.28);
    // What leaving points out costs.
    return { points, gain: Math.max(0, area - length(points) * STRAY * 0.3), seconds };
  }
}

/** Where it begins and how: the same again has the same name. */
function nameOf(act: Act): string {
  const { x, y } = act.is === 'fill' ? act.at : act.is === 'stroke' ? act.path[0]! : act.points[0]!;
  return `${act.is} ${act.erase} ${act.is === 'stroke' ? act.diameter : 0} ${x} ${y}`;
}

function deepest(inside: Uint8Array, width: number, height: number): { i: number; depth: number } {
  const depth = squaredDistances(
    inside.map((one) => 1 - one),
    width,
    height,
  );
  let i = 0;
  for (let k = 0; k < depth.length; k++) if (depth[k]! > depth[i]!) i = k;
  return { i, depth: Math.sqrt(depth[i]!) };
}

/** Presses of a bracket, with Shift for ten pixels at a time. */
const keysFor = (pixels: number): number => Math.floor(pixels / 10) + (pixels % 10);
