// Rectangle: dragged from corner to corner in whole pixels; Shift makes it a square, Alt takes away.
import type { Point } from '../../../shared/mask/brush';
import type { Rect } from '../../../shared/mask/rect';
import type { MaskDocument } from '../maskDocument';
import type { Preview } from '../preview';
import { distance, paintOutline } from './outline';
import type { Press, Tool, ToolContext } from './tool';

/** A press that moves less (CSS pixels) is a slip of the hand. */
const STILL = 3;

export class RectangleTool implements Tool {
  private drag: { readonly from: Point; to: Press; moved: boolean; readonly subtract: boolean } | null = null;

  constructor(
    private readonly document: MaskDocument,
    private readonly context: Pick<ToolContext, 'options' | 'scale' | 'changed'>,
  ) {}

  get busy(): boolean {
    return this.drag !== null;
  }

  pointerDown(at: Press): void {
    if (!this.drag) this.drag = { from: at, to: at, moved: false, subtract: at.alt ?? false };
  }

  pointerMove(...path: readonly Press[]): void {
    const at = path.at(-1);
    const { drag } = this;
    if (!drag || !at) return;
    drag.to = at;
    drag.moved ||= distance(at, drag.from) * this.context.scale() > STILL;
    this.context.changed();
  }

  pointerUp(): void {
    const { drag } = this;
    if (!drag) return;
    this.drag = null;
    if (drag.moved) paintOutline(this.document, corners(coveredBy(drag.from, drag.to)), this.context.options, drag.subtract, 'rectangle');
    this.context.changed();
  }

  cancel(): void {
    this.drag = null;
    this.context.changed();
  }

  preview(): Preview | null {
    const { drag } = this;
    if (!drag?.moved) return null;
    const rect = coveredBy(drag.from, drag.to);
    return {
      path: { points: corners(rect), closed: true, handles: false, subtract: drag.subtract },
      label: { at: drag.to, text: `${rect.width} × ${rect.height} px` },
    };
  }

  leave(): void {
    this.cancel();
  }
}

/** The pixels from the one under `from` to the one under `to`, both included; with Shift as many down as across, the more of the two. */
function coveredBy(from: Point, to: Press): Rect {
  const [x0, y0] = [Math.floor(from.x), Math.floor(from.y)];
  let [dx, dy] = [Math.floor(to.x) - x0, Math.floor(to.y) - y0];
  if (to.shift) {
    const side = Math.max(Math.abs(dx), Math.abs(dy));
    [dx, dy] = [dx < 0 ? -side : side, dy < 0 ? -side : side];
  }
  return { x: Math.min(x0, x0 + dx), y: Math.min(y0, y0 + dy), width: Math.abs(dx) + 1, height: Math.abs(dy) + 1 };
}

const corners = ({ x, y, width, height }: Rect): Point[] => [
  { x, y },
  { x: x + width, y },
  { x: x + width, y: y + height },
  { x, y: y + height },
];
