// The README's picture. It needs a trained project, so it is made on demand: `roadbrush demo --out DIR`, then
// ROADBRUSH_PICTURE=DIR/NAME.roadbrush npm test -- e2e picture. Without that, the picture that is committed is only checked to be one.
import { cpSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, it } from 'vitest';
import { framesOf } from './lib/database';
import { goTo } from './lib/person';
import { Home, repo } from './lib/studio';

const project = process.env['ROADBRUSH_PICTURE'];
const file = join(repo, 'docs', 'screenshot.webp');
const home = new Home();
afterAll(() => home.clear());

if (project) {
  it('is taken from the trained project, a prediction blended over a held-out frame', async () => {
    const folder = home.at(basename(project));
    cpSync(project, folder, { recursive: true });
    const { page } = await home.open([folder]);
    await page.getByTestId('hud').waitFor({ timeout: 60_000 });
    const frame = framesOf(folder).find(({ split }) => split === 'held-out');
    await goTo(page, frame?.name ?? '');
    await page.getByTestId('hud').getByText('mask vs prediction').waitFor({ timeout: 60_000 });
    await page.locator('img.thumb').nth(8).waitFor();
    await page.getByTestId('canvas').hover();
    await page.waitForTimeout(8000);
    await sharp(await page.screenshot())
      .webp({ quality: 82 })
      .toFile(file);
  });
}

it('is a picture of the window, and small', async () => {
  const { width, format } = await sharp(file).metadata();
  expect(format).toBe('webp');
  expect(width).toBeGreaterThanOrEqual(1280);
  expect(readFileSync(file).length).toBeLessThan(300_000);
});
