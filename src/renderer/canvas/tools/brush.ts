// Brush and eraser: idle until pressed, painting until released; one press to release is one undoable stroke.
import { OTHER } from '../../../shared/domain';
import { paintSegment, type Point } from '../../../shared/mask/brush';
import type { MaskDocument } from '../maskDocument';
import type { Preview } from '../preview';
import type { Press, Tool, ToolContext, ToolOptions } from './tool';

export interface BrushContext extends Pick<ToolContext, 'trail' | 'changed'> {
  readonly options: Pick<ToolOptions, 'radius' | 'shape' | 'value' | 'over' | 'pressure'>;
}

export class BrushTool implements Tool {
  private state: 'idle' | 'painting' = 'idle';
  /** Alt was held at the press: the stroke is the other tool's. */
  private other = false;
  private line: Preview | null = null;

  constructor(
    private readonly document: MaskDocument,
    private readonly context: BrushContext,
  ) {}

  get busy(): boolean {
    return this.state === 'painting';
  }

  /** Erases without Alt. */
  protected readonly erases: boolean = false;

  pointerDown(at: Press): void {
    if (this.state !== 'idle') return;
    this.state = 'painting';
    this.other = at.alt ?? false;
    this.showLine(null);
    this.document.begin();
    this.segment((at.shift && this.context.trail.last) || at, at);
  }

  pointerMove(...path: readonly Press[]): void {
    if (this.state !== 'painting') return;
    for (const at of path) this.segment(this.context.trail.last ?? at, at);
  }

  pointerUp(): void {
    if (this.state !== 'painting') return;
    this.state = 'idle';
    // What the mask's history calls the stroke.
    this.document.commit(this.erasing ? 'erased' : 'stroke');
  }

  cancel(): void {
    if (this.state !== 'painting') return;
    this.state = 'idle';
    this.document.cancel();
  }

  /** While Shift is held the line that a click would draw is shown. */
  hover(at: Press | null): void {
    const { last } = this.context.trail;
    if (!at?.shift || !last) return this.showLine(null);
    const { radius, shape } = this.context.options;
    const subtract = this.erases !== (at.alt ?? false);
    const breadth = { width: 2 * radius, ends: shape } as const;
    this.showLine({ path: { points: [last, at], closed: false, handles: false, subtract, breadth } });
  }

  preview(): Preview | null {
    return this.line;
  }

  leave(): void {
    this.showLine(null);
  }

  private get erasing(): boolean {
    return this.erases !== this.other;
  }

  private showLine(line: Preview | null): void {
    if (line === this.line) return;
    this.line = line;
    this.context.changed();
  }

  private segment(from: Point, to: Press): void {
    const value = this.erasing ? OTHER : this.context.options.value;
    const { radius, shape, over, pressure } = this.context.options;
    const reach = pressure && to.pressure !== undefined ? radius * to.pressure : radius;
    this.document.paint(value, (map, onSpan) => paintSegment(map, from, to, reach, value, onSpan, { shape, over }));
    this.context.trail.last = { x: to.x, y: to.y };
  }
}

/** A brush that paints OTHER, and with Alt the class. */
export class EraserTool extends BrushTool {
  protected override readonly erases = true;
}
