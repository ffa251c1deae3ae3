// What a wheel event means: a notched wheel zooms, two fingers on a trackpad pan, a pinch zooms, as in Figma and Photoshop.

/** What of a WheelEvent matters here. */
export interface Wheeled {
  readonly deltaX: number;
  readonly deltaY: number;
  /** 0 pixels, 1 lines, 2 pages. */
  readonly deltaMode: number;
  /** Chromium's: a notch is 120, a trackpad's are any. */
  readonly wheelDeltaY?: number;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  /** ms. */
  readonly timeStamp: number;
}

export type Wheel =
  | { readonly is: 'pan'; readonly dx: number; readonly dy: number }
  | {
      readonly is: 'turn';
      /** In CSS pixels, downwards positive. */
      readonly delta: number;
    };

/** Events closer together than this (ms) are one gesture, and stay what the first of them was. */
const TOGETHER = 300;
/** A notch is more than this (CSS pixels), the first move of two fingers less. */
const NOTCH = 40;
const UNITS = [1, 33, 400] as const;

export class WheelReader {
  private last = -Infinity;
  private fingers = false;

  /** `ctrl`: the key is really held; a pinch claims it too. `habit`: what the person chose for wheel and fingers, 'auto' = by device. */
  read(event: Wheeled, ctrl: boolean, habit: 'auto' | 'zoom' | 'pan'): Wheel {
    const unit = UNITS[event.deltaMode] ?? 1;
    const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
    if (event.timeStamp - this.last > TOGETHER) this.fingers = isTrackpad(event);
    else if (dx !== 0 && dy !== 0) this.fingers = true;
    this.last = event.timeStamp;
    const pinch = event.ctrlKey && !ctrl;
    // A pinch sends small deltas.
    if (pinch) return { is: 'turn', delta: dy * 5 };
    if (ctrl || event.shiftKey || habit === 'zoom' || (habit === 'auto' && !this.fingers)) {
      // Shift turns the wheel sideways.
      return { is: 'turn', delta: dy || (event.shiftKey ? dx : 0) };
    }
    return { is: 'pan', dx, dy };
  }
}

function isTrackpad({ deltaX, deltaY, deltaMode, wheelDeltaY, shiftKey }: Wheeled): boolean {
  if (deltaMode !== 0) return false;
  if (deltaX !== 0 && deltaY !== 0) return true;
  if (wheelDeltaY !== undefined && wheelDeltaY !== 0 && wheelDeltaY % 120 === 0) return false;
  // Sideways without Shift is two fingers, or a tilted wheel, which pans too.
  if (deltaY === 0 && !shiftKey) return true;
  return Math.abs(deltaY || deltaX) < NOTCH;
}
