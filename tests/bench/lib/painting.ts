// Scripted strokes over a frame, as a hand makes them, brush and eraser in turn so that each changes pixels; and a look at what they left.
import type { Page } from 'playwright';
import sharp from 'sharp';
import type { Point } from '../../e2e/lib/person';
import { until } from '../../e2e/lib/studio';
import { canvasBox, type Box } from './annotator';
import { Hand } from './hand';
import type { Latency } from './trace';
import { ms, percentile } from './numbers';

/** Moves of a stroke: 24 reports of a mouse, about 0.2 s. */
export const MOVES = 24;

/** A wave across the middle of what is shown, another one each time. */
export function wave(box: Box, nth: number, moves = MOVES): Point[] {
  return Array.from({ length: moves }, (_, k) => ({
    x: box.x + box.width * (0.12 + (0.76 * k) / (moves - 1)),
    y: box.y + box.height * (0.5 + 0.08 * Math.sin(k / 4 + nth) + 0.06 * Math.sin(nth / 3)),
  }));
}

export async function paint(page: Page, strokes: number, { moves = MOVES, report = 8 } = {}): Promise<void> {
  const box = await canvasBox(page);
  const hand = await Hand.on(page);
  await page.getByTestId('canvas').focus();
  for (let nth = 0; nth < strokes; nth++) {
    await page.keyboard.press(nth % 2 === 0 ? 'b' : 'e');
    await hand.stroke(wave(box, nth, moves), report);
  }
}

const SHARES = [0.5, 0.95, 0.99];

/** '8.1 / 12.0 / 15.3': p50, p95, p99. */
export const three = (all: readonly Latency[], what: keyof Latency): string => {
  const values = all.map((one) => one[what]);
  return SHARES.map((share) => ms(percentile(values, share))).join(' / ');
};

/** p50 and p95 of the first and the last fifth. */
export function flatness(all: readonly Latency[], what: keyof Latency): string {
  const fifth = Math.floor(all.length / 5);
  const of = (part: readonly Latency[]): string =>
    [0.5, 0.95]
      .map((share) =>
        ms(
          percentile(
            part.map((one) => one[what]),
            share,
          ),
        ),
      )
      .join(' / ');
  return `${of(all.slice(0, fifth))} -> ${of(all.slice(-fifth))}`;
}

/** Chromium's smoothing knows sixteenths of a pixel: so much of the overlay's strength is its rounding. */
export const ROUNDING = 12;

/** Largest difference, 0..255, between the canvas as the strokes left it, part by part, and drawn anew as a whole. */
export async function leftovers(page: Page): Promise<number> {
  const { x, y, width, height } = await canvasBox(page);
  // Without what floats over the picture's borders: tools, numbers, the small map.
  const clip = { x: x + 80, y: y + 60, width: width - 160, height: height - 260 };
  const shot = async (): Promise<Buffer> =>
    sharp(await page.screenshot({ clip }))
      .removeAlpha()
      .raw()
      .toBuffer();
  await page.mouse.move(5, 5);
  // What was told of lies over the picture for some seconds.
  await until('no notice is left', async () => (await page.locator('.notice').count()) === 0, 30);
  await page.waitForTimeout(500);
  const parts = await shot();
  await page.keyboard.press('v');
  await until('the mask is hidden', async () => largest(parts, await shot()) > 20, 20);
  await page.keyboard.press('v');
  let apart = 255;
  for (let looks = 0; looks < 10 && apart > ROUNDING; looks++) {
    await page.waitForTimeout(300);
    apart = largest(parts, await shot());
  }
  return apart;
}

function largest(a: Buffer, b: Buffer): number {
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i]! - b[i]!));
  return most;
}
