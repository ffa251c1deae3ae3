// The tool's preview on a Konva layer of its own between prediction and cursor: no larger than what it shows, drawn only when that changes.
import Konva from 'konva/lib/Core';
import type { Point } from '../../shared/mask/brush';
import { clipRect, unionRect, type Rect } from '../../shared/mask/rect';
import { Outline } from './outline';
import { previewBounds, type Preview, type PreviewPath, type PreviewRegion } from './preview';
import type { Viewport } from './viewport';

const WHITE = '#ffffff';
const RED = '#ff6b6b';
const HALO = 'rgb(0 0 0 / 60%)';
const HANDLE = 3.5;
/** Room around path and region for handles, lines and their halo, CSS pixels. */
const ROOM = 10;
/** The layer's corners and sizes are multiples of this, CSS pixels. */
const STEP = 128;
const floorTo = (at: number): number => Math.floor(at / STEP) * STEP;
const LABEL = { font: '11px "Inter Variable", Inter, system-ui, sans-serif', height: 18, pad: 6, away: { x: 10, y: -28 } };
const MARKED = Uint8Array.from({ length: 256 }, (_, value) => (value === 1 || value === 2 ? 1 : 0));

export class PreviewLayer {
  private readonly holder = document.createElement('div');
  private readonly stage: Konva.Stage;
  private readonly layer = new Konva.Layer({ name: 'preview', listening: false });
  private readonly outline = new Outline();
  private readonly bitmap = document.createElement('canvas');
  private preview: Preview | null = null;
  private region: PreviewRegion | null = null;
  private frame = { width: 1, height: 1 };
  private colour = WHITE;

  constructor(
    container: HTMLElement,
    private readonly viewport: Viewport,
    /** The canvas's size in CSS pixels. */
    private readonly room: () => { width: number; height: number },
  ) {
    this.holder.className = 'canvas-preview';
    container.append(this.holder);
    this.stage = new Konva.Stage({ container: this.holder, width: 1, height: 1, listening: false });
    this.stage.add(this.layer);
    const sceneFunc = (context: Konva.Context): void => this.paint(context._context);
    this.layer.add(new Konva.Shape({ listening: false, perfectDrawEnabled: false, sceneFunc }));
    this.holder.style.visibility = 'hidden';
  }

  /** `frame`: the frame's size; `colour` ('#rrggbb'): of the class that a region will become. Drawn with `draw`. */
  set(preview: Preview | null, frame: { width: number; height: number }, colour: string): void {
    this.preview = preview;
    this.frame = frame;
    const region = preview?.region ?? null;
    if (region === this.region && colour === this.colour) return;
    this.colour = colour;
    this.region = region;
    if (!region) return;
    this.outline.clear();
    this.outline.update(frame.width, frame.height, { values: region.map, inside: MARKED }, region.rect);
    this.fillBitmap(region);
  }

  /** Once an animation frame at most, when the preview or the viewport has changed. */
  draw(): void {
    const { preview } = this;
    const place = preview && this.place(preview);
    this.holder.style.visibility = place ? 'visible' : 'hidden';
    if (!place) return;
    const canvas = this.layer.getCanvas();
    if (canvas.getPixelRatio() !== window.devicePixelRatio) canvas.setPixelRatio(window.devicePixelRatio);
    if (this.stage.width() !== place.width || this.stage.height() !== place.height)
      this.stage.size({ width: place.width, height: place.height });
    this.holder.style.transform = `translate(${place.x}px, ${place.y}px)`;
    this.layer.position({ x: -place.x, y: -place.y });
    this.layer.draw();
  }

  destroy(): void {
    this.stage.destroy();
    this.holder.remove();
  }

  /** The part of the canvas that shows anything of it. */
  private place(preview: Preview): Rect | null {
    const { scale } = this.viewport;
    const { width, height } = this.room();
    const bounds = previewBounds(preview);
    const corner = bounds && this.viewport.toScreen(bounds.x, bounds.y);
    const shapes = bounds &&
      corner && {
        x: corner.x - ROOM,
        y: corner.y - ROOM,
        width: bounds.width * scale + 2 * ROOM,
        height: bounds.height * scale + 2 * ROOM,
      };
    const rect = unionRect(shapes, this.labelBox(preview));
    if (!rect) return null;
    // In steps: what grows with each move of the pointer does not need another canvas each time.
    const [x, y] = [floorTo(rect.x), floorTo(rect.y)];
    return clipRect(
      { x, y, width: floorTo(rect.x + rect.width - x) + STEP, height: floorTo(rect.y + rect.height - y) + STEP },
      width,
      height,
    );
  }

  /** Above the point it belongs to, clear of the cursor's icon below, within the canvas. */
  private labelBox({ label }: Preview): Rect | null {
    if (!label) return null;
    const context = this.layer.getNativeCanvasElement().getContext('2d')!;
    context.font = LABEL.font;
    const wide = Math.ceil(context.measureText(label.text).width) + 2 * LABEL.pad;
    const { width, height } = this.room();
    const at = this.viewport.toScreen(label.at.x, label.at.y);
    const x = Math.max(0, Math.min(width - wide, at.x + LABEL.away.x));
    const y = Math.max(0, Math.min(height - LABEL.height, at.y + LABEL.away.y));
    return { x: Math.round(x), y: Math.round(y), width: wide, height: LABEL.height };
  }

  private paint(context: CanvasRenderingContext2D): void {
    const { preview } = this;
    if (!preview) return;
    if (preview.region) this.paintRegion(context, preview.region);
    if (preview.path && preview.path.points.length > 0) this.paintPath(context, preview.path);
    const box = this.labelBox(preview);
    if (!preview.label || !box) return;
    context.fillStyle = 'rgb(14 15 17 / 88%)';
    context.beginPath();
    context.roundRect(box.x, box.y, box.width, box.height, 4);
    context.fill();
    context.font = LABEL.font;
    context.fillStyle = '#e7e9ec';
    context.textBaseline = 'middle';
    context.fillText(preview.label.text, box.x + LABEL.pad, box.y + box.height / 2 + 0.5);
  }

  private paintRegion(context: CanvasRenderingContext2D, { rect, subtract }: PreviewRegion): void {
    const { scale, x, y } = this.viewport;
    context.save();
    context.translate(x, y);
    context.scale(scale, scale);
    context.imageSmoothingEnabled = scale < 1;
    context.globalAlpha = 0.5;
    context.drawImage(this.bitmap, rect.x, rect.y, rect.width, rect.height);
    context.globalAlpha = 1;
    context.lineCap = 'square';
    if (subtract) context.setLineDash([4 / scale, 4 / scale]);
    const visible = this.viewport.visible();
    // While pixels are small, the outline of a frayed region must not hide the region.
    if (scale < 2) context.globalAlpha = 0.4;
    const lines = scale < 2 ? [[1, WHITE] as const] : [[3.5, HALO] as const, [1.5, WHITE] as const];
    for (const [width, colour] of visible ? lines : []) {
      context.lineWidth = width / scale;
      context.strokeStyle = colour;
      this.outline.draw(context, visible!);
    }
    context.restore();
  }

  private paintPath(context: CanvasRenderingContext2D, path: PreviewPath): void {
    const { points, closed, handles, active, subtract, next, insert, breadth } = path;
    const colour = subtract ? RED : WHITE;
    const line = this.lineOf(points);
    if (closed) line.closePath();
    context.lineJoin = 'round';
    if (breadth) {
      context.globalAlpha = 0.4;
      context.fillStyle = context.strokeStyle = subtract ? RED : this.colour;
      if (breadth.ends === 'square') context.fill(this.lineOf(sweptSquare(points[0]!, points.at(-1)!, breadth.width / 2)));
      else {
        context.lineCap = 'round';
        context.lineWidth = breadth.width * this.viewport.scale;
        context.stroke(line);
        context.lineCap = 'butt';
      }
      context.globalAlpha = 1;
    }
    stroke(context, line, colour, subtract ? [5, 4] : []);
    if (next) {
      const leading = this.lineOf([points.at(-1)!, next, ...(points.length > 1 ? [points[0]!] : [])]);
      context.globalAlpha = 0.75;
      stroke(context, leading, colour, [3, 4]);
      context.globalAlpha = 1;
    }
    if (handles) points.forEach((point, i) => this.handle(context, point, colour, i === active));
    if (insert) this.handle(context, insert, colour, true);
  }

  private lineOf(points: readonly Point[]): Path2D {
    const { scale, x, y } = this.viewport;
    const line = new Path2D();
    for (const point of points) line.lineTo(point.x * scale + x, point.y * scale + y);
    return line;
  }

  private handle(context: CanvasRenderingContext2D, point: Point, colour: string, active: boolean): void {
    const { x, y } = this.viewport.toScreen(point.x, point.y);
    const size = active ? HANDLE + 1.5 : HANDLE;
    context.fillStyle = active ? colour : '#17191d';
    context.lineWidth = 1.5;
    context.strokeStyle = colour;
    context.beginPath();
    context.rect(x - size, y - size, 2 * size, 2 * size);
    context.fill();
    context.stroke();
  }

  private fillBitmap({ map, rect, subtract }: PreviewRegion): void {
    const { bitmap } = this;
    bitmap.width = rect.width;
    bitmap.height = rect.height;
    const context = bitmap.getContext('2d')!;
    const colour = wordOf(subtract ? RED : this.colour);
    const red = wordOf(RED);
    const image = context.createImageData(rect.width, rect.height);
    const pixels = new Uint32Array(image.data.buffer);
    for (let y = 0, k = 0; y < rect.height; y++) {
      const row = (rect.y + y) * this.frame.width + rect.x;
      for (let i = row; i < row + rect.width; i++, k++) if (map[i] !== 0) pixels[k] = map[i] === 1 ? colour : red;
    }
    context.putImageData(image, 0, 0);
  }
}

function stroke(context: CanvasRenderingContext2D, line: Path2D, colour: string, dashes: number[]): void {
  context.lineWidth = 3.5;
  context.strokeStyle = HALO;
  context.stroke(line);
  context.lineWidth = 1.5;
  context.strokeStyle = colour;
  context.setLineDash(dashes);
  context.stroke(line);
  context.setLineDash([]);
}

/** The outline of what an upright square of half side `r` covers on its way from `a` to `b`. */
function sweptSquare(a: Point, b: Point, r: number): Point[] {
  const dx = b.x < a.x ? -r : r;
  const dy = b.y < a.y ? -r : r;
  return [
    { x: a.x - dx, y: a.y - dy },
    { x: a.x + dx, y: a.y - dy },
    { x: b.x + dx, y: b.y - dy },
    { x: b.x + dx, y: b.y + dy },
    { x: b.x - dx, y: b.y + dy },
    { x: a.x - dx, y: a.y + dy },
  ];
}

/** '#rrggbb' as one opaque RGBA word: bytes lie red, green, blue, alpha on every machine that Electron runs on. */
function wordOf(colour: string): number {
  const rgb = parseInt(colour.slice(1), 16);
  return ((255 << 24) | ((rgb & 0xff) << 16) | (rgb & 0xff00) | (rgb >> 16)) >>> 0;
}
