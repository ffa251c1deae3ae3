// The whole way through, as a person goes it: frames in, a mask corrected, a net trained, its predictions scrubbed, a video out.
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROAD } from '../../src/shared/domain';
import { kittiSemantics, hasKitti, sayWhich } from './lib/data';
import { currentMask, difference, framesOf, integrity, type StoredFrame, versionsOf } from './lib/database';
import { fitted, goTo, projectFrom, runIs, saved, shownFrame, startRun, stroke, view } from './lib/person';
import { iouOf, overlaid, readLabels, readRgb, storedPrediction } from './lib/pictures';
import { Home, type Opened, until } from './lib/studio';
import { decodeVideo, psnr } from './lib/video';

sayWhich(hasKitti, kittiSemantics);

interface Way {
  readonly name: string;
  readonly present: boolean;
  /** Brings the frames in; answers the project's folder. */
  readonly begin: (home: Home) => Promise<{ studio: Opened; folder: string }>;
  /** Frames in the project, and how many of them are exported. */
  readonly frames: number;
}

const WAYS: readonly Way[] = [
  {
    name: `the real frames of kitti-semantics`,
    present: hasKitti,
    frames: 9,
    begin: async (home) => {
      home.notTheFirstLaunch();
      const studio = await home.open();
      const folder = home.at('kitti.roadbrush');
      await projectFrom(home, studio, folder, kittiSemantics, 2);
      return { studio, folder };
    },
  },
  {
    name: 'the sample project',
    present: true,
    frames: 60,
    begin: async (home) => {
      const studio = await home.open();
      await studio.page.getByTestId('hud').waitFor({ timeout: 240_000 });
      return { studio, folder: home.at('home', 'projects', 'Sample drive.roadbrush') };
    },
  },
];

for (const way of WAYS) {
  describe.skipIf(!way.present)(`on ${way.name}`, () => {
    let home: Home;
    let studio: Opened;
    let folder: string;
    let frames: StoredFrame[];
    /** The one that is painted on. */
    let frame: StoredFrame;

    beforeAll(async () => {
      home = new Home();
      ({ studio, folder } = await way.begin(home));
      frames = framesOf(folder);
      const masked = frames.filter((one) => currentMask(folder, one.name) !== null && one.split === 'held-out');
      if (!masked[0]) throw new Error('No held-out frame has a mask.');
      frame = masked[0];
    });
    afterAll(() => home.clear());

    const prefix = way.frames === 9 ? 'kitti' : 'sample';

    it('brings the frames in with the masks that the files hold, split into two sets', async () => {
      expect(frames).toHaveLength(way.frames);
      expect(new Set(frames.map((one) => one.split)).has('train')).toBe(true);
      if (way.frames === 9) {
        expect(frames.map((one) => one.split)).toEqual([...Array<string>(7).fill('train'), 'held-out', 'held-out']);
        for (const { name } of frames) {
          const labels = await readLabels(join(kittiSemantics, 'semantic', `${name}.png`));
          expect(difference(currentMask(folder, name)!, labels).count).toBe(0);
        }
      }
      await studio.screen(`${prefix}-1-imported`);
    });

    it('shows the frame itself, to the pixel', async () => {
      const { page } = studio;
      await goTo(page, frame.name);
      await fitted(page, frame);
      // At 100 % and without the mask the screen holds the file's own pixels.
      await page.keyboard.press('Control+0');
      await page.keyboard.press('v');
      const canvas = page.getByTestId('canvas');
      await page.mouse.move(5, 500);
      const box = (await canvas.boundingBox())!;
      const size = { width: 120, height: 60 };
      const clip = { x: Math.round(box.x + box.width / 2) - 60, y: Math.round(box.y + box.height / 2) - 30, ...size };
      await until('the picture stands still', async () =>
        page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))),
      );
      const seen = await readRgb(await page.screenshot({ clip }));
      const file = await readRgb(frame.path);
      // The canvas may begin at half a pixel: the best place near the middle counts.
      let best = Infinity;
      for (let dy = -3; dy <= 3; dy++) {
        for (let dx = -3; dx <= 3; dx++) {
          let sum = 0;
          const left = Math.round(frame.width / 2) - 60 + dx;
          const top = Math.round(frame.height / 2) - 30 + dy;
          for (let y = 0; y < size.height; y++)
            for (let x = 0; x < size.width * 3; x++)
              sum += Math.abs(seen.data[y * size.width * 3 + x]! - file.data[((top + y) * file.width + left) * 3 + x]!);
          best = Math.min(best, sum / (size.width * size.height * 3));
        }
      }
      expect(best).toBeLessThan(3);
      await page.keyboard.press('v');
    });

    it('saves a stroke by itself, exactly as painted', async () => {
      const { page } = studio;
      const before = currentMask(folder, frame.name)!;
      const { scale, at } = await fitted(page, frame);
      await page.keyboard.press('b');
      await page.keyboard.press('1');
      // In the sky, where no road is.
      const from = { x: 300, y: 60 };
      const to = { x: 420, y: 60 };
      await stroke(page, at(from), at(to));
      await saved(page);
      const after = currentMask(folder, frame.name)!;
      expect(after.version).toBeGreaterThan(before.version);
      expect(versionsOf(folder, frame.name).at(-1)).toMatchObject({ author: 'human', changed: difference(before, after).count });
      const radius = 20;
      const slack = 1.5 + 1 / scale;
      for (let i = 0; i < after.data.length; i++) {
        const [x, y] = [(i % after.width) + 0.5, Math.floor(i / after.width) + 0.5];
        const away = Math.hypot(x - Math.min(to.x, Math.max(from.x, x)), y - from.y);
        if (away < radius - slack) expect(after.data[i]).toBe(ROAD);
        else if (away > radius + slack && after.data[i] !== before.data[i])
          throw new Error(`(${x}, ${y}) changed, ${away} pixels from the stroke`);
      }
      await studio.screen(`${prefix}-2-painted`);
    });

    it('has the stroke after a restart, on the screen and in the database, and the database is sound', async () => {
      const painted = currentMask(folder, frame.name)!;
      await studio.close();
      expect(integrity(folder)).toBe('ok');
      expect(difference(currentMask(folder, frame.name)!, painted).count).toBe(0);
      studio = await home.open();
      await studio.page.getByTestId('hud').waitFor({ timeout: 60_000 });
      await goTo(studio.page, frame.name);
      const { at, scale } = await fitted(studio.page, frame);
      // The mask's blue lies where the stroke was, and is gone when the mask is hidden.
      const spot = at({ x: 360, y: 60 });
      const clip = { x: Math.round(spot.x - 4 * scale), y: Math.round(spot.y - 4 * scale), width: 6, height: 6 };
      const mean = async () => {
        const { data } = await readRgb(await studio.page.screenshot({ clip }));
        return [0, 1, 2].map((c) => data.filter((_, i) => i % 3 === c).reduce((a, b) => a + b, 0) / 36);
      };
      await studio.page.mouse.move(5, 500);
      const withMask = await until(
        'the mask is drawn',
        async () => {
          const on = await mean();
          await studio.page.keyboard.press('v');
          await studio.page.waitForTimeout(100);
          const off = await mean();
          await studio.page.keyboard.press('v');
          await studio.page.waitForTimeout(100);
          return Math.abs(on[0]! - off[0]!) + Math.abs(on[2]! - off[2]!) > 25 ? { on, off } : null;
        },
        20,
      );
      // Mask #35c9f0 at 45 %.
      [0x35, 0xc9, 0xf0].forEach((colour, c) => expect(withMask.on[c]).toBeCloseTo(withMask.off[c]! * 0.55 + colour * 0.45, -0.9));
    });

    it('undoes and redoes a stroke in one step, each saved', async () => {
      const { page } = studio;
      const first = currentMask(folder, frame.name)!;
      const { at } = await fitted(page, frame);
      await page.keyboard.press('e');
      await stroke(page, at({ x: 330, y: 60 }), at({ x: 390, y: 60 }));
      await saved(page);
      const second = currentMask(folder, frame.name)!;
      expect(difference(first, second).count).toBeGreaterThan(500);
      await page.keyboard.press('Control+z');
      await until('the undo is saved', () => currentMask(folder, frame.name)!.version > second.version);
      await saved(page);
      expect(difference(currentMask(folder, frame.name)!, first).count).toBe(0);
      await page.keyboard.press('Control+Shift+z');
      await until('the redo is saved', () => difference(currentMask(folder, frame.name)!, second).count === 0);
      await page.keyboard.press('Control+z');
      await until('the mask is as it was', () => difference(currentMask(folder, frame.name)!, first).count === 0);
      await saved(page);
    });

    it('shows what the settings make of the train frames, and other samples when shuffled', async () => {
      const { page } = studio;
      await view(page, 'Train');
      await page.getByText('Images', { exact: true }).click();
      await page.getByLabel('Rotation', { exact: true }).fill('5');
      await page.getByRole('button', { name: 'Show samples' }).click();
      const sheet = page.locator('.augment-sheet:not([data-busy]) img');
      const pictureOf = () => sheet.evaluate((image) => ({ url: (image as HTMLImageElement).src, width: (image as HTMLImageElement).naturalWidth })); // prettier-ignore
      const first = await pictureOf();
      expect(first.width).toBeGreaterThan(400);
      await studio.screen(`${prefix}-3-samples`);
      await page.getByRole('button', { name: 'Shuffle' }).click();
      await until('other samples are there', async () => (await pictureOf()).url !== first.url);
      await page.keyboard.press('Escape');
      await page.getByLabel('Rotation', { exact: true }).fill('0');
      await page.getByText('Images', { exact: true }).click();
    });

    it('trains two epochs, and shows their curves and scores', async () => {
      const { page } = studio;
      await startRun(studio, { epochs: 2 });
      await page.getByTestId('running').waitFor();
      await studio.screen(`${prefix}-3-training`);
      const run = await runIs(folder, 'done');
      expect(run.epochs).toEqual([1, 2]);
      expect(run.losses.every((loss) => Number.isFinite(loss) && loss > 0 && loss < 5)).toBe(true);
      const row = page.locator('table.runs tbody tr');
      await until('the table says so', async () => (await row.innerText()).includes('done'));
      // Best epoch, and epochs done.
      expect(await row.innerText()).toMatch(/\t[12]\t2\t/);
      expect(readdirSync(join(folder, 'runs', String(run.id))).filter((name) => name.endsWith('.safetensors')).length).toBeGreaterThan(0);
      await studio.screen(`${prefix}-4-trained`);
    });

    it('scrubs: the picture, its prediction and its numbers follow the pointer', async () => {
      const { page } = studio;
      await view(page, 'Annotate');
      const chooser = page.getByTestId('run-chooser');
      if ((await chooser.innerText()).includes('no prediction')) {
        await chooser.click();
        await page
          .getByRole('menuitemcheckbox', { name: /unet 1/ })
          .or(page.getByRole('menuitem', { name: /unet 1/ }))
          .first()
          .click();
      }
      const ruler = (await page.getByTestId('frame-ruler').boundingBox())!;
      const over = (index: number) => ruler.x + ((index + 0.5) * ruler.width) / frames.length;
      await page.mouse.move(over(0), ruler.y + ruler.height / 2);
      await page.mouse.down();
      const steps = frames.length > 20 ? 20 : frames.length;
      for (let i = 0; i < steps; i++) await page.mouse.move(over(Math.round((i * (frames.length - 1)) / (steps - 1))), ruler.y + 8);
      const last = frames.at(-1)!;
      await until('the last frame is shown', async () => (await shownFrame(page)) === last.name, 20);
      const target = frames.indexOf(frame);
      await page.mouse.move(over(target), ruler.y + 8, { steps: 3 });
      await page.mouse.up();
      await until('the frame under the pointer is shown', async () => (await shownFrame(page)) === frame.name, 20);

      // What the window says of this frame is what one counts oneself, from what is stored.
      const run = await runIs(folder, 'done');
      const measured = await until('the numbers are there', async () => {
        const text = await page.getByTestId('hud').innerText();
        return /\d\.\d{3}/.test(text) && /epoch \d/.test(text) ? text : null;
      });
      const epoch = Number(/epoch (\d+)/.exec(measured)?.[1]);
      expect(measured).toContain('above 0.50');
      const mask = currentMask(folder, frame.name)!;
      const prediction = storedPrediction(folder, run.id, epoch, frame);
      expect(await page.getByTestId('live-iou').innerText()).toBe(iouOf(mask, prediction, 0.5).toFixed(3));

      // Threshold by key: the number follows at once.
      await page.getByTestId('canvas').focus();
      for (let i = 0; i < 5; i++) await page.keyboard.press('-');
      await until(
        'the number follows the threshold',
        async () => (await page.getByTestId('live-iou').innerText()) === iouOf(mask, prediction, 0.45).toFixed(3),
        5,
      );
      for (let i = 0; i < 5; i++) await page.keyboard.press('=');
      await studio.screen(`${prefix}-5-scrubbed`);
    });

    it('exports an MP4 that holds every frame as it is on the screen', async () => {
      const { page } = studio;
      const run = await runIs(folder, 'done');
      const file = home.at('out.mp4');
      home.answer({ exportVideo: [file] });
      await view(page, 'Export');
      await page.getByRole('radio', { name: 'both' }).click();
      const shown = await page.locator('.export-view').innerText();
      const epoch = Number(/epoch (\d+)/.exec(shown)?.[1]);
      const readout = page.getByRole('checkbox', { name: /Read-out/ });
      if (await readout.isChecked()) await readout.click();
      await page.getByRole('radio', { name: 'filled', exact: true }).click();
      await page.getByLabel('Frame rate').fill('10');
      // At most a dozen frames: decoding and comparing them all is what takes the time.
      const some = frames.slice(0, 12);
      await page.getByLabel('to frame').fill(some.at(-1)!.name);
      await page.keyboard.press('Enter');
      await studio.screen(`${prefix}-6-export`);
      await page.getByRole('button', { name: /^Export video/ }).click();
      await until('the export is done', async () => /\d+ frames, \d+x\d+/.test(await page.locator('.made').innerText()), 180);
      await studio.screen(`${prefix}-7-exported`);
      expect(readdirSync(home.folder).filter((name) => name.startsWith('out'))).toEqual(['out.mp4']);

      const video = await decodeVideo(file);
      expect(video.codec).toBe('avc');
      expect(video.frames).toHaveLength(some.length);
      // 4:2:0 wants even sides: an odd one is made longer, none is cut.
      const [{ width, height }] = [some[0]!];
      expect([video.width, video.height]).toEqual([width + (width % 2), height + (height % 2)]);
      const worst: number[] = [];
      for (const [index, decoded] of video.frames.entries()) {
        const one = some[index]!;
        expect(decoded.timestamp).toBeCloseTo(index / 10, 3);
        const probabilities = storedPrediction(folder, run.id, epoch, one);
        const expected = overlaid(await readRgb(one.path), currentMask(folder, one.name), probabilities, 0.5);
        const own = psnr(
          { data: decoded.rgba, channels: 4, stride: decoded.width },
          { ...expected, channels: 3, stride: expected.width },
          width,
          height,
        );
        worst.push(own);
      }
      console.info(`e2e: ${some.length} decoded frames, PSNR ${Math.min(...worst).toFixed(1)} to ${Math.max(...worst).toFixed(1)} dB`);
      expect(Math.min(...worst)).toBeGreaterThan(38);
      // And it is this overlay, not the bare frame, nor the one of a neighbour.
      const first = video.frames[0]!;
      const picture = { data: first.rgba, channels: 4 as const, stride: first.width };
      const bare = await readRgb(some[0]!.path);
      expect(psnr(picture, { ...bare, channels: 3, stride: bare.width }, width, height)).toBeLessThan(worst[0]! - 5);
    });

    it('exports pictures that are the overlay to the last bit', async () => {
      const { page } = studio;
      const run = await runIs(folder, 'done');
      const into = home.at('stills');
      mkdirSync(into);
      home.answer({ exportOverlays: [into] });
      await view(page, 'Export');
      await page.getByRole('radio', { name: 'Pictures', exact: true }).click();
      const epoch = Number(/epoch (\d+)/.exec(await page.locator('.export-view').innerText())?.[1]);
      await page.getByRole('button', { name: /^Export pictures/ }).click();
      const some = frames.slice(0, 12);
      await until('the pictures are there', async () => /\d+ overlay images/.test(await page.locator('.made').innerText()), 120);
      expect(readdirSync(into).sort()).toEqual(some.map((one) => `${one.name}.png`).sort());
      for (const one of some) {
        const written = await readRgb(join(into, `${one.name}.png`));
        const expected = overlaid(
          await readRgb(one.path),
          currentMask(folder, one.name),
          storedPrediction(folder, run.id, epoch, one),
          0.5,
        );
        expect([written.width, written.height]).toEqual([one.width, one.height]);
        let worst = 0;
        for (let i = 0; i < written.data.length; i++) worst = Math.max(worst, Math.abs(written.data[i]! - expected.data[i]!));
        // Theirs rounds in integers, ours in floating point.
        expect(worst).toBeLessThanOrEqual(1);
      }
    });

    // Nine frames may be written before a hand can cancel.
    it.skipIf(way.frames < 20)('exports a video of the masks alone, cancelled leaves no file', async () => {
      const { page } = studio;
      const file = home.at('cancelled.mp4');
      home.answer({ exportVideo: [file] });
      await view(page, 'Export');
      await page.getByRole('radio', { name: 'Video', exact: true }).click();
      await page.getByRole('radio', { name: 'mask', exact: true }).click();
      await page.getByLabel('to frame').fill(frames.at(-1)!.name);
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: /^Export video/ }).click();
      await page.locator('.made').getByRole('button', { name: 'Cancel' }).click();
      await until('it is cancelled', async () => /Cancelled/.test(await page.locator('.made .job').first().innerText()), 30);
      expect(readdirSync(home.folder).filter((name) => name.startsWith('cancelled'))).toEqual([]);
    });

    it('closes in order, with nothing to complain about', async () => {
      expect(studio.complaints).toEqual([]);
      await studio.close();
      expect(existsSync(join(folder, 'project.db-wal'))).toBe(false);
      expect(integrity(folder)).toBe('ok');
      expect(studio.log()).not.toMatch(/ error /);
    });
  });
}
