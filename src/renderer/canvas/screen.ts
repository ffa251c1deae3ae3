// What is on the canvas: one picture, its mask, a prediction. Collects what changed and draws it once an animation frame.
import { IGNORE, OTHER, ROAD } from '../../shared/domain';
import { OVERLAY_COLOURS } from '../../shared/overlay/compose';
import type { Sides } from '../../shared/overlay/difference';
import { PAIR_COLOURS, type PairLook } from '../../shared/overlay/pair';
import { clipRect, unionRect, type Rect } from '../../shared/mask/rect';
import { AdjustedPicture } from './adjustedPicture';
import type { Adjustments } from './adjustments';
import { CursorLayer, type Ring } from './cursor';
import { drawGrid, GRID_FROM } from './grid';
import { LAYERS, Layers, type LayerName } from './layers';
import { Outline } from './outline';
import { PredictionOutlines } from './predictionOutlines';
import { OverlayBitmap } from './overlay';
import { pairOf, sweptBy } from './pairLook';
import type { Preview } from './preview';
import { PreviewLayer } from './previewLayer';
import type { Look, Shown } from './shown';
import type { Viewport } from './viewport';

const OUTLINE_WIDTH = 1.5;
/** Around what the net surely says of a mask that says otherwise. */
const SUSPECT = { colour: '#ff4f6d', dashes: [6, 3], inside: Uint8Array.from({ length: 256 }, (_, kind) => (kind === 0 ? 0 : 1)) } as const;
/** A difference is what one looks for: it is seen better than the mask it is of. */
const DIFFERENCE_OPACITY = 1.7;

/** What the overlay's filling and its outlines' strength follow from, besides the classes. */
const FILLED = ['showMask', 'showPrediction', 'outlineOnly', 'maskOpacity', 'predictionOpacity', 'threshold'] as const;

/** Colours of outlines by their number (canvas/outline), from 1 on, and the number of each label: road's above all others'. */
interface ClassLines {
  readonly colours: readonly string[];
  readonly inside: Uint8Array;
}

function linesOf(classColours: ReadonlyMap<number, string>): ClassLines {
  const classes = [...classColours].filter(([id]) => id !== ROAD && id !== OTHER && id !== IGNORE);
  const lines: readonly (readonly [number, string])[] = [[IGNORE, OVERLAY_COLOURS.ignoreLight], ...classes, [ROAD, OVERLAY_COLOURS.mask]];
  const inside = new Uint8Array(256);
  lines.forEach(([id], i) => (inside[id] = i + 1));
  return { colours: lines.map(([, colour]) => colour), inside };
}

export class Screen {
  private readonly layers: Layers;
  private readonly preview: PreviewLayer;
  private readonly cursor: CursorLayer;
  private readonly overlay = new OverlayBitmap();
  private readonly adjusted = new AdjustedPicture();
  private lines: ClassLines;
  private comparison: Sides | null = null;
  private readonly maskOutline = new Outline();
  private readonly suspectOutline = new Outline();
  private readonly outlines = { own: new PredictionOutlines(), other: new PredictionOutlines() };
  private predictionOutline: Outline | null = null;
  private otherOutline: Outline | null = null;
  private shown: Shown = { size: null, picture: null, mask: null, probabilities: null, other: null };

  private size = { width: 1, height: 1 };
  private frameRequest = 0;
  /** What the next animation frame must do. */
  private readonly stale = new Set<LayerName>();
  private readonly due = { fill: false, maskOutline: false, predictionOutline: false, preview: false };
  private painted: Rect | null = null;
  /** Only the divider between two runs has moved, over this. */
  private swept: Rect | null = null;
  /** While a part of the mask's layer is drawn: which, in pixels of the frame. */
  private part: Rect | null = null;
  private displaced = true;

  constructor(
    surface: HTMLElement,
    private readonly viewport: Viewport,
    private look: Look,
    /** After each drawing that followed painting: numbers may be read now. */
    private readonly drawn: () => void,
  ) {
    this.lines = linesOf(look.classColours);
    const holder = document.createElement('div');
    holder.className = 'canvas-layers';
    surface.append(holder);
    this.layers = new Layers(holder, {
      picture: (context) => this.paintPicture(context),
      mask: (context) => this.paintMask(context),
      prediction: (context) => this.paintPrediction(context),
      grid: (context) => this.paintGrid(context),
    });
    this.preview = new PreviewLayer(surface, viewport, () => this.size);
    this.cursor = new CursorLayer(surface, () => this.size);
  }

  get current(): Shown {
    return this.shown;
  }

  show(shown: Shown): void {
    const before = this.shown;
    this.shown = shown;
    if (shown.picture !== before.picture || shown.size !== before.size) this.displaced = true;
    if (shown.mask !== before.mask) {
      this.due.fill = this.due.maskOutline = true;
      this.painted = null;
    }
    if (shown.probabilities !== before.probabilities || shown.other !== before.other) this.due.fill = this.due.predictionOutline = true;
    this.schedule();
  }

  setLook(look: Look): void {
    const before = this.look;
    this.look = look;
    if (look.threshold !== before.threshold || look.pair?.otherThreshold !== before.pair?.otherThreshold) this.due.predictionOutline = true;
    this.seePair(before);
    if (look.showMask !== before.showMask && this.comparison) this.due.maskOutline = true;
    const lines = linesOf(look.classColours);
    if (`${lines.colours} ${lines.inside}` !== `${this.lines.colours} ${this.lines.inside}`) {
      this.lines = lines;
      this.due.fill = this.due.maskOutline = true;
    }
    if (FILLED.some((name) => look[name] !== before[name])) this.due.fill = true;
    if (look.adjustments !== before.adjustments) this.stale.add('picture');
    if (look.showGrid !== before.showGrid) this.stale.add('grid');
    this.schedule();
  }

  /** Two masks, or a mask and a prediction, of which only the difference is to be seen. */
  setComparison(sides: Sides | null): void {
    this.comparison = sides;
    this.due.fill = this.due.maskOutline = true;
    this.schedule();
  }

  /** Places [height*width, 0 = none] where the mask is suspect, of the frame that is shown; seen with the prediction. */
  setSuspects(found: Uint8Array | null): void {
    const { size } = this.shown;
    if (found && size && found.length === size.width * size.height)
      this.suspectOutline.update(size.width, size.height, { values: found, inside: SUSPECT.inside });
    else this.suspectOutline.clear();
    this.stale.add('prediction');
    this.schedule();
  }

  /** The picture as it is looked at, for other places; null while there is none. */
  get picture(): CanvasImageSource | null {
    const { picture } = this.shown;
    return picture && this.adjusted.look(picture, this.look.adjustments);
  }

  /** Adjustments that would suit the picture. */
  autoAdjustments(): Adjustments | null {
    return this.shown.picture && this.adjusted.auto(this.shown.picture);
  }

  /** The mask changed inside `rect`. */
  maskPainted(rect: Rect): void {
    this.painted = unionRect(this.painted, rect);
    this.schedule();
  }

  /** Zoom or pan: nothing is composed anew, all is drawn. */
  moved(): void {
    this.displaced = true;
    this.schedule();
  }

  /** The surface's size in CSS pixels. */
  resize(width: number, height: number): void {
    this.size = { width, height };
    this.moved();
    // Before the browser paints: the frame never lags behind its place.
    this.flush();
  }

  /** Shown at once, not with the next frame: the ring is the pointer. */
  setRing(ring: Ring | null): void {
    this.cursor.show(ring);
  }

  /** What the tool shows; `colour` is the class's. */
  setPreview(preview: Preview | null, colour: string): void {
    if (this.shown.size) this.preview.set(preview, this.shown.size, colour);
    this.due.preview = true;
    this.schedule();
  }

  destroy(): void {
    cancelAnimationFrame(this.frameRequest);
    this.preview.destroy();
    this.cursor.destroy();
    this.layers.destroy();
  }

  private schedule(): void {
    this.frameRequest ||= requestAnimationFrame(() => this.flush());
  }

  private flush(): void {
    cancelAnimationFrame(this.frameRequest);
    this.frameRequest = 0;
    const { painted, swept } = this;
    this.painted = this.swept = null;
    if (this.displaced) {
      this.place();
      this.due.preview = true;
    }
    if (painted) this.outlineMask(painted);
    if (this.due.maskOutline) this.outlineMask(null);
    if (this.due.predictionOutline) this.outlinePrediction();
    if (this.due.fill) {
      this.fill(null);
      this.stale.add('mask').add('prediction');
    } else if (painted) {
      this.fill(painted);
      if (!this.stale.has('mask')) this.drawPart(painted);
    }
    if (swept && !this.due.fill) {
      this.fill(swept);
      if (!this.stale.has('mask')) this.drawPart(swept);
    }
    this.due.fill = this.due.maskOutline = this.due.predictionOutline = false;
    const { mask, probabilities } = this.shown;
    const compared = this.compared;
    const pair = this.pair !== null;
    this.layers.setVisible('mask', pair || ((mask !== null || compared !== null) && this.look.showMask));
    // Of a comparison with the prediction its outline is left; in any other it would only disturb.
    const seen = !pair && this.look.showPrediction && (!compared || compared.skipIgnore);
    this.layers.setVisible('prediction', probabilities !== null && seen);
    this.layers.setVisible('grid', this.look.showGrid && this.viewport.scale >= GRID_FROM);
    for (const name of this.stale) this.layers.draw(name);
    this.stale.clear();
    if (this.due.preview) this.preview.draw();
    this.due.preview = false;
    if (painted) this.drawn();
  }

  private place(): void {
    this.displaced = false;
    const { scale, x, y } = this.viewport;
    const { width, height } = this.shown.size ?? { width: 0, height: 0 };
    const rect = {
      x: x - OUTLINE_WIDTH,
      y: y - OUTLINE_WIDTH,
      width: width * scale + 2 * OUTLINE_WIDTH,
      height: height * scale + 2 * OUTLINE_WIDTH,
    };
    this.layers.place(clipRect(rect, this.size.width, this.size.height) ?? { x: 0, y: 0, width: 1, height: 1 }, window.devicePixelRatio);
    for (const name of LAYERS) this.stale.add(name);
  }

  private fill(rect: Rect | null): void {
    const { size, mask, probabilities } = this.shown;
    if (!size) return;
    const { look } = this;
    const seen = { mask: look.showMask && mask !== null, prediction: look.showPrediction && probabilities !== null };
    const show = seen.mask && seen.prediction ? 'both' : seen.mask ? 'mask' : 'prediction';
    const { threshold, maskOpacity: alphaMask, predictionOpacity: alphaPrediction, classColours } = look;
    const request = { show, threshold, alphaMask, alphaPrediction, classColours } as const;
    this.overlay.resize(size.width, size.height);
    const { pair } = this;
    if (pair) return this.overlay.updatePair(pair, rect);
    const compared = this.compared;
    if (compared) return this.overlay.updateDifference(compared, Math.min(1, look.maskOpacity * DIFFERENCE_OPACITY), rect);
    this.overlay.update({ ...request, mask: seen.mask ? mask : null, probabilities: seen.prediction ? probabilities : null }, rect);
  }

  private outlineMask(rect: Rect | null): void {
    const { mask, size } = this.shown;
    const values = this.compared?.after.values ?? mask?.data;
    if (values && size) this.maskOutline.update(size.width, size.height, { values, inside: this.lines.inside }, rect);
    else this.maskOutline.clear();
  }

  private outlinePrediction(): void {
    const { size, probabilities, other } = this.shown;
    const around = (from: PredictionOutlines, values: Uint8Array | null, threshold: number): Outline | null =>
      size && values && from.of(values, size.width, size.height, threshold);
    this.predictionOutline = around(this.outlines.own, probabilities, this.look.threshold);
    const { pair } = this.look;
    this.otherOutline = around(this.outlines.other, pair && other ? other.probabilities : null, pair?.otherThreshold ?? 1);
  }

  /** The mask's layer anew where `rect` (pixels of the frame) is, with room for outlines and smoothing, and no more of it. */
  private drawPart(rect: Rect): void {
    const { scale } = this.viewport;
    const room = OUTLINE_WIDTH + 1 + Math.max(1, scale);
    const at = this.viewport.toScreen(rect.x, rect.y);
    // What smoothing looks at lies further out by up to two pixels of the screen.
    this.part = grown(rect, (room + 2) / scale);
    this.layers.drawPart('mask', grown({ x: at.x, y: at.y, width: rect.width * scale, height: rect.height * scale }, room));
    this.part = null;
  }

  private paintPicture(context: CanvasRenderingContext2D): void {
    const { picture } = this;
    if (picture) this.drawBitmap(context, picture);
  }

  /** The comparison when it is of the frame that is shown: its versions may come before or after their frame. */
  private get compared(): Sides | null {
    const { comparison } = this;
    const { size, mask } = this.shown;
    if (!comparison || !size || comparison.width !== size.width || comparison.height !== size.height) return null;
    return this.look.showMask || !mask ? comparison : null;
  }

  /** Mask, or mask and prediction together, or what differs. */
  private paintMask(context: CanvasRenderingContext2D): void {
    const compared = this.compared;
    if (this.pair) this.paintPair(context);
    else if ((!this.shown.mask && !compared) || !this.look.showMask) return;
    else if (!this.look.outlineOnly || compared) this.drawOverlay(context);
    if (!this.look.showMask) return;
    this.lines.colours.forEach((colour, i) => this.drawOutline(context, this.maskOutline, colour, this.look.maskOpacity, i + 1));
  }

  /** Two runs, beneath the mask's own line: one paints on while they are seen. */
  private paintPair(context: CanvasRenderingContext2D): void {
    if (!this.look.outlineOnly) return this.drawOverlay(context);
    const { a, b } = PAIR_COLOURS;
    this.drawOutline(context, this.predictionOutline, a, this.look.predictionOpacity);
    this.drawOutline(context, this.otherOutline, b, this.look.predictionOpacity, 1, [5, 4]);
  }

  /** Two runs are to be seen, and both predictions are there. */
  private get pair(): PairLook | null {
    return pairOf(this.shown, this.look);
  }

  /** How two runs are seen may have changed. */
  private seePair(before: Look): void {
    const { pair } = this.look;
    if (pair === before.pair) return;
    const strip = sweptBy(before, this.look, this.shown.size);
    if (strip) this.swept = unionRect(this.swept, strip);
    else if (JSON.stringify(pair) !== JSON.stringify(before.pair)) this.due.fill = this.due.predictionOutline = true;
  }

  private paintPrediction(context: CanvasRenderingContext2D): void {
    const { mask, probabilities } = this.shown;
    if (!probabilities || !this.look.showPrediction) return;
    const alone = !mask || !this.look.showMask;
    if (alone && !this.look.outlineOnly) this.drawOverlay(context);
    this.drawOutline(context, this.predictionOutline, OVERLAY_COLOURS.prediction, this.look.predictionOpacity);
    this.drawOutline(context, this.suspectOutline, SUSPECT.colour, 1, 1, SUSPECT.dashes);
  }

  private paintGrid(context: CanvasRenderingContext2D): void {
    const visible = this.viewport.visible();
    const { scale, x, y } = this.viewport;
    if (!visible || scale < GRID_FROM || !this.look.showGrid) return;
    drawGrid(context, { scale, x, y, visible, corner: this.layers.corner, ratio: this.layers.pixelRatio });
  }

  private drawBitmap(context: CanvasRenderingContext2D, image: CanvasImageSource): void {
    const { width, height } = this.shown.size!;
    const { scale, x, y } = this.viewport;
    this.smooth(context);
    context.drawImage(image, x, y, width * scale, height * scale);
  }

  private drawOverlay(context: CanvasRenderingContext2D): void {
    const { scale, x, y } = this.viewport;
    this.smooth(context);
    this.overlay.draw(context, x, y, scale, this.part);
  }

  private smooth(context: CanvasRenderingContext2D): void {
    const scale = this.viewport.scale * this.layers.pixelRatio;
    // Zoomed in, pixels are what one works on: they have edges.
    context.imageSmoothingEnabled = scale < 1.5;
    context.imageSmoothingQuality = scale < 0.5 ? 'medium' : 'low';
  }

  private drawOutline(
    context: CanvasRenderingContext2D,
    outline: Outline | null,
    colour: string,
    opacity: number,
    number = 1,
    dashes: readonly number[] = [],
  ): void {
    const { size } = this.shown;
    const visible = this.part && size ? clipRect(this.part, size.width, size.height) : this.viewport.visible();
    if (!outline || !visible || opacity === 0) return;
    const { scale, x, y } = this.viewport;
    context.save();
    context.translate(x, y);
    context.scale(scale, scale);
    context.lineWidth = OUTLINE_WIDTH / scale;
    context.lineCap = 'square';
    context.strokeStyle = colour;
    context.setLineDash(dashes.map((length) => length / scale));
    context.globalAlpha = this.look.outlineOnly ? 1 : Math.min(1, opacity * 2);
    outline.draw(context, visible, number);
    context.restore();
  }
}

const grown = ({ x, y, width, height }: Rect, by: number): Rect => ({
  x: x - by,
  y: y - by,
  width: width + 2 * by,
  height: height + 2 * by,
});
