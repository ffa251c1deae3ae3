// Curves of many runs over each other: what is read at the pointer, zoomed, hidden, smoothed and saved.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import sharp from 'sharp';
import { bigProject } from './lib/bigProject';
import { addManyRuns } from './lib/manyRuns';
import { view } from './lib/person';
import { Home, type Opened } from './lib/studio';

const home = new Home();
let studio: Opened;

beforeAll(async () => {
  home.notTheFirstLaunch();
  const picture = home.at('drawn.png');
  await sharp({ create: { width: 400, height: 120, channels: 3, background: '#567' } })
    .png()
    .toFile(picture);
  const folder = bigProject(home.at('curves'), 60, [{ path: picture, width: 400, height: 120 }]);
  addManyRuns(folder, { runs: 50, epochs: 100 });
  studio = await home.open();
  await studio.page.getByRole('button', { name: /New project/ }).waitFor();
  home.answer({ openProject: [folder], saveCurves: [home.at('iou.png'), home.at('loss'), null] });
  await studio.page.keyboard.press('Control+Shift+O');
  await studio.page.locator('[data-frame=drive_00009]').waitFor();
  await view(studio.page, 'Train');
});
afterAll(() => home.clear());

it('one run, several runs and fifty are overlaid, read, zoomed, hidden, smoothed and saved', async () => {
  const { page } = studio;
  const row = (name: string) => page.locator(`tr[data-run="${name}"]`);
  const loss = page.getByRole('region', { name: 'Loss' });
  const iou = page.getByRole('region', { name: 'Held-out IoU' });
  await row('unet 49').click();
  await iou.getByText('unet 49, epoch 100').waitFor();
  await studio.screen('curves-one');

  await row('unetpp 48').click({ modifiers: ['Control'] });
  await row('unet 47').click({ modifiers: ['Control'] });
  await iou.getByRole('button', { name: /unetpp 48/ }).waitFor();
  const canvas = iou.locator('.u-over');
  const box = (await canvas.boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.5, box.y + 60);
  const read = iou.getByRole('status');
  await read.getByText('9 held-out frames, threshold 0.5').waitFor();
  expect(await read.innerText()).toMatch(/epoch 5\d/);
  expect(await read.locator('.row').count()).toBe(6);
  await studio.screen('curves-three');

  // Drag to zoom, double-click to come back.
  await page.mouse.move(box.x + box.width * 0.6, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.9, box.y + 70, { steps: 4 });
  await page.mouse.up();
  await iou.getByText('zoomed').waitFor();
  await page.mouse.move(box.x + 30, box.y + 60);
  expect(await read.innerText()).toMatch(/epoch 6\d/);
  await studio.screen('curves-zoomed');
  await canvas.dblclick();
  await iou.getByText('zoomed').waitFor({ state: 'detached' });

  await iou.getByRole('button', { name: /unet 47/ }).click();
  await iou.getByRole('button', { name: 'pooled' }).click();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 60);
  expect(await read.locator('.row').count()).toBe(2);

  const slider = page.getByLabel('Smoothing of the curves');
  await slider.focus();
  await page.keyboard.press('End');
  await page.getByRole('radio', { name: 'Time' }).click();
  await page.mouse.move(box.x + box.width * 0.4, box.y + 60);
  await read.getByText(/smoothed/).waitFor();
  await studio.screen('curves-smoothed');

  await iou.getByRole('button', { name: 'Save this chart' }).click();
  await page.getByRole('menuitem', { name: 'Save as PNG…' }).click();
  await page.getByText('Saved iou.png.').waitFor();
  expect((await sharp(home.at('iou.png')).metadata()).width).toBeGreaterThan(300);
  await loss.getByRole('button', { name: 'Save this chart' }).click();
  await page.getByRole('menuitem', { name: /CSV/ }).click();
  await page.getByText('Saved loss.csv.').waitFor();
  // Two runs are shown (one is hidden), each with two readings of a hundred epochs.
  expect(readFileSync(home.at('loss.csv'), 'utf8').split('\r\n')).toHaveLength(1 + 2 * 2 * 100 + 1);

  // Fifty at once.
  await row('unetpp 50').click();
  // The table draws the rows that are seen alone.
  await page.locator('.runs-scroll').evaluate((box) => box.scrollTo(0, box.scrollHeight));
  const begun = Date.now();
  await row('unet 1').click({ modifiers: ['Shift'] });
  await iou.getByRole('button', { name: /unetpp 2 / }).waitFor();
  console.info(`Fifty runs of 100 epochs, read and drawn twice, in ${Date.now() - begun} ms`);
  await iou.scrollIntoViewIfNeeded();
  await canvas.hover({ position: { x: box.width * 0.5, y: 50 } });
  await read.getByText(/and \d+ more/).waitFor();
  await studio.screen('curves-fifty');
  await loss.getByLabel('What this chart shows').selectOption('speed');
  await page.getByRole('region', { name: 'Images a second' }).waitFor();
  await studio.screen('curves-speed');
  expect(studio.complaints).toEqual([]);
});
