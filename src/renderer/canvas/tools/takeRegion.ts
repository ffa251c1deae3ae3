// Taking what the model says, region by region: the predicted road under the pointer is shown, a click makes it the mask's; with Alt the mask's own goes.
import { OTHER, ROAD } from '../../../shared/domain';
import type { Point } from '../../../shared/mask/brush';
import { insideWhere, regionAt, type Region } from '../../../shared/mask/regions';
import { cutOf } from '../../../shared/prediction/probabilities';
import type { MaskDocument } from '../maskDocument';
import type { Preview, PreviewRegion } from '../preview';
import { commitRegion, pixelAt } from './regions';
import type { Press, Tool, ToolContext } from './tool';

export const NO_RUN = 'Choose a run first: its prediction is what a region is taken from.';
export const NO_PREDICTION_THERE = 'No road is predicted under the pointer. Point at a predicted region, or lower the threshold.';
export const NOTHING_TO_ERASE = 'There is nothing of the mask under the pointer.';

type Source = Pick<ToolContext, 'probabilities' | 'threshold' | 'prediction'> & {
  readonly options: { readonly over: ReadonlySet<number> | null };
};

/** The connected predicted road at a place of the frame; null when none is predicted there. */
export function predictedAt(document: MaskDocument, source: Source, at: Point): Region | null {
  const probabilities = source.probabilities();
  const pixel = pixelAt(at, document);
  if (!probabilities || !pixel) return null;
  const cut = cutOf(source.threshold());
  const { width, height } = document;
  return regionAt(
    probabilities,
    width,
    height,
    pixel.x,
    pixel.y,
    insideWhere((value) => value > cut),
  );
}

/** The connected region of the mask's class at a place, other left out: pixels that touch by a corner hang together. */
export function maskRegionAt(document: MaskDocument, at: Point): Region | null {
  const pixel = pixelAt(at, document);
  if (!pixel) return null;
  const { width, height, data } = document;
  const label = data[pixel.y * width + pixel.x]!;
  if (label === OTHER) return null;
  return regionAt(
    data,
    width,
    height,
    pixel.x,
    pixel.y,
    insideWhere((value) => value === label),
    8,
  );
}

/** Makes the predicted region at `at` road. Null when done, else why not. */
export function takeRegion(document: MaskDocument, source: Source, at: Point): string | null {
  if (!source.probabilities()) return NO_RUN;
  const region = predictedAt(document, source, at);
  if (!region) return NO_PREDICTION_THERE;
  const done = commitRegion(document, region, ROAD, source.options.over, `region taken from ${source.prediction() ?? 'a prediction'}`);
  return done ? null : 'This region is road in the mask already, or is kept by Paint over.';
}

/** Erases the region of the mask at `at`, ignore too where it was pointed at. Null when done, else why not. */
export function eraseRegion(document: MaskDocument, source: Source, at: Point): string | null {
  const region = maskRegionAt(document, at);
  if (!region) return NOTHING_TO_ERASE;
  const label = document.data[Math.floor(at.y) * document.width + Math.floor(at.x)]!;
  if (source.options.over && !source.options.over.has(label)) return 'Paint over keeps this region. Set it to all to erase it.';
  return commitRegion(document, region, OTHER, new Set([label]), 'region erased') ? null : NOTHING_TO_ERASE;
}

export class TakeRegionTool implements Tool {
  private at: Press | null = null;
  private pressed: Press | null = null;
  private shown: {
    readonly region: PreviewRegion;
    readonly alt: boolean;
    /** What it was found in: while that is the same, so is the region. */
    readonly of: Uint8Array;
    readonly cut: number;
    readonly version: number;
  } | null = null;

  constructor(
    private readonly document: MaskDocument,
    private readonly context: ToolContext,
  ) {}

  get busy(): boolean {
    return this.pressed !== null;
  }

  pointerDown(at: Press): void {
    this.pressed = at;
    this.show(at);
  }

  pointerMove(...path: readonly Press[]): void {
    const at = path.at(-1);
    if (!at || !this.pressed) return;
    this.pressed = { ...at, alt: this.pressed.alt ?? false };
    this.show(this.pressed);
  }

  pointerUp(): void {
    const { pressed } = this;
    this.pressed = null;
    if (!pressed) return;
    const why = (pressed.alt ? eraseRegion : takeRegion)(this.document, this.context, pressed);
    if (why) this.context.refuse(why);
    this.show(this.at);
  }

  cancel(): void {
    this.pressed = null;
    this.show(this.at);
  }

  hover(at: Press | null): void {
    this.show(at);
  }

  adjusted(): void {
    this.show(this.at);
  }

  preview(): Preview | null {
    const { shown, at } = this;
    if (!at) return null;
    if (!this.context.probabilities() && !at.alt) return { label: { at, text: 'choose a run first' } };
    if (!shown) return null;
    const { region, alt } = shown;
    return { region, label: { at, text: alt ? 'erase region' : 'take region' } };
  }

  leave(): void {
    this.pressed = null;
    this.show(null);
  }

  private show(at: Press | null): void {
    const before = this.at;
    this.at = at;
    const alt = at?.alt ?? false;
    const pixel = at && pixelAt(at, this.document);
    const of = alt ? this.document.data : this.context.probabilities();
    const cut = cutOf(this.context.threshold());
    const { shown } = this;
    // Within the region that is shown nothing is looked for anew.
    const same =
      shown &&
      pixel &&
      shown.alt === alt &&
      shown.of === of &&
      shown.cut === cut &&
      shown.version === (alt ? this.document.version : 0) &&
      shown.region.map[pixel.y * this.document.width + pixel.x] === 1;
    if (!same) {
      const region = at && (alt ? maskRegionAt(this.document, at) : predictedAt(this.document, this.context, at));
      this.shown =
        region && of
          ? { region: { map: region.map, rect: region.rect, subtract: alt }, alt, of, cut, version: alt ? this.document.version : 0 }
          : null;
    }
    if (at || before) this.context.changed();
  }
}
