// Lasso: what is drawn around while the button is down is painted, or with Alt taken away, when it is let go.
import type { Point } from '../../../shared/mask/brush';
import type { MaskDocument } from '../maskDocument';
import type { Preview } from '../preview';
import { distance, paintOutline } from './outline';
import type { Press, Tool, ToolContext } from './tool';

/** Points nearer to each other than this (CSS pixels) are one. */
const APART = 0.7;

export class LassoTool implements Tool {
  private points: Point[] | null = null;
  private subtract = false;

  constructor(
    private readonly document: MaskDocument,
    private readonly context: Pick<ToolContext, 'options' | 'scale' | 'changed'>,
  ) {}

  get busy(): boolean {
    return this.points !== null;
  }

  pointerDown(at: Press): void {
    if (this.points) return;
    this.points = [{ x: at.x, y: at.y }];
    this.subtract = at.alt ?? false;
    this.context.changed();
  }

  pointerMove(...path: readonly Press[]): void {
    const { points } = this;
    if (!points) return;
    const apart = APART / this.context.scale();
    for (const at of path) if (distance(at, points.at(-1)!) >= apart) points.push({ x: at.x, y: at.y });
    this.context.changed();
  }

  pointerUp(): void {
    const { points } = this;
    if (!points) return;
    this.points = null;
    if (points.length >= 3) paintOutline(this.document, points, this.context.options, this.subtract, 'lasso');
    this.context.changed();
  }

  cancel(): void {
    this.points = null;
    this.context.changed();
  }

  preview(): Preview | null {
    const { points, subtract } = this;
    return points && { path: { points, closed: true, handles: false, subtract } };
  }

  leave(): void {
    this.cancel();
  }
}
