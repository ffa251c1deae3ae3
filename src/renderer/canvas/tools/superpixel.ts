// The superpixel brush: those under the brush are shown, painting takes them whole; Alt takes them away. One press to release is one step.
import { OTHER } from '../../../shared/domain';
import type { Superpixels } from '../../../shared/image/slic';
import { paintSegment, type Point } from '../../../shared/mask/brush';
import { Bounds } from '../../../shared/mask/rect';
import type { MaskDocument } from '../maskDocument';
import type { Preview, PreviewRegion } from '../preview';
import { paintRegion, valueOf } from './regions';
import type { Press, Tool, ToolContext } from './tool';

export class SuperpixelTool implements Tool {
  private state: 'idle' | 'painting' = 'idle';
  private alt = false;
  private last: Point | null = null;
  /** Under the pointer; null when it is elsewhere. */
  private at: Press | null = null;
  private superpixels: Superpixels | null = null;
  private waiting: Promise<Superpixels> | null = null;
  /** Superpixels that this stroke has taken. */
  private readonly taken = new Set<number>();
  private shown: PreviewRegion | null = null;
  private shownIds = '';
  /** Of the region that is shown; and one of which only the spans are wanted. */
  private buffers: { readonly map: Uint8Array; readonly scratch: Uint8Array } | null = null;

  constructor(
    private readonly document: MaskDocument,
    private readonly context: ToolContext,
  ) {}

  get busy(): boolean {
    return this.state === 'painting';
  }

  pointerDown(at: Press): void {
    if (this.state !== 'idle') return;
    if (!this.ready()) return this.highlight(at);
    this.state = 'painting';
    this.alt = at.alt ?? false;
    this.taken.clear();
    this.document.begin();
    this.take(at, at);
  }

  pointerMove(...path: readonly Press[]): void {
    if (this.state !== 'painting') return;
    for (const at of path) this.take(this.last ?? at, at);
  }

  pointerUp(): void {
    if (this.state !== 'painting') return;
    this.state = 'idle';
    this.document.commit(this.alt ? 'superpixels taken away' : 'superpixels');
  }

  cancel(): void {
    if (this.state !== 'painting') return;
    this.state = 'idle';
    this.document.cancel();
  }

  hover(at: Press | null): void {
    this.highlight(at);
  }

  /** Another size: another set of superpixels. */
  adjusted(): void {
    if (this.superpixels && this.superpixels.size !== this.context.options.superpixelSize) this.superpixels = null;
    this.highlight(this.at);
  }

  preview(): Preview | null {
    if (!this.at) return null;
    if (this.waiting && !this.superpixels) return { label: { at: this.at, text: 'finding superpixels' } };
    return this.shown ? { region: this.shown } : null;
  }

  leave(): void {
    if (this.state === 'painting') this.pointerUp();
    this.highlight(null);
    // Documents are many and live long: away from its own the tool holds nothing. What is still on its way is asked for anew.
    this.superpixels = this.waiting = this.buffers = null;
  }

  /** True once this frame's superpixels of the wanted size are there; asks for them otherwise. */
  private ready(): boolean {
    if (this.superpixels) return true;
    const answer = this.context.superpixels(this.context.options.superpixelSize);
    if (answer instanceof Promise) {
      if (answer === this.waiting) return false;
      this.waiting = answer;
      const settled = (superpixels: Superpixels | null): void => {
        if (this.waiting !== answer) return;
        this.waiting = null;
        // The size may have been changed meanwhile: then it is asked for anew.
        if (superpixels?.size === this.context.options.superpixelSize) this.keep(superpixels);
        this.highlight(this.at);
      };
      answer.then(settled, () => {
        // Given up for a newer size, or it failed, which the person was told by whoever computes.
        if (this.waiting === answer) this.waiting = null;
      });
      return false;
    }
    if (answer) this.keep(answer);
    return this.superpixels !== null;
  }

  private keep(superpixels: Superpixels): void {
    if (superpixels.width === this.document.width && superpixels.height === this.document.height) this.superpixels = superpixels;
  }

  private take(from: Point, to: Press): void {
    const { superpixels } = this;
    if (!superpixels) return;
    const { options } = this.context;
    const fresh = [...this.under(from, to)].filter((id) => !this.taken.has(id));
    this.last = { x: to.x, y: to.y };
    for (const id of fresh) this.taken.add(id);
    if (fresh.length > 0) {
      const region = this.regionOf(fresh);
      if (region) paintRegion(this.document, region, valueOf(options, this.alt), options.over);
      // The map holds what was painted now, not what is under the brush.
      this.shownIds = '';
    }
    this.highlight(to);
  }

  private highlight(at: Press | null): void {
    const before = this.at;
    this.at = at;
    if (!at) {
      this.shown = null;
      this.shownIds = '';
      if (before) this.context.changed();
      return;
    }
    if (!this.ready()) {
      this.shown = null;
      this.shownIds = '';
      return this.context.changed();
    }
    const alt = this.state === 'painting' ? this.alt : (at.alt ?? false);
    const ids = [...this.under(at, at)];
    const key = `${alt}/${this.context.options.value}/${ids.join()}`;
    if (key === this.shownIds) return;
    this.shownIds = key;
    const region = this.regionOf(ids);
    this.shown = region && { ...region, subtract: valueOf(this.context.options, alt) === OTHER };
    this.context.changed();
  }

  private room(): { readonly map: Uint8Array; readonly scratch: Uint8Array } {
    const { length } = this.document.data;
    return (this.buffers ??= { map: new Uint8Array(length), scratch: new Uint8Array(length) });
  }

  /** Superpixels that the brush touches on its way. */
  private under(from: Point, to: Point): Set<number> {
    const { width, height, ids } = this.superpixels!;
    const found = new Set<number>();
    const { radius, shape } = this.context.options;
    const collect = (y: number, x0: number, x1: number): void => {
      let last = -1;
      for (let i = y * width + x0; i < y * width + x1; i++) if (ids[i] !== last) found.add((last = ids[i]!));
    };
    paintSegment({ width, height, data: this.room().scratch }, from, to, radius, 0, collect, { shape });
    return found;
  }

  /** Writes the superpixels into the map, in place of what was in it. */
  private regionOf(which: readonly number[]): { map: Uint8Array; rect: PreviewRegion['rect'] } | null {
    const { map } = this.room();
    const { width, ids, boxes } = this.superpixels!;
    map.fill(0);
    const bounds = new Bounds();
    for (const id of which) {
      const left = boxes[id * 4]!;
      const right = boxes[id * 4 + 2]!;
      for (let y = boxes[id * 4 + 1]!; y < boxes[id * 4 + 3]!; y++) {
        for (let i = y * width + left; i < y * width + right; i++) if (ids[i] === id) map[i] = 1;
        bounds.addSpan(y, left, right);
      }
    }
    const rect = bounds.rect();
    return rect && { map, rect };
  }
}
