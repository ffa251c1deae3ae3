// The prediction on the canvas as it was decided: effective probabilities and the threshold that they were made for, which belong together.
import { decided, isPlain, plain, type Decision } from '../../shared/prediction/decision';

/** Of frames up to so many pixels it is decided at once (about 1 to 5 ms at KITTI's size), of larger ones in a worker. */
export const AT_ONCE_PIXELS = 1_000_000;

export interface DecideRequest {
  readonly probabilities: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly decision: Decision;
}

export class EffectivePrediction {
  private of: Omit<DecideRequest, 'decision'> | null = null;
  private wanted: Decision = plain(0.5);
  private turn = 0;
  private now: { readonly values: Uint8Array | null; readonly threshold: number } = { values: null, threshold: 0.5 };

  constructor(
    private readonly door: {
      /** In another thread; only the newest wish must be answered. */
      decide(request: DecideRequest): Promise<Uint8Array>;
      /** What was on its way is there. */
      changed(): void;
    },
  ) {}

  /** 8-bit, at the frame's size; null without a prediction, and for the moment in which a large one is decided for the first time. */
  get values(): Uint8Array | null {
    return this.now.values;
  }

  /** The one that `values` were decided with. */
  get threshold(): number {
    return this.now.threshold;
  }

  /** As it was predicted. */
  get predicted(): Uint8Array | null {
    return this.of?.probabilities ?? null;
  }

  /** Another prediction, of a frame of that size. */
  show(probabilities: Uint8Array | null, width: number, height: number): void {
    if (probabilities === this.predicted) return;
    this.of = probabilities && { probabilities, width, height };
    this.again(true);
  }

  /** True when what is to be seen changed at once. */
  follow(decision: Decision): boolean {
    if (NAMES.every((name) => decision[name] === this.wanted[name])) return false;
    this.wanted = decision;
    return this.again(false);
  }

  private again(other: boolean): boolean {
    const { of, wanted } = this;
    const turn = ++this.turn;
    const { threshold } = wanted;
    if (!of || isPlain(wanted) || of.width * of.height <= AT_ONCE_PIXELS) {
      this.now = { values: of && decided(of.probabilities, of.width, of.height, wanted), threshold };
      return true;
    }
    // The last decision stays until this one is there; another frame's does not.
    if (other) this.now = { values: null, threshold };
    const answer = (values: Uint8Array): void => {
      if (turn !== this.turn) return;
      this.now = { values, threshold };
      this.door.changed();
    };
    this.door.decide({ ...of, decision: wanted }).then(answer, () => {
      // Given up for a newer one, or there is no thread: then it takes its time here.
      if (turn === this.turn) answer(decided(of.probabilities, of.width, of.height, wanted));
    });
    return other;
  }
}

const NAMES = ['threshold', 'low', 'smallest', 'holes'] as const;
