// Polygon: clicks set its points, which can be moved, added between and taken back until it is closed; only then is anything painted.
import type { Point } from '../../../shared/mask/brush';
import type { MaskDocument } from '../maskDocument';
import type { Preview } from '../preview';
import { distance, nearestOn, paintOutline } from './outline';
import type { Press, Tool, ToolContext } from './tool';

/** So near (CSS pixels) a point or an edge is hit, and so far a press must move to be a drag. */
const POINT_REACH = 8;
const EDGE_REACH = 5;
const STILL = 3;

type State =
  | { readonly is: 'idle' }
  /** A point is held; `before` is where it was, null when this press made it. */
  | { readonly is: 'holding'; readonly index: number; readonly before: Point | null; readonly from: Point; moved: boolean };

export class PolygonTool implements Tool {
  private points: Point[] = [];
  private subtract = false;
  private pointer: Point | null = null;
  private state: State = { is: 'idle' };

  constructor(
    private readonly document: MaskDocument,
    private readonly context: Pick<ToolContext, 'options' | 'scale' | 'changed'>,
  ) {}

  get busy(): boolean {
    return this.state.is !== 'idle';
  }

  get pending(): boolean {
    return this.points.length >= 3;
  }

  pointerDown(at: Press): void {
    if (this.state.is !== 'idle') return;
    const here = { x: at.x, y: at.y };
    if (this.points.length === 0) this.subtract = at.alt ?? false;
    const index = this.pointAt(here);
    if (index >= 0) this.state = { is: 'holding', index, before: this.points[index]!, from: here, moved: false };
    else {
      const edge = this.edgeAt(here);
      const made = edge < 0 ? this.points.length : edge + 1;
      this.points.splice(made, 0, here);
      this.state = { is: 'holding', index: made, before: null, from: here, moved: false };
    }
    this.context.changed();
  }

  pointerMove(...path: readonly Press[]): void {
    const at = path.at(-1);
    const { state } = this;
    if (state.is !== 'holding' || !at) return;
    state.moved ||= distance(at, state.from) * this.context.scale() > STILL;
    if (!state.moved) return;
    // A point taken hold of beside its middle keeps that distance: it does not jump.
    const start = state.before ?? state.from;
    this.points[state.index] = { x: start.x + at.x - state.from.x, y: start.y + at.y - state.from.y };
    this.context.changed();
  }

  pointerUp(): void {
    const { state } = this;
    if (state.is !== 'holding') return;
    this.state = { is: 'idle' };
    if (state.index === 0 && state.before && !state.moved && this.points.length >= 3) this.close();
    this.context.changed();
  }

  /** The point goes back to where it was before the press. */
  cancel(): void {
    const { state } = this;
    if (state.is !== 'holding') return;
    this.state = { is: 'idle' };
    if (state.before) this.points[state.index] = state.before;
    else this.points.splice(state.index, 1);
    this.context.changed();
  }

  hover(at: Press | null): void {
    this.pointer = at;
    if (this.points.length > 0) this.context.changed();
  }

  command(what: 'confirm' | 'back' | 'cancel'): boolean {
    if (this.points.length === 0) return false;
    if (what === 'confirm') this.close();
    else if (what === 'back') this.points.pop();
    else this.points = [];
    this.context.changed();
    return true;
  }

  preview(): Preview | null {
    const { points, pointer, subtract } = this;
    if (points.length === 0) return null;
    const path = { points, closed: false, handles: true, subtract };
    if (this.state.is === 'holding') return { path: { ...path, closed: points.length > 2, active: this.state.index } };
    if (!pointer) return { path: { ...path, closed: points.length > 2 } };
    const active = this.pointAt(pointer);
    if (active >= 0) return { path: { ...path, closed: active === 0 && points.length > 2, active } };
    const edge = this.edgeAt(pointer);
    if (edge >= 0) return { path: { ...path, insert: nearestOn(points[edge]!, points[edge + 1]!, pointer) } };
    return { path: { ...path, next: pointer } };
  }

  leave(): void {
    this.cancel();
    this.pointer = null;
  }

  /** With fewer than three points it stays open: there is nothing to paint yet. */
  private close(): void {
    if (this.points.length < 3) return;
    const { points } = this;
    this.points = [];
    paintOutline(this.document, points, this.context.options, this.subtract, 'polygon');
  }

  /** The point under the pointer, the latest of several; -1 when there is none. The first comes first once it would close the polygon. */
  private pointAt(at: Point): number {
    const reach = POINT_REACH / this.context.scale();
    const near = (point: Point | undefined): boolean => point !== undefined && distance(point, at) <= reach;
    if (this.points.length >= 3 && near(this.points[0])) return 0;
    return this.points.findLastIndex(near);
  }

  /** Index of the edge's first point; -1 when none is near enough. */
  private edgeAt(at: Point): number {
    const reach = EDGE_REACH / this.context.scale();
    for (let i = 0; i + 1 < this.points.length; i++)
      if (distance(nearestOn(this.points[i]!, this.points[i + 1]!, at), at) <= reach) return i;
    return -1;
  }
}
