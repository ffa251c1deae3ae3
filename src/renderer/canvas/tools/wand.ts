// The wand: a press sets the seed, dragging changes the tolerance, the release paints what is shown. The slider then still moves the last region.
import { OTHER } from '../../../shared/domain';
import type { Point } from '../../../shared/mask/brush';
import { closeGaps, type Region } from '../../../shared/mask/regions';
import { Wand } from '../../../shared/mask/wand';
import type { ImagePixels } from '../../../shared/image/lab';
import type { MaskDocument } from '../maskDocument';
import type { Preview } from '../preview';
import type { UndoStep } from '../undoTiles';
import { commitRegion, pixelAt, valueOf } from './regions';
import type { Press, Tool, ToolContext } from './tool';

export const WAND_TOLERANCE = { min: 0, max: 100 } as const;
/** CSS pixels of hand for one unit of tolerance. */
const PIXELS_A_UNIT = 4;
/** Pixels of a gap that noise may have made. */
const SMALL_GAP = 40;

interface Seed {
  readonly at: Point;
  readonly alt: boolean;
  /** Null while the picture is being read. */
  wand: Wand | null;
  readonly contiguous: boolean;
  gaps: boolean;
}

type State =
  | { readonly is: 'idle' }
  /** Pressed; `from` is the tolerance at the press. */
  | { readonly is: 'dragging'; readonly from: number; released: boolean }
  /** The slider moved after a region was painted: shown, not painted yet. */
  | { readonly is: 'adjusting' };

const IDLE: State = { is: 'idle' };

export class WandTool implements Tool {
  private state: State = IDLE;
  private seed: Seed | null = null;
  /** The step that painted the last seed's region, to be replaced while it is still the newest. */
  private painted: UndoStep | null = null;
  private shown: Region | null = null;
  private image: ImagePixels | null = null;
  private tolerance: number;
  /** Of the region that is shown. */
  private buffer: Uint8Array | null = null;
  private away = false;

  constructor(
    private readonly document: MaskDocument,
    private readonly context: ToolContext,
  ) {
    this.tolerance = context.options.wandTolerance;
  }

  get busy(): boolean {
    return this.state.is === 'dragging';
  }

  get pending(): boolean {
    return this.state.is === 'adjusting';
  }

  pointerDown(at: Press): void {
    if (this.state.is === 'adjusting') return void this.command('confirm');
    const pixel = pixelAt(at, this.document);
    if (this.state.is !== 'idle' || !pixel) return;
    this.painted = null;
    this.shown = null;
    this.away = false;
    this.tolerance = this.context.options.wandTolerance;
    this.seed = {
      at: pixel,
      alt: at.alt ?? false,
      wand: null,
      contiguous: this.context.options.wandContiguous,
      gaps: this.context.options.wandGaps,
    };
    this.state = { is: 'dragging', from: this.tolerance, released: false };
    this.withImage(this.seed);
  }

  pointerMove(...path: readonly Press[]): void {
    const { state, seed } = this;
    const at = path.at(-1);
    if (state.is !== 'dragging' || state.released || !seed || !at) return;
    const hand = (at.x - seed.at.x - 0.5 - (at.y - seed.at.y - 0.5)) * this.context.scale();
    const next = clamp(Math.round(state.from + hand / PIXELS_A_UNIT));
    if (next === this.tolerance) return;
    this.tolerance = next;
    this.show();
  }

  pointerUp(): void {
    const { state } = this;
    if (state.is !== 'dragging') return;
    // The picture is still on its way: what was asked for is painted when it is there.
    if (!this.seed?.wand) state.released = true;
    else this.paint();
  }

  cancel(): void {
    if (this.state.is !== 'dragging') return;
    this.state = IDLE;
    this.tolerance = this.context.options.wandTolerance;
    this.seed = null;
    this.clear();
  }

  /** The picture is read before it is needed. */
  hover(at: Press | null): void {
    if (!at) return;
    this.away = false;
    if (!this.image) void this.read();
  }

  /** The slider moved: the last seed's region follows, to be applied or dropped. */
  adjusted(): void {
    const { wandTolerance, wandContiguous, wandGaps } = this.context.options;
    if (this.state.is === 'dragging' || !this.seed?.wand) return void (this.tolerance = wandTolerance);
    if (wandContiguous !== this.seed.contiguous && this.image) {
      this.seed = { ...this.seed, contiguous: wandContiguous, wand: null };
      this.seed.wand = new Wand(this.image, this.seed.at.x, this.seed.at.y, { contiguous: wandContiguous });
    } else if (wandTolerance === this.tolerance && wandGaps === this.seed.gaps) return;
    this.seed.gaps = wandGaps;
    this.tolerance = wandTolerance;
    this.state = { is: 'adjusting' };
    this.show();
  }

  command(what: 'confirm' | 'back' | 'cancel'): boolean {
    if (this.state.is !== 'adjusting') return false;
    if (what === 'confirm') this.paint();
    else {
      this.state = IDLE;
      this.seed = null;
      this.clear();
    }
    return true;
  }

  preview(): Preview | null {
    const { seed, state, shown } = this;
    if (!seed || state.is === 'idle') return null;
    const text = !seed.wand
      ? 'reading the picture'
      : state.is === 'adjusting'
        ? `tolerance ${this.tolerance} · Enter applies, Esc drops`
        : `tolerance ${this.tolerance}`;
    const label = { at: seed.at, text };
    return shown
      ? { region: { map: shown.map, rect: shown.rect, subtract: seed.alt || this.context.options.value === OTHER }, label }
      : { label };
  }

  leave(): void {
    if (this.state.is === 'dragging') this.cancel();
    this.command('cancel');
    // Documents are many and live long: away from its own the tool holds no picture.
    this.away = true;
    this.seed = this.painted = this.shown = this.image = this.buffer = null;
  }

  private read(): ImagePixels | Promise<ImagePixels> | null {
    const image = this.context.image();
    if (image instanceof Promise)
      image.then(
        (pixels) => this.take(pixels),
        () => {},
      );
    else if (image) this.take(image);
    return image;
  }

  private take(image: ImagePixels): void {
    if (!this.away && image.width === this.document.width && image.height === this.document.height) this.image = image;
  }

  private withImage(seed: Seed): void {
    if (this.image) return this.begin(seed, this.image);
    const image = this.read();
    if (this.image) return this.begin(seed, this.image);
    if (!(image instanceof Promise)) return this.refuse();
    this.context.changed();
    image.then(
      () => {
        if (seed !== this.seed || this.state.is !== 'dragging') return;
        if (this.image) this.begin(seed, this.image);
        else this.refuse();
      },
      () => seed === this.seed && this.refuse(),
    );
  }

  private refuse(): void {
    this.cancel();
    this.context.refuse("The wand needs the frame's picture, which cannot be read. Try another frame, or import this one again.");
  }

  private begin(seed: Seed, image: ImagePixels): void {
    seed.wand = new Wand(image, seed.at.x, seed.at.y, { contiguous: seed.contiguous });
    this.show();
    if (this.state.is === 'dragging' && this.state.released) this.paint();
  }

  private show(): void {
    const { seed, document } = this;
    if (seed?.wand) {
      const region = seed.wand.region(this.tolerance, (this.buffer ??= new Uint8Array(document.data.length)));
      this.shown = seed.gaps ? closeGaps(region, document.width, document.height, SMALL_GAP) : region;
    }
    this.context.changed();
  }

  private clear(): void {
    this.shown = null;
    this.context.changed();
  }

  private paint(): void {
    const { document, seed, shown, tolerance } = this;
    if (!seed || !shown) return;
    const { options } = this.context;
    this.state = IDLE;
    // The same seed with another tolerance replaces what it painted, as long as nothing came after.
    if (this.painted && document.undoStack.at(-1) === this.painted) document.undo();
    const done = commitRegion(document, shown, valueOf(options, seed.alt), options.over, seed.alt ? 'wand, taken away' : 'wand');
    this.painted = done ? (document.undoStack.at(-1) ?? null) : null;
    this.clear();
    if (options.wandTolerance !== tolerance) this.context.set({ wandTolerance: tolerance });
  }
}

const clamp = (tolerance: number): number => Math.min(WAND_TOLERANCE.max, Math.max(WAND_TOLERANCE.min, tolerance));
