// Live scores of the frame: the mask, as it is painted, against a prediction or another mask, from the changed pixels only.
import { IGNORE, ROAD, type Confusion } from '../../shared/domain';
import type { LabelMap } from '../../shared/mask/labelMap';
import type { Rect } from '../../shared/mask/rect';
import { boundaryIoU } from '../../shared/metrics/boundary';
import { iou } from '../../shared/metrics/confusion';
import { LiveBoundary } from '../../shared/metrics/liveBoundary';
import { aboveThreshold, LABELS, type Meaning } from '../../shared/metrics/meaning';
import { histograms } from '../../shared/metrics/thresholds';
import type { PixelObserver } from './maskDocument';

export interface Score {
  readonly counts: Confusion;
  /** IoU of road, 0..1. */
  readonly iou: number;
  /** Change of the IoU since the last mark; null before the first. */
  readonly gain: number | null;
  /** Boundary IoU in a band of 2 pixels, 0..1; null while a large change is still being counted. */
  readonly boundary: number | null;
}

/** What the mask is held against: 8-bit probabilities above a threshold, which the mask is the truth of; or label ids, which are the mask's truth. */
export type Opponent =
  | { readonly is: 'prediction'; readonly values: Uint8Array; readonly threshold: number }
  | { readonly is: 'labels'; readonly values: Uint8Array };

const meaningOf = (opponent: Opponent): Meaning => (opponent.is === 'labels' ? LABELS : aboveThreshold(opponent.threshold));

export class LiveScore {
  private readonly road: number[];
  private readonly notRoad: number[];
  private readonly boundary: LiveBoundary;
  private meaning: Meaning;
  private marked: number | null = null;

  /** The opponent's values are [height*width] at the mask's size. */
  constructor(
    private opponent: Opponent,
    mask: LabelMap,
  ) {
    const start = histograms(opponent.values, mask);
    this.road = [...start.road];
    this.notRoad = [...start.notRoad];
    this.meaning = meaningOf(opponent);
    this.boundary = new LiveBoundary(mask, opponent.values, this.meaning);
  }

  /** Give this to the document: it keeps the counts right pixel by pixel. */
  readonly observer: PixelObserver = (index, before, after) => {
    const value = this.opponent.values[index]!;
    if (before === ROAD) this.road[value]!--;
    else if (before !== IGNORE) this.notRoad[value]!--;
    if (after === ROAD) this.road[value]!++;
    else if (after !== IGNORE) this.notRoad[value]!++;
  };

  /** And tell this of every rectangle that was painted: the boundary is counted again there. */
  painted(rect: Rect): void {
    this.boundary.changed(rect);
  }

  /** A gain at one threshold says nothing at another: the mark goes. Masks know no threshold. */
  setThreshold(threshold: number): void {
    if (this.opponent.is !== 'prediction' || threshold === this.opponent.threshold) return;
    this.opponent = { ...this.opponent, threshold };
    this.meaning = meaningOf(this.opponent);
    this.boundary.setMeaning(this.meaning);
    this.marked = null;
  }

  /** From here on gains are counted: the beginning of a stroke. */
  mark(): void {
    this.marked = iou(this.counts());
  }

  /** Counts what changed of the boundary, until `enough` says that the time is up: `boundary` is null then, and reading again goes on. */
  read(enough?: () => boolean): Score {
    const counts = this.counts();
    const now = iou(counts);
    this.boundary.settle(enough);
    const edges = this.boundary.read();
    return { counts, iou: now, gain: this.marked === null ? null : now - this.marked, boundary: edges && boundaryIoU(edges) };
  }

  /** Pixels by value: road and not road of the mask are told apart by the histograms, the opponent's by what its values mean. */
  private counts(): Confusion {
    const sums = { both: 0, mine: 0, theirs: 0, neither: 0 };
    for (let value = 0; value < 256; value++) {
      const meaning = this.meaning[value]!;
      if (meaning === 1) {
        sums.both += this.road[value]!;
        sums.theirs += this.notRoad[value]!;
      } else if (meaning === 0) {
        sums.mine += this.road[value]!;
        sums.neither += this.notRoad[value]!;
      }
    }
    const { both: tp, mine, theirs, neither: tn } = sums;
    return this.opponent.is === 'prediction' ? { tp, fp: theirs, fn: mine, tn } : { tp, fp: mine, fn: theirs, tn };
  }
}
