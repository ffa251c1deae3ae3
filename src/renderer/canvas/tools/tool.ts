// What every tool is: a small state machine that knows only its document and the pointer, in coordinates of the frame.
import type { ImagePixels } from '../../../shared/image/lab';
import type { Superpixels } from '../../../shared/image/slic';
import type { Point } from '../../../shared/mask/brush';
import type { ToolSettings } from '../../state/view';
import type { Preview } from '../preview';

/** A place of the pointer on the frame, and what is held with it. */
export interface Press extends Point {
  readonly shift?: boolean;
  /** Held: the other of brush and eraser; with the other tools, subtract. */
  readonly alt?: boolean;
  /** Of a pen, 0..1; absent without one. */
  readonly pressure?: number;
}

export interface Tool {
  /** True between press and release. */
  readonly busy: boolean;
  pointerDown(at: Press): void;
  /** All places the pointer has been since the last call, in order. */
  pointerMove(...path: readonly Press[]): void;
  pointerUp(): void;
  /** Takes back what the press has done so far. */
  cancel(): void;
  /** The pointer moves without being pressed; null = it left. */
  hover?(at: Press | null): void;
  /** Enter or double click, Backspace (also undo), Esc. True = the tool had work pending and took it; nobody else gets the key then. */
  command?(what: 'confirm' | 'back' | 'cancel'): boolean;
  /** True while Enter would paint. */
  readonly pending?: boolean;
  /** Its options, the class or what may be painted over changed: a preview follows. */
  adjusted?(): void;
  /** What it shows over the picture now; null = nothing. Asked for after each `context.changed()`. */
  preview?(): Preview | null;
  /** Another tool or frame is chosen. What is pending may be kept until the tool is back on this document: it is not shown meanwhile. */
  leave?(): void;
}

/** What the tools are set to. Changes while they live, even within a stroke: read it anew each time. */
export interface ToolOptions extends ToolSettings {
  /** In pixels of the frame. */
  readonly radius: number;
  readonly shape: 'round' | 'square';
  /** Label id that is painted; subtracting and erasing paint OTHER. */
  readonly value: number;
  /** Only pixels with these labels may be painted; null = all. Every painter of shared/mask takes it as `over`. */
  readonly over: ReadonlySet<number> | null;
}

/** What a tool is given besides its document. */
export interface ToolContext {
  readonly options: ToolOptions;
  /** Where the last stroke on the document ended, whichever tool made it. */
  readonly trail: { last: Point | null };
  /** The frame's own pixels; null while there are none. */
  image(): ImagePixels | Promise<ImagePixels> | null;
  /** 8-bit probabilities of the shown prediction [height*width]; null without one. */
  probabilities(): Uint8Array | null;
  /** A pixel is predicted road when its probability is above this, 0..1. */
  threshold(): number;
  /** Whose prediction it is: 'unet 3, epoch 12'; null without one. */
  prediction(): string | null;
  /** The frame's superpixels of about that side; a promise while they are computed (rejected when another size or frame is wanted), null without a picture. */
  superpixels(size: number): Superpixels | Promise<Superpixels> | null;
  /** Changes what the tools are set to: a dragged tolerance stays. */
  set(values: Partial<ToolSettings>): void;
  /** Tells the person in one sentence why nothing was done. */
  refuse(why: string): void;
  /** CSS pixels per pixel of the frame: what is near enough to be hit depends on it. */
  scale(): number;
  /** The preview changed. */
  changed(): void;
}
