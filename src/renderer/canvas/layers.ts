// Konva layers, each its own canvas: picture, mask, prediction, grid. A layer is drawn when it must be, and only where it must be.
import Konva from 'konva/lib/Core';
import type { Rect } from '../../shared/mask/rect';

export type LayerName = 'picture' | 'mask' | 'prediction' | 'grid';
export const LAYERS: readonly LayerName[] = ['picture', 'mask', 'prediction', 'grid'];

/** Draws in CSS pixels from the surface's top left corner. */
export type Painter = (context: CanvasRenderingContext2D) => void;

// We say ourselves when something is drawn.
Konva.autoDrawEnabled = false;

export class Layers {
  private readonly stage: Konva.Stage;
  private readonly layers: Record<LayerName, Konva.Layer>;
  private made = false;
  private ratio = 1;
  /** Where the layers' corner lies on the surface, CSS pixels. */
  private x = 0;
  private y = 0;

  constructor(
    private readonly container: HTMLElement,
    private readonly painters: Readonly<Record<LayerName, Painter>>,
  ) {
    this.stage = new Konva.Stage({ container: container as HTMLDivElement, width: 1, height: 1, listening: false });
    const layer = (name: LayerName): Konva.Layer => {
      const made = new Konva.Layer({ name, listening: false });
      // Konva draws a layer as soon as it is added; painters may ask this object, which is not made yet.
      const sceneFunc = (context: Konva.Context): void => {
        if (this.made) this.painters[name](context._context);
      };
      made.add(new Konva.Shape({ listening: false, perfectDrawEnabled: false, sceneFunc }));
      this.stage.add(made);
      return made;
    };
    this.layers = Object.fromEntries(LAYERS.map((name) => [name, layer(name)])) as Record<LayerName, Konva.Layer>;
    this.made = true;
  }

  /** Device pixels per CSS pixel. */
  get pixelRatio(): number {
    return this.ratio;
  }

  /** Where the layers' corner lies on the surface, CSS pixels. */
  get corner(): { readonly x: number; readonly y: number } {
    return { x: this.x, y: this.y };
  }

  /**
   * Lays the layers over `rect` of the surface (whole CSS pixels): where nothing can be, nothing is drawn, copied and blended.
   * A change of size empties them: everything must be drawn again.
   */
  place(rect: Rect, pixelRatio: number): void {
    if (rect.x !== this.x || rect.y !== this.y) {
      this.x = rect.x;
      this.y = rect.y;
      this.container.style.transform = `translate(${rect.x}px, ${rect.y}px)`;
      for (const name of LAYERS) this.layers[name].position({ x: -rect.x, y: -rect.y });
    }
    if (pixelRatio !== this.ratio) {
      this.ratio = pixelRatio;
      for (const name of LAYERS) this.layers[name].getCanvas().setPixelRatio(pixelRatio);
    }
    if (rect.width !== this.stage.width() || rect.height !== this.stage.height())
      this.stage.size({ width: rect.width, height: rect.height });
  }

  /** A layer with nothing on it costs nothing: it is not even laid over the others. */
  setVisible(name: LayerName, visible: boolean): void {
    if (this.layers[name].visible() !== visible) this.layers[name].visible(visible);
  }

  draw(name: LayerName): void {
    this.layers[name].draw();
  }

  /** Draws only what lies in `rect` (CSS pixels of the surface), grown to whole device pixels so that its edges never show. */
  drawPart(name: LayerName, rect: Rect): void {
    const { ratio } = this;
    const context = this.layers[name].getNativeCanvasElement().getContext('2d')!;
    // The layers lie on whole CSS pixels, which at a fractional ratio are no whole device pixels: so measured from their corner.
    const x = Math.floor((rect.x - this.x) * ratio) / ratio + this.x;
    const y = Math.floor((rect.y - this.y) * ratio) / ratio + this.y;
    const width = Math.ceil((rect.x + rect.width - this.x) * ratio) / ratio + this.x - x;
    const height = Math.ceil((rect.y + rect.height - this.y) * ratio) / ratio + this.y - y;
    context.save();
    context.setTransform(ratio, 0, 0, ratio, -this.x * ratio, -this.y * ratio);
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
