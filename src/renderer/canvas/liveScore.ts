// Live scores of the frame: the prediction against the mask as it is painted, from the changed pixels only, at any threshold.
import { IGNORE, ROAD, type Confusion } from '../../shared/domain';
import type { LabelMap } from '../../shared/mask/labelMap';
import { iou } from '../../shared/metrics/confusion';
import { confusionAt, histograms } from '../../shared/metrics/thresholds';
import type { PixelObserver } from './maskDocument';

export interface Score {
  readonly counts: Confusion;
  /** IoU of road, 0..1. */
  readonly iou: number;
  /** Change of the IoU since the last mark; null before the first. */
  readonly gain: number | null;
}

export class LiveScore {
  private readonly road: number[];
  private readonly notRoad: number[];
  private marked: number | null = null;

  /** `probabilities` [height*width], 8-bit, at the mask's size. */
  constructor(
    readonly probabilities: Uint8Array,
    mask: LabelMap,
    private threshold: number,
  ) {
    const start = histograms(probabilities, mask);
    this.road = [...start.road];
    this.notRoad = [...start.notRoad];
  }

  /** Give this to the document: it keeps the counts right pixel by pixel. */
  readonly observer: PixelObserver = (index, before, after) => {
    const value = this.probabilities[index]!;
    if (before === ROAD) this.road[value]!--;
    else if (before !== IGNORE) this.notRoad[value]!--;
    if (after === ROAD) this.road[value]!++;
    else if (after !== IGNORE) this.notRoad[value]!++;
  };

  /** A gain at one threshold says nothing at another: the mark goes. */
  setThreshold(threshold: number): void {
    if (threshold === this.threshold) return;
    this.threshold = threshold;
    this.marked = null;
  }

  /** From here on gains are counted: the beginning of a stroke. */
  mark(): void {
    this.marked = this.read().iou;
  }

  read(): Score {
    const counts = confusionAt({ road: this.road, notRoad: this.notRoad }, this.threshold);
    const now = iou(counts);
    return { counts, iou: now, gain: this.marked === null ? null : now - this.marked };
  }

  /** Pixels by probability, as `shared/metrics/thresholds` takes them: for curves over all thresholds. */
  histograms(): { readonly road: readonly number[]; readonly notRoad: readonly number[] } {
    return { road: [...this.road], notRoad: [...this.notRoad] };
  }
}
