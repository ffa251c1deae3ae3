// The second of two runs that are compared, on the frame that is on the canvas: its prediction is fetched, decided and counted against the first's.
import type { FrameId, RunId } from '../../shared/domain';
import type { Point } from '../../shared/mask/brush';
import { agreement, pairCounts } from '../../shared/metrics/pair';
import { splitAt } from '../../shared/overlay/pair';
import { decided, type Decision } from '../../shared/prediction/decision';
import { cutOf } from '../../shared/prediction/probabilities';
import type { Result } from '../../shared/result';
import type { Live } from '../state/live';
import { SUPERSEDED, type PredictionWish, type ReadyPrediction } from '../state/predictions';
import type { View } from '../state/view';
import type { Source } from './assist';
import type { MaskDocument } from './maskDocument';
import { Paced, type Clock } from './paced';
import type { OtherRun } from './shown';

export type PairSide = 'a' | 'b';

export interface RunPairDoor {
  wanted(): Pick<View, 'compare' | 'threshold' | 'blinkOther' | 'swipe'>;
  prediction(wish: PredictionWish): Promise<Result<ReadyPrediction>>;
  /** How B's probabilities become road. */
  decision(run: RunId): Decision;
  /** 'unetpp 2, epoch 12'. */
  name(run: RunId, epoch: number): string;
  show(other: OtherRun | null): void;
  tell(values: Pick<Live, 'pair'>): void;
  readonly clock: Clock;
}

/** A frame with A's prediction of it, as it is shown. */
export interface Paired {
  readonly frame: FrameId;
  readonly width: number;
  readonly height: number;
  readonly mask: MaskDocument | null;
  readonly probabilities: Uint8Array | null;
}

/** Counts are read at most this often: ignore pixels may be painted. */
const EVERY = 300;

export class RunPair {
  private of: Paired | null = null;
  private ready: ReadyPrediction | null = null;
  private asked = '';
  private turn = 0;
  private off = true;
  private shownOther: (OtherRun & { readonly decision: Decision }) | null = null;
  private readonly pace: Paced;

  constructor(private readonly door: RunPairDoor) {
    this.pace = new Paced(EVERY, door.clock, () => this.count());
  }

  /** B's prediction of the frame that is shown; null while there is none. */
  get other(): OtherRun | null {
    return this.shownOther;
  }

  /** The threshold that B is read at. */
  get otherThreshold(): number {
    return this.shownOther?.decision.threshold ?? this.door.wanted().threshold;
  }

  show(of: Paired | null): void {
    this.of = of;
    this.follow();
  }

  /** Frame, runs, epochs or decisions may have changed. */
  follow(): void {
    const { of } = this;
    const { compare } = this.door.wanted();
    if (compare.kind !== 'runs' || !of) return this.put(null, 'none');
    const key = `${of.frame}/${compare.other}/${compare.otherEpoch}`;
    if (this.ready && key === this.asked) return this.put(this.ready, 'ready');
    if (key === this.asked) return;
    this.ask(key, { run: compare.other, epoch: compare.otherEpoch, frame: of.frame, width: of.width, height: of.height });
  }

  /** B's epoch may be another one now: 'best' moved on. */
  again(): void {
    this.asked = '';
    this.ready = null;
    this.follow();
  }

  /** Something that was painted is drawn. */
  soon(): void {
    if (this.shownOther) this.pace.soon();
  }

  /** Whose prediction is seen at a place of the frame: what one takes there is what one sees. */
  seenAt(at: Point): PairSide {
    const { compare, blinkOther, swipe } = this.door.wanted();
    const { of, shownOther } = this;
    if (compare.kind !== 'runs' || !of || !shownOther) return 'a';
    if (compare.show === 'blink') return blinkOther ? 'b' : 'a';
    if (compare.show === 'swipe') return at.x < splitAt(swipe, of.width) ? 'a' : 'b';
    const i = Math.floor(at.y) * of.width + Math.floor(at.x);
    const inA = of.probabilities !== null && of.probabilities[i]! > cutOf(this.door.wanted().threshold);
    return !inA && shownOther.probabilities[i]! > cutOf(this.otherThreshold) ? 'b' : 'a';
  }

  /** `source` with B's prediction in the place of A's. */
  otherSource(source: Source): Source {
    const { shownOther } = this;
    if (!shownOther) return source;
    return {
      ...source,
      probabilities: () => shownOther.probabilities,
      threshold: () => this.otherThreshold,
      prediction: () => this.door.name(shownOther.run, shownOther.epoch),
    };
  }

  private ask(key: string, wish: PredictionWish): void {
    const turn = ++this.turn;
    this.asked = key;
    this.ready = null;
    this.put(null, 'busy');
    void this.door.prediction(wish).then((answer) => {
      if (turn !== this.turn || key !== this.asked) return;
      if (answer.ok) {
        this.ready = answer.value;
        return this.put(answer.value, 'ready');
      }
      this.asked = '';
      if (answer.error.code !== SUPERSEDED) this.put(null, 'failed', [answer.error.message, answer.error.hint].filter(Boolean).join(' '));
    });
  }

  private put(ready: ReadyPrediction | null, is: Live['pair']['is'], message = ''): void {
    if (is === 'none' && this.off) return;
    this.off = is === 'none';
    if (this.off) {
      this.turn++;
      this.asked = '';
      this.ready = null;
    }
    const other = ready && this.decide(ready);
    if (other !== this.shownOther) {
      this.shownOther = other;
      this.door.show(other);
    }
    if (other && this.of?.probabilities) return this.pace.now();
    this.door.tell({ pair: { is: is === 'ready' ? 'busy' : is, message, epoch: other?.epoch ?? null, agreement: null } });
  }

  private decide(ready: ReadyPrediction): (OtherRun & { readonly decision: Decision }) | null {
    const { of, shownOther } = this;
    if (!of || ready.probabilities.length !== of.width * of.height) return null;
    const decision = this.door.decision(ready.run);
    const same = shownOther && this.madeOf === ready && JSON.stringify(shownOther.decision) === JSON.stringify(decision);
    if (same) return shownOther;
    this.madeOf = ready;
    return { run: ready.run, epoch: ready.epoch, probabilities: decided(ready.probabilities, of.width, of.height, decision), decision };
  }
  private madeOf: ReadyPrediction | null = null;

  private count(): void {
    const { of, shownOther } = this;
    if (!of?.probabilities || !shownOther) return;
    const cut = cutOf(this.door.wanted().threshold);
    const counts = pairCounts(of.probabilities, cut, shownOther.probabilities, cutOf(this.otherThreshold), of.mask);
    this.door.tell({ pair: { is: 'ready', message: '', epoch: shownOther.epoch, agreement: agreement(counts) } });
  }
}
