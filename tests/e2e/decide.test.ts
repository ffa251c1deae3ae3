// Deciding which pixels are road: the threshold and its best points, what follows it, seen in numbers and picture, and remembered with the run.
import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, expect, it } from 'vitest';
import type { FrameId } from '../../src/shared/domain';
import { encodeRle } from '../../src/shared/mask/rle';
import { confusion, iou, setScore } from '../../src/shared/metrics/confusion';
import { thresholded } from '../../src/shared/prediction/probabilities';
import { unwrap } from '../../src/shared/result';
import { PRESETS } from '../../src/shared/training/config';
import { run as write, transaction } from '../../src/main/project/database';
import { addEpoch } from '../../src/main/project/epochs';
import { addFrame } from '../../src/main/project/frames';
import { appendVersion } from '../../src/main/project/masks';
import { createProjectFolder } from '../../src/main/project/open';
import { putPrediction, putScore } from '../../src/main/project/predictions';
import { writable } from '../../src/main/project/project';
import { addRun, setRunState } from '../../src/main/project/runs';
import { setSplit } from '../../src/main/project/splits';
import { drivePictures, type BigPicture } from './lib/bigProject';
import { dataFolder } from './lib/data';
import { inDatabase } from './lib/database';
import { Home, until } from './lib/studio';

const home = new Home();
afterAll(() => home.clear());
const [WIDTH, HEIGHT] = [1242, 375] as const;

/** A road that narrows towards the horizon. */
const isRoad = (x: number, y: number): boolean => y > 190 && Math.abs(x - 600) < 40 + (y - 190) * 2.4;

/** The road, surely in its middle and hardly at its edge, with a hole; and a speck in the sky. */
function predicted(): Uint8Array {
  return Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) => {
    const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)];
    if (x > 900 && x < 915 && y > 40 && y < 55) return 220;
    if (x > 580 && x < 610 && y > 300 && y < 320) return 60;
    const edge = 40 + (y - 190) * 2.4 - Math.abs(x - 600);
    return isRoad(x, y) ? (edge < 25 ? 115 : 235) : edge > -30 && y > 190 ? 70 : 5;
  });
}

/** Four frames, a run that held two of them out, and what it predicted: made by the project's own functions. */
function decidable(folder: string, pictures: readonly BigPicture[]): string {
  const project = unwrap(createProjectFolder(folder, { program: 'a test', mode: 'write' }));
  const db = writable(project);
  const data = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) => (isRoad(i % WIDTH, Math.floor(i / WIDTH)) ? 7 : 0));
  const truth = { width: WIDTH, height: HEIGHT, data };
  const rle = encodeRle(truth);
  const deflated = deflateSync(predicted());
  const counts = confusion(thresholded(predicted(), 0.5), truth);
  transaction(db, () => {
    const frames = [0, 1, 2, 3].map((i) => {
      const { path, width, height } = pictures[i % pictures.length]!;
      const sha256 = createHash('sha256').update(`${i}`).digest('hex');
      const frame = addFrame(db, { name: `drive_${i}`, place: 'outside', path, width, height, sha256 });
      const { version } = appendVersion(db, { frame, parent: null, author: 'import', note: 'imported', key: null, rle, changed: 1 });
      const split = i < 2 ? ('train' as const) : ('held-out' as const);
      setSplit(db, frame, split);
      return { frame, split, version };
    });
    const made = {
      name: 'unet 1',
      config: PRESETS.quick,
      codeVersion: '0',
      device: { name: 'A processor', kind: 'CPU' as const },
      origin: '',
    };
    for (const name of ['unet 1', 'unet 2']) {
      const run = addRun(db, { ...made, name, frames });
      const heldOut = setScore([counts, counts], 0.5);
      const rest = { heldOutLoss: 0.2, seconds: 1, imagesPerSecond: 9, learningRate: 1e-3, stepSeconds: 1, waitSeconds: 0 };
      addEpoch(db, run, { epoch: 1, loss: 0.3, heldOut, ...rest });
      const file = ['epoch-0001.safetensors', '0', 1] as const;
      write(db, 'INSERT INTO checkpoint (run, epoch, file, sha256, bytes, best, last, kept) VALUES (?, 1, ?, ?, ?, 1, 1, 1)', run, ...file);
      for (const { frame, version } of frames) {
        putPrediction(db, run, 1, { frame: frame as FrameId, width: WIDTH, height: HEIGHT, deflated });
        putScore(db, run, 1, { frame, version, counts, iou: iou(counts) });
      }
      setRunState(db, run, 'done');
    }
  });
  project.close();
  return project.folder;
}

it('the threshold moves to its best points, post-processing changes numbers and picture, and each run gets its own back', async () => {
  const drawn = home.at('drawn.png');
  await sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: '#567' } })
    .png()
    .toFile(drawn);
  const folder = decidable(home.at('decide.roadbrush'), drivePictures(dataFolder, 4) ?? [{ path: drawn, width: WIDTH, height: HEIGHT }]);
  home.notTheFirstLaunch();
  const studio = await home.open([folder]);
  const { page } = studio;
  const measured = page.getByTestId('measured');
  const f1 = async (): Promise<number> => Number(await page.getByTestId('threshold-scores').locator('.f1 b').innerText());
  const says = (words: string): Promise<unknown> =>
    until(`the numbers say ${words}`, async () => (await measured.innerText()).includes(words));
  await page.getByTestId('threshold-scores').locator('.f1 b').waitFor({ timeout: 60_000 });
  await says('unet 2 · epoch 1 · above 0.50');
  await page.locator('[data-frame=drive_2]').click();
  const before = await f1();
  await studio.screen('decide-plain');

  await page.getByRole('button', { name: /^best F1/ }).click();
  await says('above 0.36');
  expect(await f1()).toBeGreaterThan(before + 0.03);
  await page.getByTestId('canvas').focus();
  await page.keyboard.press('=');
  await says('above 0.37');
  await page.getByLabel('Threshold, typed').fill('0.6');
  await page.keyboard.press('Enter');
  await says('above 0.60');
  const [alone, iouAlone] = [await f1(), Number(await page.getByTestId('live-iou').innerText())];

  await page.getByRole('button', { name: /^Post-processing/ }).click();
  const post = page.locator('.post');
  await post.getByLabel('Smallest region').first().click();
  await says('above 0.60 · post-processed: regions ≥ 200 px');
  await post.getByLabel('Smallest region, typed').fill('400');
  await page.keyboard.press('Enter');
  await post.getByLabel('Fill holes').first().click();
  await post.getByLabel('Fill holes, typed').fill('900');
  await page.keyboard.press('Enter');
  await post.getByLabel('Hysteresis').first().click();
  await says('post-processed: hysteresis from 0.36, regions ≥ 400 px, holes < 900 px filled');
  await until('the held-out frames are counted anew', async () => (await f1()) > alone + 0.03);
  await until('the frame is, too', async () => Number(await page.getByTestId('live-iou').innerText()) > iouAlone + 0.03);
  await studio.screen('decide-post');
  await page.keyboard.press('Shift+Y');
  await until('nothing differs but the edge', async () =>
    /no difference|0 px only in the mask, 0/.test(await page.getByTestId('compare').innerText()),
  );
  await page.keyboard.press('Escape');
  await until('it is remembered', () =>
    inDatabase(folder, (db) =>
      String(db.prepare("SELECT decision FROM run WHERE name = 'unet 2'").pluck().get()).includes('"smallest":400'),
    ),
  );
  await studio.close();

  const again = await home.open([folder]);
  await until('its own is back', async () =>
    (await again.page.getByTestId('measured').innerText()).includes('above 0.60 · post-processed: hyst'),
  );
  await again.page.setViewportSize({ width: 1024, height: 640 }).catch(() => {});
  await again.screen('decide-again');
  expect([...studio.complaints, ...again.complaints]).toEqual([]);
});
