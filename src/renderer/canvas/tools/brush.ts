// Brush and eraser: idle until pressed, painting until released; one press to release is one undoable stroke.
import { OTHER } from '../../../shared/domain';
import { paintSegment, type Point } from '../../../shared/mask/brush';
import type { MaskDocument } from '../maskDocument';
import type { Press, Tool } from './tool';

/** May change while the tool lives, even within a stroke. */
export interface BrushOptions {
  /** In pixels of the frame. */
  readonly radius: number;
  /** Label id. */
  readonly value: number;
}

/** Where the last stroke on a document ended, whichever tool made it: Shift+press draws a straight line from there. */
export interface Trail {
  last: Point | null;
}

export class BrushTool implements Tool {
  private state: 'idle' | 'painting' = 'idle';

  constructor(
    private readonly document: MaskDocument,
    private readonly options: BrushOptions,
    private readonly trail: Trail = { last: null },
  ) {}

  get busy(): boolean {
    return this.state === 'painting';
  }

  protected value(): number {
    return this.options.value;
  }

  /** What the mask's history calls the stroke. */
  protected note(): string {
    return 'stroke';
  }

  pointerDown(at: Press): void {
    if (this.state !== 'idle') return;
    this.state = 'painting';
    this.document.begin();
    this.segment((at.shift && this.trail.last) || at, at);
  }

  /** All places the pointer has been since the last call, in order. */
  pointerMove(...path: readonly Point[]): void {
    if (this.state !== 'painting') return;
    for (const at of path) this.segment(this.trail.last ?? at, at);
  }

  pointerUp(): void {
    if (this.state !== 'painting') return;
    this.state = 'idle';
    this.document.commit(this.note());
  }

  cancel(): void {
    if (this.state !== 'painting') return;
    this.state = 'idle';
    this.document.cancel();
  }

  private segment(from: Point, to: Point): void {
    const value = this.value();
    const { radius } = this.options;
    this.document.paint(value, (map, onSpan) => paintSegment(map, from, to, radius, value, onSpan));
    this.trail.last = { x: to.x, y: to.y };
  }
}

/** A brush that paints OTHER. */
export class EraserTool extends BrushTool {
  constructor(document: MaskDocument, options: Pick<BrushOptions, 'radius'>, trail?: Trail) {
    super(document, options as BrushOptions, trail);
  }

  protected override value(): number {
    return OTHER;
  }

  protected override note(): string {
    return 'erased';
  }
}
