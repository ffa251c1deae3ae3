// A first-time user's path, without reading anything: the program is started for the first time, and only what stands on the screen is clicked, until a
// mask is corrected, a net is trained and a video is there. A screenshot a step; how long it took is told, not judged: tests are not timed.
import { existsSync, statSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { IGNORE, ROAD } from '../../src/shared/domain';
import type { LabelMap } from '../../src/shared/mask/labelMap';
import { currentMask, difference, framesOf, integrity, reviewOf, versionsOf } from './lib/database';
import { fitted, newestRun, type Point, runIs, saved, shownFrame, stroke, view } from './lib/person';
import { storedPrediction } from './lib/pictures';
import { Home, type Opened, until } from './lib/studio';
import { decodeVideo } from './lib/video';

const home = new Home();
afterAll(() => home.clear());

let studio: Opened;
const began = Date.now();
const folder = home.at('home', 'projects', 'Sample drive.roadbrush');
const told: string[] = [];
/** Seconds since the first launch, beside what was reached. */
const reached = (what: string): void => void told.push(`${((Date.now() - began) / 1000).toFixed(0).padStart(4)} s  ${what}`);
let steps = 0;
const look = (name: string): Promise<void> => studio.screen(`first-${++steps}-${name}`);

beforeAll(async () => {
  studio = await home.open();
  reached('the window is there');
}, 120_000);

it('the first launch makes a sample project by itself and shows a frame with its mask', async () => {
  const { page } = studio;
  await look('launched');
  await page.getByTestId('hud').waitFor({ timeout: 240_000 });
  await until('the pictures of the list are there', async () => (await page.locator('[data-frame] img').count()) > 0, 60);
  reached('the sample project is open');
  await look('sample');
});

it('a press on the picture paints, and is saved without being told to', async () => {
  const { page } = studio;
  const name = await shownFrame(page);
  const before = currentMask(folder, name)!;
  const box = (await page.getByTestId('canvas').boundingBox())!;
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await stroke(page, { x: middle.x - 120, y: middle.y }, { x: middle.x + 120, y: middle.y });
  await saved(page);
  expect(difference(before, currentMask(folder, name)!).count).toBeGreaterThan(500);
  await look('painted');
  // It was a try.
  await page.keyboard.press('Control+z');
  await until('the mask is as it was', () => difference(before, currentMask(folder, name)!).count === 0);
  reached('a first stroke is painted, saved and taken back');
});

it('two clicks train a net: its curves grow, and it ends by itself', async () => {
  const { page } = studio;
  await view(page, 'Train');
  await look('train');
  await page.getByRole('button', { name: /^Start training/ }).click();
  await page.getByTestId('running').waitFor();
  await until('its first epochs are there', () => (newestRun(folder)?.epochs.length ?? 0) >= 3, 240);
  await look('training');
  const run = await runIs(folder, 'done', 600);
  expect(run.epochs).toHaveLength(20);
  reached('a net is trained: 20 epochs of the preset quick');
  await look('trained');
}, 900_000);

it('the queue leads to the worst frame, where a stroke corrects the mask and Enter says that it is reviewed', async () => {
  const { page } = studio;
  await view(page, 'Review');
  const first = await shownFrame(page);
  await page.getByRole('button', { name: /^Next in the queue/ }).click();
  await until('another frame is there', async () => (await shownFrame(page)) !== first, 60);
  await page.getByTestId('live-iou').waitFor({ timeout: 60_000 });
  await look('worst');
  const name = await shownFrame(page);
  const frame = framesOf(folder).find((one) => one.name === name)!;
  const before = currentMask(folder, name)!;
  const shown = Number(/epoch (\d+)/.exec(await page.getByTestId('hud').innerText())?.[1]);
  await view(page, 'Annotate');
  const { at } = await fitted(page, frame);
  // Where mask and prediction differ over the largest square the person presses, with the class that the prediction has there.
  const place = apart(before, storedPrediction(folder, newestRun(folder)!.id, shown, frame));
  await page.keyboard.press(place.road ? '1' : '2');
  await stroke(page, at({ x: place.x - 4, y: place.y }), at({ x: place.x + 4, y: place.y }));
  await saved(page);
  await look('corrected');
  expect(difference(before, currentMask(folder, name)!).count).toBeGreaterThan(0);
  expect(versionsOf(folder, name).at(-1)).toMatchObject({ author: 'human' });
  await page.keyboard.press('Enter');
  await until('it is reviewed', () => reviewOf(folder, name) === 'reviewed');
  await until('and the next frame is there', async () => (await shownFrame(page)) !== name);
  reached('a mask is corrected and reviewed');
});

it('a click exports the video, which holds all frames', async () => {
  const { page } = studio;
  const file = home.at('Sample drive.mp4');
  home.answer({ exportVideo: [file] });
  await view(page, 'Export');
  await look('export');
  await page.getByRole('button', { name: /^Export video/ }).click();
  await until('the export is done', async () => /60 frames, \d+x\d+/.test(await page.locator('.made').innerText()), 300);
  reached('the video is there');
  await look('exported');
  expect(existsSync(file) && statSync(file).size).toBeGreaterThan(50_000);
  expect((await decodeVideo(file)).frames).toHaveLength(60);
  expect(integrity(folder)).toBe('ok');
  expect(studio.complaints).toEqual([]);
  console.info(`e2e: a first-time user's path\n${told.join('\n')}`);
}, 400_000);

/** The middle of the largest square in which mask and prediction (above 0.5) differ the same way, and whether road is predicted there. */
function apart({ width, height, data }: LabelMap, probabilities: Uint8Array): Point & { readonly road: boolean } {
  let best = { x: 0, y: 0, side: 0, road: false };
  for (const road of [true, false]) {
    const sides = new Uint16Array(width * height);
    for (let i = 0; i < sides.length; i++) {
      const [x, y] = [i % width, Math.floor(i / width)];
      if (data[i] === IGNORE || (data[i] === ROAD) === road || probabilities[i]! > 127 !== road) continue;
      sides[i] = x === 0 || y === 0 ? 1 : 1 + Math.min(sides[i - 1]!, sides[i - width]!, sides[i - width - 1]!);
      const side = sides[i]!;
      // Well inside the picture, where no panel's edge is near.
      if (x < 60 || x > width - 60 || y > height - 30) continue;
      if (side > best.side) best = { x: x - side / 2, y: y - side / 2, side, road };
    }
  }
  return best;
}
