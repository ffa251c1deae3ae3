// Fill: a press gives the class to everything of one label, or of one colour of the image, that hangs together with the pixel under the pointer; with Alt it is taken away.
import type { ImagePixels } from '../../../shared/image/lab';
import { floodFill } from '../../../shared/mask/fill';
import { Wand } from '../../../shared/mask/wand';
import type { MaskDocument } from '../maskDocument';
import type { Preview } from '../preview';
import { paintRegion, pixelAt, valueOf } from './regions';
import type { Press, Tool, ToolContext } from './tool';

export class FillTool implements Tool {
  private state: 'idle' | 'filled' = 'idle';
  /** A press that waits for the picture to be read. */
  private waiting: Press | null = null;

  constructor(
    private readonly document: MaskDocument,
    private readonly context: Pick<ToolContext, 'options' | 'image' | 'changed' | 'refuse'>,
  ) {}

  get busy(): boolean {
    return this.state === 'filled';
  }

  pointerDown(at: Press): void {
    const pixel = pixelAt(at, this.document);
    if (this.state !== 'idle' || !pixel) return;
    const { options } = this.context;
    if (options.fillBy === 'image') return this.pressed(at);
    const value = valueOf(options, at.alt ?? false);
    this.state = 'filled';
    this.document.begin();
    this.document.paint(value, (map, onSpan) => floodFill(map, pixel.x, pixel.y, value, { onSpan, over: options.over }));
  }

  pointerMove(): void {}

  pointerUp(): void {
    if (this.state !== 'filled') return;
    this.state = 'idle';
    this.document.commit('filled');
  }

  cancel(): void {
    this.wait(null);
    if (this.state !== 'filled') return;
    this.state = 'idle';
    this.document.cancel();
  }

  /** The picture is read before it is needed. */
  hover(at: Press | null): void {
    if (!at || this.context.options.fillBy !== 'image') return;
    const image = this.context.image();
    // Whoever presses is told.
    if (image instanceof Promise) image.catch(() => {});
  }

  preview(): Preview | null {
    return this.waiting && { label: { at: this.waiting, text: 'reading the picture' } };
  }

  leave(): void {
    this.wait(null);
  }

  private pressed(at: Press): void {
    const image = this.context.image();
    if (!image) return this.refuse();
    if (!(image instanceof Promise)) return this.fill(at, image);
    this.wait(at);
    image.then(
      (pixels) => {
        if (this.waiting !== at) return;
        this.wait(null);
        this.fill(at, pixels);
        // The button may be up again by now, or will not be waited for.
        this.pointerUp();
      },
      () => {
        if (this.waiting !== at) return;
        this.wait(null);
        this.refuse();
      },
    );
  }

  private fill(at: Press, image: ImagePixels): void {
    const pixel = pixelAt(at, this.document);
    if (!pixel || image.width !== this.document.width || image.height !== this.document.height) return;
    const { options } = this.context;
    const region = new Wand(image, pixel.x, pixel.y).region(options.fillTolerance);
    this.state = 'filled';
    this.document.begin();
    paintRegion(this.document, region, valueOf(options, at.alt ?? false), options.over);
  }

  private wait(at: Press | null): void {
    if (at === this.waiting) return;
    this.waiting = at;
    this.context.changed();
  }

  private refuse(): void {
    this.context.refuse("A fill by colour needs the frame's picture, which cannot be read. Fill by label, or import this frame again.");
  }
}
