// The canvas at work: joins viewport, tools, screen and live numbers, and follows the stores. One for the life of the window.
import type { FrameId, FrameSummary, VersionId } from '../../shared/domain';
import type { Point } from '../../shared/mask/brush';
import type { LabelMap } from '../../shared/mask/labelMap';
import type { Rect } from '../../shared/mask/rect';
import type { Sides } from '../../shared/overlay/difference';
import type { Result } from '../../shared/result';
import { useLive } from '../state/live';
import type { ReadyPrediction } from '../state/predictions';
import { useUndoHistory } from '../state/undoHistory';
import { decisionOf, useView, type View } from '../state/view';
import { onceAfterDrawing } from '../state/afterDrawing';
import { AS_IT_IS, type Adjustments } from './adjustments';
import { Comparison } from './comparison';
import { EffectivePrediction, type DecideRequest } from './effective';
import type { Source as RegionSource } from './assist';
import { Gestures } from './gestures';
import { lookChanged, lookOf } from './looking';
import { LiveNumbers } from './liveNumbers';
import { KeyboardCursor } from './keyboardCursor';
import type { MaskDocument } from './maskDocument';
import { windowClock } from './paced';
import { RunPair, type Paired, type RunPairDoor } from './runPair';
import { PixelProbe } from './pixelProbe';
import { listenToPointer } from './pointerEvents';
import type { Preview } from './preview';
import { Screen } from './screen';
import type { Look, Shown } from './shown';
import { erasing, ToolBox } from './toolBox';
import { pixelAt } from './tools/regions';
import { toolEntry, type Tool, type ToolContext } from './tools/table';
import { Viewport } from './viewport';

export interface ControllerDoor {
  /** Why the mask cannot be painted now, null when it can. */
  whyNot(): string | null;
  /** The person tried all the same. */
  refused(why: string): void;
  /** True when the frame has a mask worth comparing with. */
  hasMask(frame: FrameSummary): boolean;
  /** Labels of the frame's newest imported mask, null when it has none. */
  reference(frame: FrameId): Promise<Result<Uint8Array | null>>;
  version(version: VersionId): Promise<Result<LabelMap>>;
  /** Effective probabilities, in another thread. */
  decide(request: DecideRequest): Promise<Uint8Array>;
  /** Of two runs that are compared: the other one's prediction, how it is read, and what it is called. */
  readonly otherRun: Pick<RunPairDoor, 'prediction' | 'decision' | 'name'>;
  classColours(): ReadonlyMap<number, string>;
  /** Of the frame on the canvas: its RGBA, its superpixels, whose prediction is shown. */
  image: ToolContext['image'];
  superpixels: ToolContext['superpixels'];
  prediction: ToolContext['prediction'];
  /** Another document is on the canvas. */
  follow(document: MaskDocument | null): void;
  /** Whatever else waits for a word besides the tool: true when it took it. */
  pending(what: 'confirm' | 'back' | 'cancel'): boolean;
  /** The brush moves. */
  painting(): void;
}

export class CanvasController {
  readonly viewport = new Viewport(() => this.moved());
  readonly gestures: Gestures;
  readonly numbers: LiveNumbers;
  readonly keyboard: KeyboardCursor;
  readonly comparison: Comparison;
  readonly pair: RunPair;
  readonly probe: PixelProbe;
  private screen: Screen | null = null;
  private element: HTMLElement | null = null;
  private frame: FrameSummary | null = null;
  private shown: Shown = { size: null, picture: null, mask: null, probabilities: null, other: null };
  /** What is shown of the prediction, held against and taken from it. */
  private readonly effective: EffectivePrediction;
  private readonly tools: ToolBox;
  /** The mask's version when the frame was opened; null when it had none. */
  openedVersion: VersionId | null = null;
  private forgetDocument: () => void = () => {};
  private sides: Sides | null = null;
  private suspects: Uint8Array | null = null;
  private adjustments: Adjustments = AS_IT_IS;
  private outcome: Preview | null = null;
  private readonly numbersSoon = onceAfterDrawing(() => this.showNumbers());
  private readonly historySoon = onceAfterDrawing(() => this.tellHistory());

  constructor(private readonly door: ControllerDoor) {
    this.effective = new EffectivePrediction({ decide: (request) => this.door.decide(request), changed: () => this.decidedAnew() });
    this.effective.follow(decisionOf(useView.getState()));
    this.numbers = new LiveNumbers({
      hasMask: () => this.frame !== null && this.door.hasMask(this.frame),
      wanted: () => ({ against: useView.getState().against, threshold: this.effective.threshold }),
      reference: (frame) => this.door.reference(frame),
      tell: (values) => useLive.setState(values),
      clock: windowClock,
    });
    this.comparison = new Comparison({
      wanted: () => ({ compare: useView.getState().compare, threshold: this.effective.threshold }),
      version: (version) => this.door.version(version),
      classes: () => this.door.classColours().keys(),
      show: (sides) => this.screen?.setComparison((this.sides = sides)),
      tell: (values) => useLive.setState(values),
      clock: windowClock,
    });
    this.pair = new RunPair({
      ...this.door.otherRun,
      wanted: () => {
        const { compare, blinkOther, swipe } = useView.getState();
        return { compare, blinkOther, swipe, threshold: this.effective.threshold };
      },
      show: (other) => this.showOther(other),
      tell: (values) => useLive.setState(values),
      clock: windowClock,
    });
    this.probe = new PixelProbe(
      () => this.gestures.pointer && this.viewport.toImage(this.gestures.pointer.x, this.gestures.pointer.y),
      () => ({ ...this.shown, probabilities: this.effective.predicted }),
    );
    this.gestures = new Gestures({
      viewport: this.viewport,
      press: () => this.toolToPress(),
      pending: (what) => this.door.pending(what),
      mayPaint: () => this.mayPaint(),
      tool: () => this.tools.tool,
      brushSize: () => useView.getState().brushSize,
      setBrushSize: (diameter) => useView.getState().setBrushSize(diameter),
      fade: (by) => this.fade(by),
      changed: () => this.pointerChanged(),
    });
    this.keyboard = new KeyboardCursor(this.gestures, this.viewport, () => this.frame);
    this.tools = new ToolBox(
      {
        image: () => this.door.image(),
        superpixels: (size) => this.door.superpixels(size),
        probabilities: () => this.shown.probabilities,
        prediction: () => this.door.prediction(),
        threshold: () => this.effective.threshold,
        set: (values) => useView.getState().setToolOptions(values),
        refuse: (why) => this.door.refused(why),
        scale: () => this.viewport.scale,
        changed: () => this.previewChanged(),
      },
      useView.getState(),
    );
    useView.subscribe((view, before) => {
      this.followView(view, before);
      if ((view.threshold !== before.threshold || view.post !== before.post) && this.effective.follow(decisionOf(view))) this.decidedAnew();
      if (lookChanged(view, before)) this.lookAgain();
      if (view.against !== before.against) this.numbers.follow();
      if (view.compare !== before.compare) this.comparison.follow();
      if (view.compare !== before.compare || view.threshold !== before.threshold || view.post !== before.post) this.pair.follow();
      if (ADJUSTED.some((name) => view[name] !== before[name])) this.adjust(view);
    });
  }

  get document(): MaskDocument | null {
    return this.shown.mask;
  }

  /** Puts the canvas into the page; the returned function takes it out again. */
  attach(element: HTMLDivElement): () => void {
    const stage = document.createElement('div');
    stage.className = 'canvas-stage';
    element.prepend(stage);
    this.element = element;
    const screen = new Screen(stage, this.viewport, this.look(), () => this.readSoon());
    this.screen = screen;
    const resize = (): void => {
      const { width, height } = element.getBoundingClientRect();
      this.viewport.resize(width, height);
      screen.resize(width, height);
    };
    const observer = new ResizeObserver(resize);
    observer.observe(element);
    resize();
    screen.show(this.shown);
    screen.setComparison(this.sides);
    screen.setSuspects(this.suspects);
    this.previewChanged();
    const stopListening = listenToPointer(element, this.gestures);
    return () => {
      stopListening();
      observer.disconnect();
      this.gestures.up();
      this.gestures.leave();
      this.screen = null;
      this.element = null;
      screen.destroy();
      stage.remove();
    };
  }

  /** What is to be on the canvas now. */
  show(frame: FrameSummary | null, shown: Pick<Shown, 'picture' | 'mask'>, prediction: ReadyPrediction | null): void {
    // A stroke belongs to the frame that it was painted on.
    if (shown.mask !== this.shown.mask) this.gestures.up();
    const probabilities =
      prediction && frame && prediction.probabilities.length === frame.width * frame.height ? prediction.probabilities : null;
    const before = this.shown;
    const same = frame?.id === this.frame?.id;
    if (!same) this.openedVersion = frame?.mask ?? null;
    this.frame = frame;
    this.effective.show(probabilities, frame?.width ?? 0, frame?.height ?? 0);
    this.shown = { ...shown, size: frame, probabilities: this.effective.values, other: same ? this.pair.other : null };
    if (frame) this.viewport.setImage(frame.width, frame.height);
    if (shown.mask !== before.mask) this.followDocument(shown.mask);
    this.screen?.show(this.shown);
    if (shown.mask !== before.mask) this.previewChanged();
    useLive.setState({
      shown: frame?.id ?? null,
      predictionRun: prediction?.run ?? null,
      predictionEpoch: prediction?.epoch ?? null,
      predictionSmoothed: prediction?.smoothed ?? null,
    });
    this.tellHistory();
    this.comparison.show(this.compared);
    this.pair.show(this.compared);
    this.probe.changed();
    this.showNumbers();
  }

  private showNumbers(): void {
    const { frame } = this;
    const { mask, probabilities } = this.shown;
    this.numbers.show(frame && mask && { frame: frame.id, mask, probabilities });
  }

  private get compared(): Paired | null {
    const { frame } = this;
    const { mask, probabilities } = this.shown;
    return frame && { frame: frame.id, width: frame.width, height: frame.height, mask, probabilities };
  }

  /** Another decision was made on the prediction that is shown. */
  private decidedAnew(): void {
    const { values } = this.effective;
    this.lookAgain();
    if (values === this.shown.probabilities) {
      this.numbers.follow();
      if (useView.getState().compare.kind === 'prediction') this.comparison.follow();
      return;
    }
    this.shown = { ...this.shown, probabilities: values };
    this.screen?.show(this.shown);
    this.comparison.show(this.compared);
    this.pair.show(this.compared);
    // All of the frame is counted anew: after it is on the screen.
    this.numbersSoon();
  }

  undo(): void {
    this.turn((document) => document.undo(), { back: true });
  }

  redo(): void {
    this.turn((document) => document.redo());
  }

  /** 'Before' is the mask as it is now: it was saved by name. */
  markBefore(): void {
    this.numbers.markBefore();
  }

  /** Undoes or does again until so many steps are done: one save. Counted as the steps are now: it waits for none of earlier days. */
  goTo(done: number): void {
    this.turn((document) => document.goTo(done), { waits: false });
  }

  /** Puts another map in the mask's place, as one step that can be undone. False when nothing changed, null when it may not be painted (which is told). */
  replace(map: LabelMap, note: string): boolean | null {
    const { document } = this;
    if (!this.mayPaint() || !document) return null;
    this.gestures.up();
    this.numbers.began();
    const changed = document.replace(map, note);
    this.numbers.read();
    return changed;
  }

  /** Does something with the mask that may not be possible: `act` answers null when done, else why not, which is told. */
  act(act: (document: MaskDocument, source: RegionSource) => string | null): void {
    const { document } = this;
    if (!this.mayPaint() || !document) return;
    this.gestures.up();
    const source: RegionSource = {
      probabilities: () => this.shown.probabilities,
      prediction: () => this.door.prediction(),
      threshold: () => this.effective.threshold,
      options: { over: useView.getState().paintOver },
    };
    const refused = act(document, source);
    if (refused) return this.door.refused(refused);
    this.numbers.read();
  }

  /** Where the pointer is on the frame; null when it is elsewhere. */
  pointerOnFrame(): Point | null {
    const { pointer } = this.gestures;
    return pointer && this.frame && pixelAt(this.viewport.toImage(pointer.x, pointer.y), this.frame)
      ? this.viewport.toImage(pointer.x, pointer.y)
      : null;
  }

  /** Marked on the picture: see canvas/suspects. */
  setSuspects(found: Uint8Array | null): void {
    this.suspects = found;
    this.screen?.setSuspects(found);
    useLive.setState({ suspects: found !== null });
  }

  /** Shown in place of the tool's preview: the outcome of a mask operation. */
  setOutcome(outcome: Preview | null): void {
    this.outcome = outcome;
    this.previewChanged();
  }

  fit(): void {
    this.viewport.fit();
  }

  actualSize(): void {
    this.viewport.actualSize();
  }

  /** The picture as it is looked at, null while there is none. */
  get picture(): CanvasImageSource | null {
    return this.screen?.picture ?? null;
  }

  /** Brightness and contrast that suit the picture. */
  autoAdjust(): void {
    const adjustments = this.screen?.autoAdjustments();
    if (adjustments) useView.getState().adjust(adjustments);
  }

  /** The project's classes changed. */
  classesChanged(): void {
    this.lookAgain();
    this.comparison.follow();
  }

  private showOther(other: Shown['other']): void {
    this.shown = { ...this.shown, other };
    this.screen?.show(this.shown);
    this.lookAgain();
  }

  private lookAgain(): void {
    this.screen?.setLook(this.look());
  }

  private turn(step: (document: MaskDocument) => boolean, { back = false, waits = true } = {}): void {
    const { document } = this;
    if (!document) return;
    // What a tool has pending is taken back first.
    if (back && this.gestures.command('back')) return;
    if (!this.mayPaint()) return;
    this.gestures.up();
    this.numbers.began();
    const moved = step(document);
    // What moved is drawn first: the numbers are read after it.
    if (!moved) this.numbers.read();
    // Steps of earlier days may still be on their way: what is asked for waits for them.
    if (moved || !waits || !document.fetchHistory) return;
    const again = (): void => {
      if (this.document === document && step(document)) this.numbers.read();
    };
    document
      .fetchHistory()
      .then(again, () => this.door.refused('The undo steps of this frame could not be read just now. Try again in a moment.'));
  }

  /** False when the mask may not be painted now, which the person is told. */
  private mayPaint(): boolean {
    const why = this.door.whyNot();
    if (why) this.door.refused(why);
    return why === null;
  }

  private toolToPress(): Tool | null {
    if (!this.mayPaint()) return null;
    const { tool } = this.tools;
    if (tool) useView.getState().set({ playing: false, watching: false });
    return tool;
  }

  private followDocument(document: MaskDocument | null): void {
    this.forgetDocument();
    this.forgetDocument = () => {};
    this.tools.setDocument(document);
    this.door.follow(document);
    if (!document) return;
    let touched = false;
    const stop = document.listen({
      began: () => {
        touched = false;
        this.numbers.began();
      },
      reached: () => {
        touched = true;
      },
      painted: (rect: Rect) => {
        touched = true;
        this.numbers.painted(rect);
        this.comparison.painted(rect);
        this.screen?.maskPainted(rect);
      },
      ended: () => {
        // Where no pixel changed nothing is drawn, which they are else read after.
        this.numbers.soon();
        if (!touched && useView.getState().paintOver) this.door.refused(LOCKED);
      },
      history: this.historySoon,
    });
    this.forgetDocument = () => {
      stop();
      document.observer = null;
    };
  }

  private tellHistory(): void {
    const { document } = this;
    const [done, undone] = [document?.undoStack.length ?? 0, document?.redoStack.length ?? 0];
    useLive.setState({ canUndo: done > 0 || document?.fetchHistory != null, canRedo: undone > 0 });
    useUndoHistory.setState({ frame: this.frame?.id ?? null, whole: !document?.fetchHistory, steps: document?.steps ?? [], done });
  }

  private followView(view: View, before: View): void {
    if (TOOL.every((name) => view[name] === before[name])) return;
    this.tools.followView(view);
    if (view.paintClass !== before.paintClass) this.previewChanged();
    this.pointerChanged();
  }

  private previewChanged(): void {
    const colour = this.door.classColours().get(useView.getState().paintClass);
    this.screen?.setPreview(this.outcome ?? this.tools.preview, colour ?? '#35c9f0');
  }

  private look(): Look {
    const thresholds = { threshold: this.effective.threshold, otherThreshold: this.pair.otherThreshold };
    return lookOf(useView.getState(), thresholds, this.door.classColours(), this.adjustments);
  }

  private adjust({ brightness, contrast, gamma }: View): void {
    this.adjustments = { brightness, contrast, gamma };
    this.lookAgain();
  }

  /** Something that was painted is drawn. */
  private readSoon(): void {
    this.numbers.soon();
    this.comparison.soon();
    this.pair.soon();
    this.probe.changed();
  }

  private fade(by: number): void {
    const view = useView.getState();
    if (view.showMask) view.setMaskOpacity(view.maskOpacity + by);
    else view.setPredictionOpacity(view.predictionOpacity + by);
  }

  private moved(): void {
    this.screen?.moved();
    this.pointerChanged();
    const { viewVersion } = useView.getState();
    useView.setState({ viewVersion: viewVersion + 1, zoom: this.viewport.scale });
  }

  private pointerChanged(): void {
    const { screen, element } = this;
    if (!screen || !element) return;
    const { doing, anchor, alt, space } = this.gestures;
    if (doing === 'painting') this.door.painting();
    this.probe.changed();
    const view = useView.getState();
    const panning = doing === 'panning' || (space && doing === 'idle');
    const ring = anchor && !panning && this.document;
    element.style.cursor = doing === 'panning' ? 'grabbing' : panning ? 'grab' : ring ? 'none' : 'default';
    if (!ring) return screen.setRing(null);
    const { cursor, icon } = toolEntry(view.tool);
    const shape = cursor === 'cross' ? 'cross' : view.brushShape;
    const radius = shape === 'cross' ? 0 : (view.brushSize / 2) * this.viewport.scale;
    screen.setRing({ x: anchor.x, y: anchor.y, radius, shape, ...(shape === 'cross' && { glyph: icon }), erasing: erasing(view, alt) });
  }
}

const LOCKED = 'Nothing was painted: Paint over leaves the classes there as they are.';
const TOOL = ['tool', 'brushSize', 'brushShape', 'paintClass', 'paintOver', 'toolOptions'] as const;
const ADJUSTED = ['brightness', 'contrast', 'gamma'] as const;
