// What pointer, wheel and held keys mean: painting, panning, sizing the brush, zooming. A state machine without a browser.
import type { Point } from '../../shared/mask/brush';
import type { Press, Tool } from './tools/tool';
import type { Viewport } from './viewport';

/** A pointer event in CSS pixels from the canvas's top left corner. */
export interface PointerInput extends Point {
  /** 0 left, 1 middle, 2 right. */
  readonly button: number;
  readonly shift: boolean;
  readonly alt: boolean;
  /** Where the pointer was since the last event, in order, the event itself last; a pen's with its pressure, 0..1. */
  readonly path: readonly (Point & { readonly pressure?: number })[];
}

export interface WheelInput extends Point {
  /** In CSS pixels, downwards positive. */
  readonly delta: number;
  readonly shift: boolean;
  /** Ctrl is really held: a pinch on a trackpad claims it too. */
  readonly ctrl: boolean;
}

export interface GestureDoor {
  readonly viewport: Viewport;
  /** The tool to press now; null when painting is not possible, which the person is then told. */
  press(): Tool | null;
  /** Something besides the tool waits for a word (a mask operation's outcome): true when it took this one. */
  pending?(what: 'confirm' | 'back' | 'cancel'): boolean;
  /** Whether what a tool has pending may be painted now; when not, the person is told. */
  mayPaint?(): boolean;
  /** The tool in hand, for hovering and keys; null without one. */
  tool(): Tool | null;
  brushSize(): number;
  setBrushSize(diameter: number): void;
  /** Adds to the opacity, 0..1. */
  fade(by: number): void;
  /** The pointer, the held keys or what is being done changed: ring and pointer shape follow. */
  changed(): void;
}

type State =
  | { readonly is: 'idle' }
  | { readonly is: 'painting'; readonly tool: Tool }
  | { readonly is: 'panning'; at: Point }
  | { readonly is: 'sizing'; readonly from: Point; readonly size: number };

export class Gestures {
  /** Null while the pointer is elsewhere. */
  pointer: Point | null = null;
  alt = false;
  shift = false;
  space = false;
  private state: State = { is: 'idle' };

  constructor(private readonly door: GestureDoor) {}

  get doing(): State['is'] {
    return this.state.is;
  }

  /** Where the ring stays while its size is dragged. */
  get anchor(): Point | null {
    return this.state.is === 'sizing' ? this.state.from : this.pointer;
  }

  down(input: PointerInput): void {
    this.pointer = { x: input.x, y: input.y };
    if (this.state.is !== 'idle') return;
    this.alt = input.alt;
    this.shift = input.shift;
    if (input.button === 1 || (input.button === 0 && this.space)) this.state = { is: 'panning', at: this.pointer };
    else if (input.button === 2 && input.alt) this.state = { is: 'sizing', from: this.pointer, size: this.door.brushSize() };
    else if (input.button === 0) {
      const tool = this.door.press();
      if (tool) {
        this.state = { is: 'painting', tool };
        tool.pointerDown(this.onFrame(input.path.at(-1) ?? input, input));
      }
    }
    this.door.changed();
  }

  move(input: PointerInput): void {
    this.pointer = { x: input.x, y: input.y };
    const { state } = this;
    if (state.is === 'idle') {
      this.alt = input.alt;
      this.shift = input.shift;
      this.hover();
    } else if (state.is === 'painting') state.tool.pointerMove(...input.path.map((at) => this.onFrame(at, input)));
    else if (state.is === 'panning') {
      this.door.viewport.pan(input.x - state.at.x, input.y - state.at.y);
      state.at = this.pointer;
    } else {
      // One pixel of hand is one pixel of ring on the screen, whatever the zoom.
      this.door.setBrushSize(state.size + (2 * (input.x - state.from.x)) / this.door.viewport.scale);
    }
    this.door.changed();
  }

  up(): void {
    if (this.state.is === 'painting') this.state.tool.pointerUp();
    this.state = { is: 'idle' };
    this.hover();
    this.door.changed();
  }

  /** The stroke is taken back (Esc); panning and sizing just end. */
  cancel(): void {
    if (this.state.is === 'painting') this.state.tool.cancel();
    this.state = { is: 'idle' };
    this.door.changed();
  }

  leave(): void {
    if (this.state.is !== 'idle') return;
    this.pointer = null;
    this.hover();
    this.door.changed();
  }

  /** Enter or double click, Backspace, Esc. True when the tool had work pending and took it, or Esc ended a gesture. */
  command(what: 'confirm' | 'back' | 'cancel'): boolean {
    if (this.state.is !== 'idle') {
      if (what === 'cancel') this.cancel();
      return what === 'cancel';
    }
    if (this.door.pending?.(what)) return true;
    const tool = this.door.tool();
    // A mask that was hidden since, or is compared with, is not painted behind the person's back: what is pending stays.
    if (what === 'confirm' && tool?.pending && this.door.mayPaint?.() === false) return true;
    return tool?.command?.(what) ?? false;
  }

  wheel({ x, y, delta, shift, ctrl }: WheelInput): void {
    if (ctrl) this.door.fade(-delta / 2000);
    else if (shift) {
      const size = this.door.brushSize();
      // A notch is a tenth, at least a pixel: as fine on small brushes as it is quick on large ones.
      const step = Math.max(1, Math.round(size / 10)) * Math.max(1, Math.round(Math.abs(delta) / 100));
      this.door.setBrushSize(size - Math.sign(delta) * step);
    } else this.door.viewport.zoomAt(x, y, Math.exp(-delta * 0.002));
    this.hover();
    this.door.changed();
  }

  /** Two fingers moved by so much, CSS pixels: the frame goes with them. */
  scroll(dx: number, dy: number): void {
    this.door.viewport.pan(-dx, -dy);
    this.hover();
    this.door.changed();
  }

  hold({ alt = this.alt, shift = this.shift, space = this.space }: { alt?: boolean; shift?: boolean; space?: boolean }): void {
    if (alt === this.alt && shift === this.shift && space === this.space) return;
    this.alt = alt;
    this.shift = shift;
    this.space = space;
    this.hover();
    this.door.changed();
  }

  /** Tells the tool where the pointer is, unless something is under way or about to be panned. */
  private hover(): void {
    if (this.state.is !== 'idle') return;
    const { pointer, alt, shift } = this;
    this.door.tool()?.hover?.(pointer && !this.space ? this.onFrame(pointer, { alt, shift }) : null);
  }

  private onFrame(at: Point & { readonly pressure?: number }, { alt, shift }: { alt: boolean; shift: boolean }): Press {
    const { x, y } = this.door.viewport.toImage(at.x, at.y);
    return { x, y, alt, shift, pressure: at.pressure };
  }
}
