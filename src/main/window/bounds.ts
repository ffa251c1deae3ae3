// Where the window was: remembered on close, and brought back only where a screen still shows it.
import { z } from 'zod';
import type { Rectangle } from 'electron';

export const WindowPlace = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(1),
  height: z.number().int().min(1),
  maximized: z.boolean(),
});
export type WindowPlace = z.infer<typeof WindowPlace>;

export const SMALLEST = { width: 1024, height: 640 } as const;
const USUAL = { width: 1440, height: 900 } as const;

/** Bounds for a new window: the remembered ones if at least 100 x 50 pixels of the title are on some screen, else centred at 1440 x 900 or what fits. */
export function openingBounds(remembered: WindowPlace | null, screens: readonly Rectangle[]): Partial<Rectangle> {
  const seen = remembered && screens.some((screen) => overlaps(remembered, screen)) ? remembered : null;
  if (seen) {
    return { x: seen.x, y: seen.y, width: Math.max(seen.width, SMALLEST.width), height: Math.max(seen.height, SMALLEST.height) };
  }
  const first = screens[0] ?? { x: 0, y: 0, ...USUAL };
  return { width: Math.min(USUAL.width, first.width), height: Math.min(USUAL.height, first.height) };
}

function overlaps(place: WindowPlace, screen: Rectangle): boolean {
  const across = Math.min(place.x + place.width, screen.x + screen.width) - Math.max(place.x, screen.x);
  const titleInside = place.y >= screen.y - 10 && place.y + 50 <= screen.y + screen.height;
  return across >= 100 && titleInside;
}
