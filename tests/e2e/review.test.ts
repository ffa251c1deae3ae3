// Reviewing with the keyboard, classes and keys of one's own, and a project of 10,000 frames, in one window.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import sharp from 'sharp';
import { bigProject, drivePictures } from './lib/bigProject';
import { currentMask, inDatabase, versionsOf } from './lib/database';
import { dataFolder } from './lib/data';
import { fitted, saved, shownFrame, stroke } from './lib/person';
import { Home, type Opened, until } from './lib/studio';

const MANY = 10_000;
const home = new Home();
let studio: Opened;
let folder: string;

beforeAll(async () => {
  home.notTheFirstLaunch();
  const drawn = home.at('drawn.png');
  await sharp({ create: { width: 400, height: 120, channels: 3, background: '#567' } })
    .png()
    .toFile(drawn);
  const pictures = drivePictures(dataFolder) ?? [{ path: drawn, width: 400, height: 120 }];
  folder = bigProject(home.at('big'), MANY, pictures);
  studio = await home.open();
  await studio.page.getByRole('button', { name: /New project/ }).waitFor();
});
afterAll(() => home.clear());

const reviewOf = (frame: string): unknown =>
  inDatabase(folder, (db) => db.prepare('SELECT state FROM review r JOIN frame f ON f.id = r.frame WHERE f.name = ?').pluck().get(frame));

describe('a project of 10,000 frames', () => {
  it('opens within two seconds, to its first rows', async () => {
    home.answer({ openProject: [folder] });
    const begun = Date.now();
    await studio.page.keyboard.press('Control+Shift+O');
    await studio.page.locator('[data-frame=drive_00009]').waitFor();
    const took = Date.now() - begun;
    console.info(`${MANY} frames opened in ${took} ms`);
    expect(took).toBeLessThan(2000);
    await studio.page.getByTestId('hud').waitFor();
  });

  it('scrolls without a hole, and filters as one types', async () => {
    const seen = await studio.page.evaluate(async () => {
      const box = document.getElementById('frame-list')!;
      const painted = (): Promise<number> => new Promise((go) => requestAnimationFrame(go));
      let holes = 0;
      for (let k = 0; k < 80; k++) {
        box.scrollTop += k % 20 === 19 ? 60_000 : 400;
        await painted();
        const view = box.getBoundingClientRect();
        let at = view.top;
        const rows = [...box.querySelectorAll('.frame-row')].map((row) => row.getBoundingClientRect()).sort((a, b) => a.top - b.top);
        for (const row of rows) if (row.top <= at + 1) at = Math.max(at, row.bottom);
        if (at < view.bottom - 1) holes++;
      }
      const top = box.scrollTop;
      const chip = [...document.querySelectorAll<HTMLElement>('.frame-filters .chip')].find((one) =>
        one.textContent.startsWith('flagged'),
      )!;
      const times: number[] = [];
      for (let k = 0; k < 6; k++) {
        const begun = performance.now();
        chip.click();
        await painted();
        times.push(performance.now() - begun);
      }
      return { holes, times: times.sort((a, b) => a - b), top };
    });
    console.info(`filtered ${MANY} frames in ${seen.times.map((time) => time.toFixed(0)).join(', ')} ms`);
    expect(seen.top).toBeGreaterThan(200_000);
    expect(seen.holes).toBe(0);
    expect(seen.times[2]).toBeLessThan(100);
    await studio.page.getByLabel('Find frames by name').fill('kerb 9990');
    await studio.page.getByText('1 of 10000 frames').waitFor();
    await studio.page.keyboard.press('Escape');
  });
});

describe('the keyboard alone', () => {
  it('marks a frame reviewed and goes on', async () => {
    const { page } = studio;
    await page.getByTestId('canvas').focus();
    expect(await shownFrame(page)).toBe('drive_00000');
    await page.keyboard.press('Enter');
    await until('the next frame is shown', async () => (await shownFrame(page)) === 'drive_00001');
    expect(reviewOf('drive_00000')).toBe('reviewed');
  });

  it('picks several frames, marks them together, and takes it back', async () => {
    const { page } = studio;
    await page.locator('#frame-list').focus();
    for (let k = 0; k < 3; k++) await page.keyboard.press('Shift+ArrowDown');
    await page.getByText('4 picked').waitFor();
    await page.keyboard.press('Control+d');
    await page.getByText('4 frames reviewed.').waitFor();
    expect(reviewOf('drive_00003')).toBe('reviewed');
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await until('they are as before', () => reviewOf('drive_00003') === 'unseen');
    await page.locator('#frame-list').focus();
    await page.keyboard.press('Escape');
  });

  it('copies the mask of the frame before, moved with the picture, as one step', async () => {
    const { page } = studio;
    const { width, height } = currentMask(folder, 'drive_00004')!;
    const { at } = await fitted(page, { width, height });
    await stroke(page, at({ x: width * 0.3, y: height * 0.2 }), at({ x: width * 0.4, y: height * 0.2 }));
    await page.keyboard.press('Shift+R');
    await page.getByText(/Copied from drive_00003, moved by/).waitFor();
    await saved(page);
    await until('it is a version of its own', () =>
      /^copied from drive_00003, moved by \(-?\d+, -?\d+\)$/.test(versionsOf(folder, 'drive_00004').at(-1)!.note),
    );
  });

  it('gives a command a key that another has, after a word about it, and the key means that command from then on', async () => {
    const { page } = studio;
    await page.keyboard.press('F1');
    await page.keyboard.type('eraser');
    await page.locator('[data-command="tool.eraser"] button.chord').first().focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.getByText(/Tab is kept for something else/).waitFor();
    await page.keyboard.press('x');
    await page.getByText(/X is the key of ‘Swap road and background’/).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('[data-command="tool.eraser"] kbd', { hasText: 'X' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('b');
    await page.keyboard.press('x');
    await until('the eraser is in hand', async () => (await page.getByTestId('tool-eraser').getAttribute('aria-pressed')) === 'true');
    expect(await page.getByTestId('tool-eraser').innerText()).toBe('X');
    const kept = (): unknown => (JSON.parse(readFileSync(home.at('home', 'preferences.json'), 'utf8')) as { keys?: unknown }).keys;
    await until('the keys are kept', () => JSON.stringify(kept()) === JSON.stringify({ 'tool.swap': [], 'tool.eraser': ['X'] }));
  });
});

describe('classes', () => {
  it('are added, painted by their digit, kept while a mask uses them, and moved into another', async () => {
    const { page } = studio;
    await page.keyboard.press('Control+k');
    await page.keyboard.type('edit the classes');
    await page.keyboard.press('Enter');
    await until('the keys go on from the pencil', () =>
      page.getByLabel('Done with the classes').evaluate((one) => one === document.activeElement),
    );
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByLabel('Name of class 1').fill('kerb');
    await page.keyboard.press('Enter');
    await page.getByLabel('Remove kerb').waitFor();
    const { width, height } = currentMask(folder, 'drive_00004')!;
    const { at } = await fitted(page, { width, height });
    await page.keyboard.press('3');
    await stroke(page, at({ x: width * 0.3, y: height * 0.3 }), at({ x: width * 0.6, y: height * 0.3 }));
    await saved(page);
    expect(currentMask(folder, 'drive_00004')!.data.includes(1)).toBe(true);
    await page.getByLabel('Remove kerb').click();
    await page.getByText("The mask of drive_00004 still has pixels of 'kerb', so the class stays.").waitFor();
    await page.getByRole('button', { name: /Move its pixels/ }).click();
    await page.getByRole('menuitem', { name: 'ignore' }).click();
    await page.getByLabel('Remove kerb').waitFor({ state: 'detached' });
    expect(currentMask(folder, 'drive_00004')!.data.includes(1)).toBe(false);
    expect(versionsOf(folder, 'drive_00004').at(-1)).toMatchObject({ author: 'human', note: 'kerb became ignore' });
    expect(studio.complaints).toEqual([]);
  });
});
