// Borders of predictions, kept for those seen lately: a scrub that comes back to an epoch draws them without tracing them again.
import { cutOf } from '../../shared/prediction/probabilities';
import { Outline } from './outline';

/** Pixels of all kept predictions together: 50 of KITTI's frames, three of 3840x2160. Their values are held as long. */
const PIXELS = 25_000_000;

export class PredictionOutlines {
  /** Least lately used first. */
  private readonly kept = new Map<Uint8Array, { readonly outline: Outline; cut: number }>();
  private pixels = 0;

  /** Around the pixels above the threshold; `values` are 8-bit probabilities [height*width] that are never written again. */
  of(values: Uint8Array, width: number, height: number, threshold: number): Outline {
    const cut = cutOf(threshold);
    const known = this.kept.get(values);
    const entry = known ?? { outline: new Outline(), cut: NaN };
    if (!known) this.pixels += values.length;
    this.kept.delete(values);
    this.kept.set(values, entry);
    if (entry.cut !== cut) {
      const inside = Uint8Array.from({ length: 256 }, (_, value) => (value > cut ? 1 : 0));
      entry.outline.update(width, height, { values, inside, monotone: true });
      entry.cut = cut;
    }
    this.shrink(values);
    return entry.outline;
  }

  get size(): number {
    return this.kept.size;
  }

  private shrink(newest: Uint8Array): void {
    for (const values of this.kept.keys()) {
      if (this.pixels <= PIXELS || values === newest) return;
      this.kept.delete(values);
      this.pixels -= values.length;
    }
  }
}
