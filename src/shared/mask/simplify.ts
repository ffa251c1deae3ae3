// Fewer points for an outline: Douglas and Peucker, 1973. What is left out is at most `tolerance` pixels away from what stays.
import { type Point } from './brush';

/** Of a closed ring. `fixed`: indices of points that stay whatever happens. A ring that would collapse keeps three points. */
export function simplified(ring: readonly Point[], tolerance: number, fixed: readonly number[] = []): Point[] {
  const count = ring.length;
  if (count <= 3) return [...ring];
  const keep = new Uint8Array(count);
  const ends = new Set(fixed.length > 0 ? fixed : [0]);
  // A closed line needs two ends: the point furthest from the first one is the other.
  const [first = 0] = ends;
  ends.add(furthest(count, (i) => Math.hypot(ring[i]!.x - ring[first]!.x, ring[i]!.y - ring[first]!.y)));
  const sorted = [...ends].sort((a, b) => a - b);
  const open: [number, number][] = sorted.map((end, i) => [end, sorted[i + 1] ?? sorted[0]! + count]);
  for (const end of sorted) keep[end] = 1;

  while (open.length > 0) {
    const [from, to] = open.pop()!;
    let worst = tolerance;
    let at = -1;
    for (let i = from + 1; i < to; i++) {
      const distance = toSegment(ring[i % count]!, ring[from % count]!, ring[to % count]!);
      if (distance > worst) [worst, at] = [distance, i];
    }
    if (at === -1) continue;
    keep[at % count] = 1;
    open.push([from, at], [at, to]);
  }
  const kept = ring.filter((_, i) => keep[i] === 1);
  if (kept.length >= 3) return kept;
  // Two ends and the point furthest from the line through them.
  const [a, b] = [kept[0]!, kept[kept.length - 1]!];
  keep[furthest(count, (i) => (keep[i] === 1 ? -1 : toSegment(ring[i]!, a, b)))] = 1;
  return ring.filter((_, i) => keep[i] === 1);
}

function furthest(count: number, distance: (i: number) => number): number {
  let [best, at] = [-Infinity, 0];
  for (let i = 0; i < count; i++) {
    const d = distance(i);
    if (d > best) [best, at] = [d, i];
  }
  return at;
}

/** Distance of `p` from the segment a-b. */
function toSegment(p: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / length));
  return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}
