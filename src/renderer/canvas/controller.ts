// The canvas at work: joins viewport, tools, screen and live numbers, and follows the stores. One for the life of the window.
import { type FrameSummary } from '../../shared/domain';
import type { LabelMap } from '../../shared/mask/labelMap';
import type { Rect } from '../../shared/mask/rect';
import { useLive } from '../state/live';
import type { ReadyPrediction } from '../state/predictions';
import { useView, type View } from '../state/view';
import { Gestures } from './gestures';
import { LiveScore } from './liveScore';
import type { MaskDocument } from './maskDocument';
import { listenToPointer } from './pointerEvents';
import { Screen, type Look, type Shown } from './screen';
import { erasing, ToolBox } from './toolBox';
import { toolEntry, type Tool, type ToolContext } from './tools/table';
import { Viewport } from './viewport';

export interface ControllerDoor {
  /** Why the mask cannot be painted now, null when it can. */
  whyNot(): string | null;
  /** The person tried all the same. */
  refused(why: string): void;
  /** True when the frame has a mask worth comparing with. */
  hasMask(frame: FrameSummary): boolean;
  classColours(): ReadonlyMap<number, string>;
  /** RGBA of the frame on the canvas. */
  image: ToolContext['image'];
  /** The brush moves. */
  painting(): void;
}

/** Numbers are read at most this often while a stroke moves. */
const NUMBERS_EVERY = 100;

export class CanvasController {
  readonly viewport = new Viewport(() => this.moved());
  readonly gestures: Gestures;
  private screen: Screen | null = null;
  private element: HTMLElement | null = null;
  private frame: FrameSummary | null = null;
  private shown: Shown = { size: null, picture: null, mask: null, probabilities: null };
  private score: LiveScore | null = null;
  private readonly tools: ToolBox;
  private forgetDocument: () => void = () => {};
  private numbersAt = 0;
  private numbersTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly door: ControllerDoor) {
    this.gestures = new Gestures({
      viewport: this.viewport,
      press: () => this.toolToPress(),
      tool: () => this.tools.tool,
      brushSize: () => useView.getState().brushSize,
      setBrushSize: (diameter) => useView.getState().setBrushSize(diameter),
      fade: (by) => this.fade(by),
      changed: () => this.pointerChanged(),
    });
    this.tools = new ToolBox(
      {
        image: () => this.door.image(),
        probabilities: () => this.shown.probabilities,
        threshold: () => useView.getState().threshold,
        scale: () => this.viewport.scale,
        changed: () => this.previewChanged(),
      },
      useView.getState(),
    );
    useView.subscribe((view, before) => {
      this.followView(view, before);
      if (lookChanged(view, before)) this.lookAgain();
      if (view.threshold !== before.threshold) this.numbersNow();
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
    const screen = new Screen(stage, this.viewport, this.look(), () => this.numbersSoon());
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
    this.frame = frame;
    this.shown = { ...shown, size: frame, probabilities };
    if (frame) this.viewport.setImage(frame.width, frame.height);
    if (shown.mask !== before.mask) this.followDocument(shown.mask);
    if (shown.mask !== before.mask || probabilities !== before.probabilities) this.startScore();
    this.screen?.show(this.shown);
    if (shown.mask !== before.mask) this.previewChanged();
    useLive.setState({
      shown: frame?.id ?? null,
      predictionRun: prediction?.run ?? null,
      predictionEpoch: prediction?.epoch ?? null,
      ...this.undoState(),
    });
    this.numbersNow();
  }

  undo(): void {
    this.turn((document) => document.undo(), true);
  }

  redo(): void {
    this.turn((document) => document.redo());
  }

  /** Puts another map in the mask's place, as one step that can be undone. False when nothing changed, null when it may not be painted (which is told). */
  replace(map: LabelMap, note: string): boolean | null {
    const { document } = this;
    const why = this.door.whyNot();
    if (why) this.door.refused(why);
    if (why || !document) return null;
    this.gestures.up();
    this.score?.mark();
    const changed = document.replace(map, note);
    this.numbersNow();
    return changed;
  }

  fit(): void {
    this.viewport.fit();
  }

  actualSize(): void {
    this.viewport.actualSize();
  }

  /** The classes' colours changed. */
  lookAgain(): void {
    this.screen?.setLook(this.look());
    this.numbersNow();
  }

  private turn(step: (document: MaskDocument) => boolean, back = false): void {
    const { document } = this;
    if (!document) return;
    // What a tool has pending is taken back first.
    if (back && this.gestures.command('back')) return;
    const why = this.door.whyNot();
    if (why) return this.door.refused(why);
    this.gestures.up();
    this.score?.mark();
    step(document);
    this.numbersNow();
  }

  private toolToPress(): Tool | null {
    const why = this.door.whyNot();
    if (why) {
      this.door.refused(why);
      return null;
    }
    const { tool } = this.tools;
    if (tool) useView.getState().setPlaying(false);
    return tool;
  }

  private followDocument(document: MaskDocument | null): void {
    this.forgetDocument();
    this.forgetDocument = () => {};
    this.tools.setDocument(document);
    if (!document) return;
    const stop = document.listen({
      began: () => this.score?.mark(),
      painted: (rect: Rect) => this.screen?.maskPainted(rect),
      committed: () => useLive.setState(this.undoState()),
    });
    this.forgetDocument = () => {
      stop();
      document.observer = null;
    };
  }

  private startScore(): void {
    const { mask, probabilities } = this.shown;
    this.score = mask && probabilities ? new LiveScore(probabilities, mask, useView.getState().threshold) : null;
    if (mask) mask.observer = this.score?.observer ?? null;
  }

  private numbersSoon(): void {
    const wait = this.numbersAt + NUMBERS_EVERY - performance.now();
    if (wait <= 0) return this.numbersNow();
    this.numbersTimer ??= setTimeout(() => this.numbersNow(), wait);
  }

  private numbersNow(): void {
    clearTimeout(this.numbersTimer);
    this.numbersTimer = undefined;
    this.numbersAt = performance.now();
    const { score, frame } = this;
    score?.setThreshold(useView.getState().threshold);
    // Without a mask there is nothing that the prediction could agree with.
    const read = score && frame && (this.door.hasMask(frame) || this.document?.stroking) ? score.read() : null;
    useLive.setState({ counts: read?.counts ?? null, iou: read?.iou ?? null, gain: read?.gain ?? null });
  }

  private undoState(): { canUndo: boolean; canRedo: boolean } {
    const { document } = this;
    return { canUndo: (document?.undoStack.length ?? 0) > 0, canRedo: (document?.redoStack.length ?? 0) > 0 };
  }

  private followView(view: View, before: View): void {
    if (TOOL.every((name) => view[name] === before[name])) return;
    this.tools.followView(view);
    if (view.paintClass !== before.paintClass) this.previewChanged();
    this.pointerChanged();
  }

  private previewChanged(): void {
    const colour = this.door.classColours().get(useView.getState().paintClass);
    this.screen?.setPreview(this.tools.preview, colour ?? '#35c9f0');
  }

  private look(): Look {
    const { showMask, showPrediction, outlineOnly, maskOpacity, predictionOpacity, threshold } = useView.getState();
    return { showMask, showPrediction, outlineOnly, maskOpacity, predictionOpacity, threshold, classColours: this.door.classColours() };
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
    const view = useView.getState();
    const panning = doing === 'panning' || (space && doing === 'idle');
    const ring = anchor && !panning && this.document;
    element.style.cursor = doing === 'panning' ? 'grabbing' : panning ? 'grab' : ring ? 'none' : 'default';
    if (!ring) return screen.setRing(null);
    const shape = toolEntry(view.tool).cursor === 'cross' ? 'cross' : view.brushShape;
    const radius = shape === 'cross' ? 0 : (view.brushSize / 2) * this.viewport.scale;
    screen.setRing({ x: anchor.x, y: anchor.y, radius, shape, erasing: erasing(view, alt) });
  }
}

const TOOL = ['tool', 'brushSize', 'brushShape', 'paintClass', 'paintOver', 'toolOptions'] as const;
const LOOKS = ['showMask', 'showPrediction', 'outlineOnly', 'maskOpacity', 'predictionOpacity', 'threshold'] as const;
const lookChanged = (view: View, before: View): boolean => LOOKS.some((name) => view[name] !== before[name]);
