// The brush's ring: its true size under the pointer, red while erasing, a cross when it is too small to see.

export interface Ring {
  /** CSS pixels. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly erasing: boolean;
}

const WHITE = '#ffffff';
const RED = '#ff6b6b';
const HALO = 'rgb(0 0 0 / 55%)';
/** Smaller rings than this (CSS pixels) are marked by a cross. */
const TINY = 4;
const ARM = 7;

export function drawRing(context: CanvasRenderingContext2D, { x, y, radius, erasing }: Ring): void {
  const mark = new Path2D();
  mark.arc(x, y, Math.max(radius, 0.5), 0, 2 * Math.PI);
  if (radius < TINY) {
    for (const [dx, dy] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const) {
      mark.moveTo(x + dx * (radius + 3), y + dy * (radius + 3));
      mark.lineTo(x + dx * (radius + 3 + ARM), y + dy * (radius + 3 + ARM));
    }
  }
  context.lineWidth = 3.5;
  context.strokeStyle = HALO;
  context.stroke(mark);
  context.lineWidth = 1.5;
  context.strokeStyle = erasing ? RED : WHITE;
  context.stroke(mark);
}

/** What `drawRing` may touch, as a square around the pointer (CSS pixels). */
export function ringBox({ x, y, radius }: Ring): { x: number; y: number; width: number; height: number } {
  const reach = Math.max(radius, TINY + 3 + ARM) + 4;
  return { x: x - reach, y: y - reach, width: 2 * reach, height: 2 * reach };
}
