// The brush's ring: its true size under the pointer, red while erasing, a cross when it is too small to see; for other tools a cross with their icon.
// A Konva layer of its own, no larger than the ring, that is moved instead of drawn again: it keeps up with the pointer whatever else is drawn.
import Konva from 'konva/lib/Core';
import { TOOL_GLYPHS } from './toolGlyphs';

export interface Ring {
  /** CSS pixels. */
  readonly x: number;
  readonly y: number;
  /** Half the side of a square. */
  readonly radius: number;
  readonly shape: 'round' | 'square' | 'cross';
  /** The icon beside a cross, by its name in toolGlyphs.ts. */
  readonly glyph?: string;
  readonly erasing: boolean;
}

const WHITE = '#ffffff';
const RED = '#ff6b6b';
const HALO = 'rgb(0 0 0 / 55%)';
/** Smaller rings than this (CSS pixels) are marked by a cross. */
const TINY = 4;
const GAP = 3;
const ARM = 7;
/** CSS pixels from the middle, and across. */
const GLYPH = { away: 8, size: 14 };
/** Larger rings are drawn where they are, on a layer as large as the canvas: only a piece of them can be seen. */
const LARGE = 600;

function drawRing(context: CanvasRenderingContext2D, x: number, y: number, ring: Ring): void {
  const { radius, shape, erasing } = ring;
  const mark = new Path2D();
  if (shape === 'round') mark.arc(x, y, Math.max(radius, 0.5), 0, 2 * Math.PI);
  else if (shape === 'square') mark.rect(x - radius, y - radius, 2 * radius, 2 * radius);
  if (radius < TINY) {
    for (const [dx, dy] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const) {
      mark.moveTo(x + dx * (radius + GAP), y + dy * (radius + GAP));
      mark.lineTo(x + dx * (radius + GAP + ARM), y + dy * (radius + GAP + ARM));
    }
  }
  context.lineWidth = 3.5;
  context.strokeStyle = HALO;
  context.stroke(mark);
  context.lineWidth = 1.5;
  context.strokeStyle = erasing ? RED : WHITE;
  context.stroke(mark);
  const glyph = ring.glyph === undefined ? undefined : TOOL_GLYPHS[ring.glyph];
  if (glyph) drawGlyph(context, x + GLYPH.away, y + GLYPH.away, glyph, erasing ? RED : WHITE);
}

function drawGlyph(context: CanvasRenderingContext2D, x: number, y: number, glyph: string, colour: string): void {
  const path = new Path2D();
  const scale = GLYPH.size / 24;
  path.addPath(new Path2D(glyph), new DOMMatrix([scale, 0, 0, scale, x, y]));
  context.lineJoin = context.lineCap = 'round';
  context.lineWidth = 3;
  context.strokeStyle = HALO;
  context.stroke(path);
  context.lineWidth = 1.2;
  context.strokeStyle = colour;
  context.stroke(path);
}

export class CursorLayer {
  private readonly holder = document.createElement('div');
  private readonly stage: Konva.Stage;
  private readonly layer = new Konva.Layer({ name: 'cursor', listening: false });
  private ring: Ring | null = null;
  /** Where the ring's middle lies on the layer. */
  private middle = { x: 0, y: 0 };
  private drawn = '';

  /** `room`: the canvas's size in CSS pixels. */
  constructor(
    container: HTMLElement,
    private readonly room: () => { width: number; height: number },
  ) {
    this.holder.className = 'canvas-cursor';
    container.append(this.holder);
    this.stage = new Konva.Stage({ container: this.holder, width: 1, height: 1, listening: false });
    this.stage.add(this.layer);
    const sceneFunc = (context: Konva.Context): void => {
      if (this.ring) drawRing(context._context, this.middle.x, this.middle.y, this.ring);
    };
    this.layer.add(new Konva.Shape({ listening: false, perfectDrawEnabled: false, sceneFunc }));
    this.show(null);
  }

  /** At once, not with the next animation frame. */
  show(ring: Ring | null): void {
    this.ring = ring;
    this.holder.style.visibility = ring ? 'visible' : 'hidden';
    if (!ring) return;
    const reach = Math.ceil(Math.max(ring.radius, TINY + GAP + ARM, ring.glyph ? GLYPH.away + GLYPH.size : 0) + 4);
    if (reach > LARGE) return this.showPiece(ring);
    this.middle = { x: reach, y: reach };
    this.redraw(`${ring.shape} ${ring.glyph} ${ring.radius} ${ring.erasing} ${window.devicePixelRatio}`, 2 * reach, 2 * reach);
    this.holder.style.transform = `translate(${ring.x - reach}px, ${ring.y - reach}px)`;
  }

  destroy(): void {
    this.stage.destroy();
    this.holder.remove();
  }

  private showPiece(ring: Ring): void {
    const { width, height } = this.room();
    this.middle = { x: ring.x, y: ring.y };
    this.redraw('', width, height);
    this.holder.style.transform = '';
  }

  /** Draws when `what` is not drawn yet; '' is never. */
  private redraw(what: string, width: number, height: number): void {
    if (what !== '' && what === this.drawn) return;
    this.drawn = what;
    const canvas = this.layer.getCanvas();
    if (canvas.getPixelRatio() !== window.devicePixelRatio) canvas.setPixelRatio(window.devicePixelRatio);
    if (this.stage.width() !== width || this.stage.height() !== height) this.stage.size({ width, height });
    this.layer.draw();
  }
}
