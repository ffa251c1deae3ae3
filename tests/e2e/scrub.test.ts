// Epochs and frames on the canvas: scrubbed by keys, watched, made the mask, predicted all together, played.
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, expect, it } from 'vitest';
import { inDatabase, versionsOf } from './lib/database';
import { goTo, saved, shownFrame } from './lib/person';
import { Home, program, until } from './lib/studio';

const home = new Home();
afterAll(() => home.clear());
const FRAMES = 6;
const EPOCHS = 3;

const roadbrush = (...args: string[]): Promise<unknown> =>
  promisify(execFile)(process.execPath, [join(program, 'out', 'main', 'cli.js'), ...args], { env: process.env });

/** Small frames of a drive, and a small net that has seen them three times. */
async function learned(): Promise<string> {
  const [folder, source] = [home.at('scrub.roadbrush'), home.at('source')];
  for (const part of ['image_2', 'semantic']) mkdirSync(join(source, part), { recursive: true });
  for (let i = 0; i < FRAMES; i++) {
    const [width, height, name] = [96, 48, `drive_${i}.png`];
    const labels = Buffer.alloc(width * height, 11).fill(7, width * (20 + i));
    const pixels = Buffer.from(Array.from(labels, (label) => [label * 9, 90, 120 + i]).flat());
    await sharp(pixels, { raw: { width, height, channels: 3 } })
      .png()
      .toFile(join(source, 'image_2', name));
    await sharp(labels, { raw: { width, height, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toFile(join(source, 'semantic', name));
  }
  await roadbrush('create', folder);
  await roadbrush('import', folder, '--images', join(source, 'image_2'), '--masks', join(source, 'semantic'));
  await roadbrush('split', folder, '--last', '2');
  const net = ['--preset', 'quick', '--base', '2', '--size', '64x32', '--epochs', String(EPOCHS), '--keep-every', '1'];
  await roadbrush('train', folder, ...net, '--name', 'small');
  return folder;
}

it('goes through the epochs of a frame, makes one its mask, predicts and plays the sequence', async () => {
  const folder = await learned();
  home.notTheFirstLaunch();
  const { page, complaints } = await home.open([folder]);
  const canvas = page.getByTestId('canvas');
  const measured = page.locator('[data-testid=hud] .measured').first();
  const shows = (words: string): Promise<unknown> =>
    until(`the read-out says ${words}`, async () => (await measured.innerText()).includes(words));
  await measured.waitFor({ timeout: 60_000 });

  await canvas.focus();
  await page.keyboard.press('Shift+Comma');
  await shows('small · epoch 1 ·');
  await page.keyboard.press('.');
  await shows('epoch 2 ·');
  await page.keyboard.press('Shift+Period');
  await shows('epoch 3 ·');

  // Watched from the first one on, once, until Esc.
  await page.keyboard.press('Shift+K');
  await shows('epoch 1 ·');
  await shows('epoch 2 ·');
  await page.keyboard.press('Escape');
  expect(await page.getByTestId('watch').getAttribute('aria-pressed')).toBe('false');

  await page.keyboard.press('Shift+Comma');
  await shows('epoch 1 ·');
  const before = versionsOf(folder, 'drive_0').length;
  await page.keyboard.press('='); // another threshold than the usual one: the mask is what is seen
  await page.getByTestId('take-all').click();
  await saved(page);
  const taken = versionsOf(folder, 'drive_0');
  expect(taken).toHaveLength(before + 1);
  expect(taken.at(-1)!.note).toContain('small, epoch 1, above 0.51');
  expect(await page.getByTestId('live-iou').innerText()).toBe('1.000');
  await canvas.focus();
  await page.keyboard.press('Control+z');
  await saved(page);
  const undone = versionsOf(folder, 'drive_0');
  expect(undone.at(-1)!.map.data).toEqual(undone.at(before - 1)!.map.data);

  // Smoothed, it says so beside the number.
  await page.getByTestId('speed').click();
  await page.locator('.menu-item', { hasText: 'Over 3 frames' }).click();
  await shows('smoothed over 3 frames');
  await page.getByTestId('speed').click();
  await page.locator('.menu-item', { hasText: /^Off$/ }).click();
  await until('it is as the net made it', async () => !(await measured.innerText()).includes('smoothed'));

  await page.getByTestId('predict-all').click();
  const stored = (): number =>
    inDatabase(folder, (db) => (db.prepare('SELECT count(*) AS n FROM prediction WHERE epoch = 1').get() as { n: number }).n);
  await until('all frames are predicted', () => stored() === FRAMES);
  await page.getByTestId('predict-all').waitFor({ state: 'hidden' });

  await goTo(page, 'drive_0');
  await canvas.focus();
  await page.keyboard.press('k');
  await until('it has played to the end', async () => (await shownFrame(page)) === `drive_${FRAMES - 1}`);
  await until('and stopped there', async () => (await page.getByTestId('play').getAttribute('aria-pressed')) === 'false');
  expect(complaints).toEqual([]);
});
