// From 'this frame, this run' to what is on the canvas: picture, mask and prediction come together where they can, and the newest wish wins.
import type { EpochChoice, FrameId, FrameSummary, RunId } from '../../shared/domain';
import type { Result } from '../../shared/result';
import { isAbort, type Picture } from '../state/pictures';
import { NOTHING_AHEAD, SUPERSEDED, type Ahead, type PredictionWish, type ReadyPrediction, type Smoothing } from '../state/predictions';
import type { MaskDocument } from './maskDocument';

export interface FlowWish {
  readonly frame: FrameSummary | null;
  readonly run: RunId | null;
  readonly epoch: EpochChoice;
  /** Over which frames the prediction is smoothed; null = it is not. */
  readonly smoothing?: Smoothing | null | undefined;
  /** Frames whose pictures to fetch after this one. */
  readonly ahead: readonly FrameSummary[];
  /** And predictions: those of the coming frames while playing, of neighbouring epochs while not. */
  readonly predictions: Ahead;
  /** A sequence plays: the picture waits for its prediction. */
  readonly playing: boolean;
}

export interface Flowing<P> {
  readonly frame: FrameSummary | null;
  readonly picture: P | null;
  readonly mask: MaskDocument | null;
  readonly prediction: ReadyPrediction | null;
}

export interface Part {
  readonly is: 'none' | 'busy' | 'ready' | 'failed';
  /** One sentence when it failed. */
  readonly message: string;
}

export interface FlowDoor<P extends Picture> {
  picture(frame: FrameId, ahead: readonly FrameId[]): Promise<P>;
  mask(frame: FrameSummary): Promise<Result<MaskDocument>>;
  prediction(wish: PredictionWish, ahead: Ahead): Promise<Result<ReadyPrediction>>;
  cachedPrediction(wish: PredictionWish): ReadyPrediction | undefined;
  show(now: Flowing<P>): void;
  tell(part: 'picture' | 'mask' | 'prediction', state: Part): void;
  after(ms: number, run: () => void): void;
}

/** What takes longer than this says so. */
export const BUSY_AFTER = 150;
/** A picture waits this long for its mask and a prediction that is there already, so that they change together. */
const TOGETHER = 60;
/** While playing it waits for its prediction too: better a slower sequence than a flickering one. */
const TOGETHER_PLAYING = 1000;

const NONE: Part = { is: 'none', message: '' };
const BUSY: Part = { is: 'busy', message: '' };
const READY: Part = { is: 'ready', message: '' };

export class FrameFlow<P extends Picture> {
  private wish: FlowWish = { frame: null, run: null, epoch: 'best', ahead: [], predictions: NOTHING_AHEAD, playing: false };
  private now: Flowing<P> = { frame: null, picture: null, mask: null, prediction: null };
  /** Counts wishes for a frame, and wishes for a prediction: an answer to an earlier one is dropped. */
  private frameTurn = 0;
  private predictionTurn = 0;
  /** The answer to the newest wish for a prediction, as soon as it is there. */
  private latest: ReadyPrediction | null = null;

  constructor(private readonly door: FlowDoor<P>) {}

  want(wish: FlowWish): void {
    const before = this.wish;
    this.wish = wish;
    if (wish.frame?.id !== before.frame?.id) void this.changeFrame(wish);
    else if (wish.run !== before.run || wish.epoch !== before.epoch || wish.smoothing?.key !== before.smoothing?.key)
      void this.changePrediction(wish);
  }

  /** The same again: after a failure, or when what was shown is out of date. */
  again(what: 'frame' | 'prediction'): void {
    void (what === 'frame' ? this.changeFrame(this.wish) : this.changePrediction(this.wish));
  }

  private async changeFrame(wish: FlowWish): Promise<void> {
    const turn = ++this.frameTurn;
    const { frame } = wish;
    this.door.tell('picture', frame ? this.keepOrNone() : NONE);
    this.door.tell('mask', NONE);
    if (!frame) {
      this.predictionTurn++;
      this.door.tell('prediction', NONE);
      return this.put({ frame: null, picture: null, mask: null, prediction: null });
    }
    const stale = (): boolean => turn !== this.frameTurn;
    const picture = this.door.picture(
      frame.id,
      wish.ahead.map((other) => other.id),
    );
    const mask = this.door.mask(frame);
    const prediction = this.askPrediction(wish);
    this.sayBusy('picture', stale, picture);
    let ready: P;
    try {
      ready = await picture;
    } catch (error) {
      if (stale() || isAbort(error)) return;
      this.door.tell('picture', { is: 'failed', message: error instanceof Error ? error.message : String(error) });
      return this.put({ frame, picture: null, mask: null, prediction: null });
    }
    let doc: MaskDocument | null = null;
    let shown = false;
    const withMask = mask.then((answer) => {
      if (stale()) return;
      this.door.tell('mask', answer.ok ? READY : { is: 'failed', message: sentence(answer.error) });
      doc = answer.ok ? answer.value : null;
      if (shown && doc) this.put({ ...this.now, mask: doc });
    });
    const together = [withMask, ...(prediction.soon ? [prediction.answer] : [])];
    await Promise.race([
      Promise.all(together),
      new Promise<void>((resolve) => this.door.after(wish.playing ? TOGETHER_PLAYING : TOGETHER, resolve)),
    ]);
    if (stale()) return;
    shown = true;
    this.door.tell('picture', READY);
    this.put({ frame, picture: ready, mask: doc, prediction: this.latest });
  }

  private async changePrediction(wish: FlowWish): Promise<void> {
    if (!wish.frame) return;
    await this.askPrediction(wish).answer;
  }

  /** Asks, and puts the answer on the canvas when it comes, unless a newer wish is out. `soon`: the frame may wait for it. */
  private askPrediction(wish: FlowWish): { soon: boolean; answer: Promise<void> } {
    const turn = ++this.predictionTurn;
    const stale = (): boolean => turn !== this.predictionTurn;
    const { frame, run, epoch, smoothing } = wish;
    this.latest = null;
    if (!frame || run === null) {
      this.door.tell('prediction', NONE);
      if (this.now.prediction) this.put({ ...this.now, prediction: null });
      return { soon: false, answer: Promise.resolve() };
    }
    const { id, width, height } = frame;
    const of: PredictionWish = { run, epoch, frame: id, width, height, smoothing };
    const soon = wish.playing || this.door.cachedPrediction(of) !== undefined;
    const asked = this.door.prediction(of, wish.predictions);
    this.sayBusy('prediction', stale, asked);
    const answer = asked.then((result) => {
      if (stale()) return;
      if (!result.ok) {
        if (result.error.code === SUPERSEDED) return;
        this.door.tell('prediction', { is: 'failed', message: sentence(result.error) });
        if (this.now.frame?.id === frame.id && this.now.prediction) this.put({ ...this.now, prediction: null });
        return;
      }
      this.latest = result.value;
      this.door.tell('prediction', READY);
      // Still another frame on the canvas: the picture brings the prediction along.
      if (this.now.frame?.id === frame.id && this.now.picture) this.put({ ...this.now, prediction: this.latest });
    });
    return { soon, answer };
  }

  private put(now: Flowing<P>): void {
    this.now = now;
    this.door.show(now);
  }

  private keepOrNone(): Part {
    return this.now.picture ? READY : NONE;
  }

  private sayBusy(part: 'picture' | 'prediction', stale: () => boolean, work: Promise<unknown>): void {
    let done = false;
    const finish = (): void => void (done = true);
    work.then(finish, finish);
    this.door.after(BUSY_AFTER, () => !done && !stale() && this.door.tell(part, BUSY));
  }
}

const sentence = ({ message, hint }: { message: string; hint?: string | undefined }): string => (hint ? `${message} ${hint}` : message);
