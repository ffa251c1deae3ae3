// Keeps the live numbers of the frame on the canvas: which mask or prediction the painted mask is held against, when they are read, whom they are told.
import type { FrameId } from '../../shared/domain';
import type { Rect } from '../../shared/mask/rect';
import type { Result } from '../../shared/result';
import type { Live } from '../state/live';
import type { Against } from '../state/view';
import { LiveScore, type Opponent } from './liveScore';
import type { MaskDocument } from './maskDocument';
import { Paced, type Clock } from './paced';

export interface NumbersDoor {
  /** True when the frame has a mask worth comparing with. */
  hasMask(): boolean;
  wanted(): { readonly against: Against; readonly threshold: number };
  /** The frame's newest imported mask [height*width]; null when it has none. */
  reference(frame: FrameId): Promise<Result<Uint8Array | null>>;
  tell(values: Pick<Live, 'counts' | 'iou' | 'gain' | 'boundary'> | Pick<Live, 'opponent'>): void;
  readonly clock: Clock;
}

export interface Numbered {
  readonly frame: FrameId;
  readonly mask: MaskDocument;
  /** 8-bit probabilities at the frame's size. */
  readonly probabilities: Uint8Array | null;
}

/** Numbers are read at most this often while a stroke moves. */
const EVERY = 100;
/** Counting edges anew (another threshold, a large frame) takes this long at a time at most, and goes on after a rest. */
const AT_ONCE = 5;
const REST = 12;

export class LiveNumbers {
  private of: Numbered | null = null;
  private score: LiveScore | null = null;
  /** The mask as it was when its frame was opened. */
  private before: Uint8Array | null = null;
  private reference: { readonly frame: FrameId; readonly labels: Uint8Array | null } | null = null;
  private asked: FrameId | null = null;
  private against: Against = 'prediction';
  private readonly pace: Paced;
  /** Another prediction of the same mask: counted once it is on the screen, so that a scrub over epochs waits for no numbers. */
  private readonly again: Paced;

  constructor(private readonly door: NumbersDoor) {
    this.pace = new Paced(EVERY, door.clock, () => this.tell());
    this.again = new Paced(EVERY, door.clock, () => {
      this.restart();
      this.read();
    });
  }

  show(of: Numbered | null): void {
    const last = this.of;
    this.of = of;
    if (of?.mask !== last?.mask) this.before = of?.mask.data.slice() ?? null;
    if (of?.frame !== last?.frame) this.reference = this.asked = null;
    const another = of?.probabilities !== last?.probabilities;
    if (of && of.mask === last?.mask && of.probabilities && last.probabilities && another) return this.again.soon();
    if (of?.mask !== last?.mask || another) this.restart();
    this.read();
  }

  /** What is wanted may have changed. */
  follow(): void {
    const { against, threshold } = this.door.wanted();
    if (against !== this.against) this.restart();
    this.score?.setThreshold(threshold);
    this.read();
  }

  /** From now on 'before' is the mask as it is now: it was saved by name. */
  markBefore(): void {
    this.before = this.of?.mask.data.slice() ?? null;
    if (this.against !== 'before') return;
    this.restart();
    this.read();
  }

  /** A stroke, an undo or a redo begins: its gain is counted from here. */
  began(): void {
    this.score?.mark();
  }

  painted(rect: Rect): void {
    this.score?.painted(rect);
    const { of } = this;
    // A newer version slipped in underneath, perhaps an import.
    if (this.against === 'reference' && of && !of.mask.stroking && rect.width === of.mask.width && rect.height === of.mask.height)
      this.fetchReference(of.frame);
  }

  /** After something was drawn that was painted. */
  soon(): void {
    this.pace.soon();
  }

  read(): void {
    this.pace.now();
  }

  private tell(): void {
    const start = this.door.clock.now();
    const { score, of } = this;
    // Without a mask there is nothing that anything could agree with.
    if (!score || !of || !(of.mask.stroking || this.door.hasMask())) {
      this.door.tell({ counts: null, iou: null, gain: null, boundary: null });
      return;
    }
    const { counts, iou, gain, boundary } = score.read(() => this.door.clock.now() - start > AT_ONCE);
    this.door.tell({ counts, iou, gain, boundary });
    if (boundary === null) this.pace.later(REST);
  }

  private restart(): void {
    const { of } = this;
    this.against = this.door.wanted().against;
    const opponent = of && this.opponent(of);
    this.score = of && opponent ? new LiveScore(opponent, of.mask) : null;
    if (of) of.mask.observer = this.score?.observer ?? null;
  }

  private opponent({ frame, probabilities }: Numbered): Opponent | null {
    if (this.against === 'prediction')
      return probabilities && { is: 'prediction', values: probabilities, threshold: this.door.wanted().threshold };
    if (this.against === 'before') return this.before && { is: 'labels', values: this.before };
    if (this.reference?.frame !== frame) {
      this.fetchReference(frame);
      return null;
    }
    return this.reference.labels && { is: 'labels', values: this.reference.labels };
  }

  private fetchReference(frame: FrameId): void {
    if (this.asked === frame) return;
    this.asked = frame;
    this.door.tell({ opponent: { is: 'busy', message: '' } });
    void this.door.reference(frame).then((answer) => {
      if (this.asked !== frame || this.of?.frame !== frame) return;
      this.asked = null;
      const fits = answer.ok && (answer.value === null || answer.value.length === this.of.mask.data.length);
      this.reference = { frame, labels: answer.ok && fits ? answer.value : null };
      const message = answer.ok ? (fits ? '' : 'The imported mask does not fit this frame.') : answer.error.message;
      this.door.tell({ opponent: { is: message ? 'failed' : this.reference.labels ? 'ready' : 'missing', message } });
      if (this.against !== 'reference') return;
      this.restart();
      this.read();
    });
  }
}
