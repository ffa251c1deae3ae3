// Where a confident prediction contradicts the mask: marked on the picture while the queue goes by label suspicion. Found in a worker, anew after each step.
import type { MaskDocument } from './maskDocument';

export interface SuspectRequest {
  readonly width: number;
  readonly height: number;
  /** Labels and 8-bit probabilities as they were predicted [height*width]. */
  readonly data: Uint8Array;
  readonly probabilities: Uint8Array;
}

export interface SuspectsDoor {
  /** The queue goes by label suspicion. */
  wanted(): boolean;
  /** `suspicion().found`, in another thread; only the newest wish must be answered. */
  find(request: SuspectRequest): Promise<Uint8Array>;
  /** [height*width] of MISSING_ROAD, FALSE_ROAD and 0; null: nothing is marked. */
  show(found: Uint8Array | null): void;
  /** Once what was painted is on the screen; several calls before it are one. */
  readonly later: (run: () => void) => () => void;
}

export class Suspects {
  private mask: MaskDocument | null = null;
  private probabilities: Uint8Array | null = null;
  private stop: () => void = () => {};
  private marked = false;
  /** An answer to an earlier question is dropped. */
  private turn = 0;
  private readonly soon: () => void;

  constructor(private readonly door: SuspectsDoor) {
    this.soon = door.later(() => this.find());
  }

  /** What is on the canvas; `mask` is null too where the frame has none yet, which nothing can contradict. */
  show(mask: MaskDocument | null, probabilities: Uint8Array | null): void {
    if (mask === this.mask && probabilities === this.probabilities) return;
    if (mask !== this.mask) {
      this.stop();
      this.stop = mask?.listen({ history: () => this.door.wanted() && this.soon() }) ?? (() => {});
      this.clear();
    }
    [this.mask, this.probabilities] = [mask, probabilities];
    this.follow();
  }

  /** Whether they are wanted may have changed. */
  follow(): void {
    if (this.door.wanted() && this.mask && this.probabilities) this.soon();
    else this.clear();
  }

  private find(): void {
    const { mask, probabilities } = this;
    if (!mask || !probabilities || !this.door.wanted()) return this.clear();
    const { width, height, data } = mask;
    if (probabilities.length !== data.length) return this.clear();
    const turn = ++this.turn;
    const answer = (found: Uint8Array | null): void => {
      if (turn !== this.turn) return;
      this.marked = found !== null;
      this.door.show(found);
    };
    // Given up for a newer one, or there is no thread: then nothing is marked.
    this.door.find({ width, height, data, probabilities }).then(
      (found) => answer(found.some((kind) => kind !== 0) ? found : null),
      () => answer(null),
    );
  }

  private clear(): void {
    this.turn++;
    if (this.marked) this.door.show(null);
    this.marked = false;
  }
}
