// The order that spreads corrections over a drive: always the frame farthest, along the names, from all that are done or came before.

/**
 * For each of `count` places its turn, 0 = first; -1 for those that are done. Farthest-first traversal (Gonzalez 1985) on a line: gaps between done places are
 * halved, the longest first. A gap at an end counts whole, for nothing is done beyond it. `gap`: how far from the nearest done place it was, in frames.
 */
export function spread(count: number, done: (place: number) => boolean): { turn: Int32Array; gap: Int32Array } {
  const turn = new Int32Array(count).fill(-1);
  const gap = new Int32Array(count);
  const heap = new Heap();
  let before = -1;
  const push = (from: number, to: number): void => {
    if (to - from < 2) return;
    // Open at both ends: begin in the middle. Open at one: at that end.
    const open = from < 0 && to >= count;
    const place = open ? Math.floor((count - 1) / 2) : from < 0 ? 0 : to >= count ? count - 1 : Math.floor((from + to) / 2);
    const far = open ? count : Math.max(from < 0 ? to - place : 0, to >= count ? place - from : 0) || Math.min(place - from, to - place);
    heap.push({ place, far, from, to });
  };
  for (let place = 0; place <= count; place++) {
    if (place < count && !done(place)) continue;
    push(before, place);
    before = place;
  }
  for (let next = 0, top = heap.pop(); top; top = heap.pop()) {
    turn[top.place] = next++;
    gap[top.place] = top.far;
    push(top.from, top.place);
    push(top.place, top.to);
  }
  return { turn, gap };
}

interface Gap {
  readonly place: number;
  readonly far: number;
  readonly from: number;
  readonly to: number;
}
const first = (a: Gap, b: Gap): boolean => a.far > b.far || (a.far === b.far && a.place < b.place);

/** The farthest on top. */
class Heap {
  private readonly items: Gap[] = [];

  push(item: Gap): void {
    const { items } = this;
    let at = items.push(item) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (!first(items[at]!, items[up]!)) return;
      [items[at], items[up]] = [items[up]!, items[at]!];
      at = up;
    }
  }

  pop(): Gap | undefined {
    const { items } = this;
    const top = items[0];
    const last = items.pop();
    if (!top || !last || items.length === 0) return top;
    items[0] = last;
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let best = at;
      if (left < items.length && first(items[left]!, items[best]!)) best = left;
      if (right < items.length && first(items[right]!, items[best]!)) best = right;
      if (best === at) return top;
      [items[at], items[best]] = [items[best]!, items[at]!];
      at = best;
    }
  }
}
