// Four Konva layers, each its own canvas: picture, mask, prediction, cursor. A layer is drawn when it must be, and only where it must be.
import Konva from 'konva/lib/Core';
import type { Rect } from '../../shared/mask/rect';

export type LayerName = 'picture' | 'mask' | 'prediction' | 'cursor';
const NAMES: readonly LayerName[] = ['picture', 'mask', 'prediction', 'cursor'];

/** Draws in CSS pixels from the canvas's top left corner. */
export type Painter = (context: CanvasRenderingContext2D) => void;

// We say ourselves when something is drawn.
Konva.autoDrawEnabled = false;

export class Layers {
  private readonly stage: Konva.Stage;
  private readonly layers: Record<LayerName, Konva.Layer>;
  private ratio = 1;

  constructor(
    container: HTMLDivElement,
    private readonly painters: Readonly<Record<LayerName, Painter>>,
  ) {
    this.stage = new Konva.Stage({ container, width: 1, height: 1, listening: false });
    const layer = (name: LayerName): Konva.Layer => {
      const made = new Konva.Layer({ name, listening: false });
      const sceneFunc = (context: Konva.Context): void => this.painters[name](context._context);
      made.add(new Konva.Shape({ listening: false, perfectDrawEnabled: false, sceneFunc }));
      this.stage.add(made);
      return made;
    };
    this.layers = Object.fromEntries(NAMES.map((name) => [name, layer(name)])) as Record<LayerName, Konva.Layer>;
  }

  get width(): number {
    return this.stage.width();
  }

  get height(): number {
    return this.stage.height();
  }

  /** Device pixels per CSS pixel. */
  get pixelRatio(): number {
    return this.ratio;
  }

  /** Sizes in CSS pixels. Everything must be drawn again afterwards. */
  resize(width: number, height: number, pixelRatio: number): void {
    this.ratio = pixelRatio;
    for (const name of NAMES) this.layers[name].getCanvas().setPixelRatio(pixelRatio);
    this.stage.size({ width: Math.max(1, width), height: Math.max(1, height) });
  }

  draw(name: LayerName): void {
    this.layers[name].draw();
  }

  /** Draws only what lies in `rect` (CSS pixels), grown to whole device pixels so that its edges never show. */
  drawPart(name: LayerName, rect: Rect): void {
    const { ratio } = this;
    const context = this.layers[name].getNativeCanvasElement().getContext('2d')!;
    const x = Math.floor(rect.x * ratio) / ratio;
    const y = Math.floor(rect.y * ratio) / ratio;
    const width = Math.ceil((rect.x + rect.width) * ratio) / ratio - x;
    const height = Math.ceil((rect.y + rect.height) * ratio) / ratio - y;
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.beginPath();
    context.rect(x, y, width, height);
    context.clip();
    context.clearRect(x, y, width, height);
    this.painters[name](context);
    context.restore();
  }

  destroy(): void {
    this.stage.destroy();
  }
}
