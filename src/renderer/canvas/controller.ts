// The canvas at work: joins viewport, tools, screen and live numbers, and follows the stores. One for the life of the window.
import type { FrameId, FrameSummary } from '../../shared/domain';
import type { LabelMap } from '../../shared/mask/labelMap';
import type { Rect } from '../../shared/mask/rect';
import type { Result } from '../../shared/result';
import { useLive } from '../state/live';
import type { ReadyPrediction } from '../state/predictions';
import { useView, type View } from '../state/view';
import { Gestures } from './gestures';
import { LiveNumbers } from './liveNumbers';
import { KeyboardCursor } from './keyboardCursor';
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
  /** Labels of the frame's newest imported mask, null when it has none. */
  reference(frame: FrameId): Promise<Result<Uint8Array | null>>;
  classColours(): ReadonlyMap<number, string>;
  /** RGBA of the frame on the canvas. */
  image: ToolContext['image'];
  /** The brush moves. */
  painting(): void;
}

export class CanvasController {
  readonly viewport = new Viewport(() => this.moved());
  readonly gestures: Gestures;
  readonly numbers: LiveNumbers;
  readonly keyboard: KeyboardCursor;
  private screen: Screen | null = null;
  private element: HTMLElement | null = null;
  private frame: FrameSummary | null = null;
  private shown: Shown = { size: null, picture: null, mask: null, probabilities: null };
  private readonly tools: ToolBox;
  private forgetDocument: () => void = () => {};

  constructor(private readonly door: ControllerDoor) {
    this.numbers = new LiveNumbers({
      hasMask: () => this.frame !== null && this.door.hasMask(this.frame),
      wanted: () => useView.getState(),
      reference: (frame) => this.door.reference(frame),
      tell: (values) => useLive.setState(values),
      now: () => performance.now(),
      after: (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    });
    this.gestures = new Gestures({
      viewport: this.viewport,
      press: () => this.toolToPress(),
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
      if (view.threshold !== before.threshold || view.against !== before.against) this.numbers.follow();
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
    const screen = new Screen(stage, this.viewport, this.look(), () => this.numbers.soon());
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
    this.screen?.show(this.shown);
    if (shown.mask !== before.mask) this.previewChanged();
    useLive.setState({
      shown: frame?.id ?? null,
      predictionRun: prediction?.run ?? null,
      predictionEpoch: prediction?.epoch ?? null,
      ...this.undoState(),
    });
    this.numbers.show(frame && shown.mask && { frame: frame.id, mask: shown.mask, probabilities });
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
    this.numbers.began();
    const changed = document.replace(map, note);
    this.numbers.read();
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
  }

  private turn(step: (document: MaskDocument) => boolean, back = false): void {
    const { document } = this;
    if (!document) return;
    // What a tool has pending is taken back first.
    if (back && this.gestures.command('back')) return;
    const why = this.door.whyNot();
    if (why) return this.door.refused(why);
    this.gestures.up();
    this.numbers.began();
    step(document);
    this.numbers.read();
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
    let touched = false;
    const stop = document.listen({
      began: () => {
        touched = false;
        this.numbers.began();
      },
      painted: (rect: Rect) => {
        touched = true;
        this.numbers.painted(rect);
        this.screen?.maskPainted(rect);
      },
      ended: () => {
        if (!touched && useView.getState().paintOver) this.door.refused(LOCKED);
      },
      committed: () => useLive.setState(this.undoState()),
    });
    this.forgetDocument = () => {
      stop();
      document.observer = null;
    };
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
    const { cursor, icon } = toolEntry(view.tool);
    const shape = cursor === 'cross' ? 'cross' : view.brushShape;
    const radius = shape === 'cross' ? 0 : (view.brushSize / 2) * this.viewport.scale;
    screen.setRing({ x: anchor.x, y: anchor.y, radius, shape, ...(shape === 'cross' && { glyph: icon }), erasing: erasing(view, alt) });
  }
}

const LOCKED = 'Nothing was painted: Paint over leaves the classes there as they are.';
const TOOL = ['tool', 'brushSize', 'brushShape', 'paintClass', 'paintOver', 'toolOptions'] as const;
const LOOKS = ['showMask', 'showPrediction', 'outlineOnly', 'maskOpacity', 'predictionOpacity', 'threshold'] as const;
const lookChanged = (view: View, before: View): boolean => LOOKS.some((name) => view[name] !== before[name]);
