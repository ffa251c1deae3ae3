// What the mask is compared with on the canvas: fetches the versions, keeps the counts of what differs right while one paints.
import type { FrameId, VersionId } from '../../shared/domain';
import type { LabelMap } from '../../shared/mask/labelMap';
import type { Rect } from '../../shared/mask/rect';
import type { TileTotals } from '../../shared/mask/tileTotals';
import { blankBeside, differenceTotals, everyLabel, predictedAbove, roadOnly, type Sides } from '../../shared/overlay/difference';
import type { Result } from '../../shared/result';
import type { Live } from '../state/live';
import type { Compare } from '../state/view';
import type { MaskDocument } from './maskDocument';
import { Paced, type Clock } from './paced';

export interface ComparisonDoor {
  wanted(): { readonly compare: Compare; readonly threshold: number };
  version(version: VersionId): Promise<Result<LabelMap>>;
  /** Ids of the project's classes. */
  classes(): Iterable<number>;
  /** Another comparison is to be seen, or none. */
  show(sides: Sides | null): void;
  tell(values: Pick<Live, 'comparison'>): void;
  readonly clock: Clock;
}

export interface Comparable {
  readonly frame: FrameId;
  readonly width: number;
  readonly height: number;
  readonly mask: MaskDocument | null;
  /** 8-bit probabilities at the frame's size. */
  readonly probabilities: Uint8Array | null;
}

/** Counts are read at most this often while a stroke moves. */
const EVERY = 100;

export class Comparison {
  private of: Comparable | null = null;
  private sides: Sides | null = null;
  private totals: TileTotals | null = null;
  private readonly pace: Paced;
  /** Counts what was asked for: an answer to an earlier question is dropped. */
  private turn = 0;
  private shownKey = '';

  constructor(private readonly door: ComparisonDoor) {
    this.pace = new Paced(EVERY, door.clock, () => this.count());
  }

  show(of: Comparable | null): void {
    const { of: last } = this;
    this.of = of;
    if (of?.frame !== last?.frame) this.put(null);
    if (of?.frame !== last?.frame || of?.mask !== last?.mask || of?.probabilities !== last?.probabilities) this.again();
  }

  /** What is wanted may have changed. */
  follow(): void {
    this.again();
  }

  painted(rect: Rect): void {
    if (this.sides?.after.values === this.of?.mask?.data) this.totals?.changed(rect);
  }

  /** After something was drawn that was painted. */
  soon(): void {
    if (this.totals) this.pace.soon();
  }

  private again(): void {
    const turn = ++this.turn;
    const found = this.find();
    if (!(found instanceof Promise)) return this.put(found);
    this.tell('busy');
    void found.then((sides) => {
      if (turn === this.turn) this.put(sides);
    });
  }

  private put(found: Sides | string | null): void {
    const sides = typeof found === 'string' ? null : found;
    if (sides !== this.sides) this.door.show(sides);
    this.sides = sides;
    this.totals = sides && differenceTotals(sides);
    if (sides) this.pace.now();
    else this.tell(found === null ? 'none' : 'failed', typeof found === 'string' ? found : '');
  }

  /** The two sides; a sentence when there is nothing to compare; null when nothing is to be compared. */
  private find(): Sides | string | null | Promise<Sides | string> {
    const { of } = this;
    const { compare, threshold } = this.door.wanted();
    if (compare.kind === 'none' || compare.kind === 'runs' || !of) return null;
    const { width, height, mask, probabilities } = of;
    if (compare.kind === 'prediction') {
      if (!mask || !probabilities)
        return mask ? 'This frame has no prediction yet: choose a run at the top right.' : 'The mask is on its way.';
      return { width, height, before: predictedAbove(probabilities, threshold), after: roadOnly(mask.data), skipIgnore: true };
    }
    const load = async (version: VersionId): Promise<Uint8Array | string> => {
      const answer = await this.door.version(version);
      if (!answer.ok) return [answer.error.message, answer.error.hint].filter(Boolean).join(' ');
      return answer.value.width === width && answer.value.height === height
        ? answer.value.data
        : `That version is ${answer.value.width} x ${answer.value.height} pixels, the frame ${width} x ${height}.`;
    };
    const both = async (first: VersionId, second: VersionId | MaskDocument): Promise<Sides | string> => {
      const before = await load(first);
      if (typeof before === 'string') return before;
      const after = typeof second === 'number' ? await load(second) : second.data;
      if (typeof after === 'string') return after;
      const blank = blankBeside(this.door.classes());
      return { width, height, before: everyLabel(before), after: everyLabel(after), skipIgnore: false, blank };
    };
    if (compare.kind === 'pair') return both(compare.before, compare.after);
    return mask ? both(compare.version, mask) : 'The mask is on its way.';
  }

  private count(): void {
    if (!this.totals) return;
    this.totals.settle();
    const [added = 0, removed = 0, relabelled = 0] = this.totals.read() ?? [];
    const key = `${added} ${removed} ${relabelled}`;
    if (key === this.shownKey) return;
    this.shownKey = key;
    this.door.tell({ comparison: { is: 'ready', message: '', difference: { added, removed, relabelled } } });
  }

  private tell(is: 'none' | 'busy' | 'failed', message = ''): void {
    this.shownKey = '';
    this.door.tell({ comparison: { is, message, difference: null } });
  }
}
