// How a frame is seen, in the real window: zoom to single pixels, the overview, the pixel under the pointer, comparisons, the live numbers.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import type { StoredFrame } from './lib/database';
import { hasKitti, kittiSemantics, sayWhich } from './lib/data';
import { fitted, goTo, type Point, saved, stroke } from './lib/person';
import { anyProject } from './lib/start';
import { Home, type Opened, until } from './lib/studio';

sayWhich(hasKitti, kittiSemantics);

const home = new Home();
afterAll(() => home.clear());

let studio: Opened;
let page: Page;
let frame: StoredFrame;
let at: (pixel: Point) => Point;

beforeAll(async () => {
  const project = await anyProject(home);
  ({ studio } = project);
  page = studio.page;
  frame = project.frames[3]!;
  await goTo(page, frame.name);
  ({ at } = await fitted(page, frame));
}, 300_000);

const zoom = async (): Promise<number> => Number.parseInt(await page.getByTestId('zoom').innerText());
const words = (id: string): Promise<string> => page.getByTestId(id).innerText();
/** The place that the read-out names. */
const pixel = async (): Promise<number[]> => (await page.locator('[data-testid=pixel] .place').innerText()).split(', ').map(Number);
/** Colours of the picture's own layer, some hundred of its pixels. */
const picture = (): Promise<number[]> =>
  page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.canvas-layers canvas')!;
    const { data } = canvas.getContext('2d')!.getImageData(0, Math.floor(canvas.height / 2), canvas.width, 1);
    return Array.from({ length: 100 }, (_, i) => data[Math.floor((i * canvas.width) / 100) * 4 + 1]!);
  });

describe('zoom', () => {
  it('goes to single pixels at the pointer, which stays on its pixel, and back; the overview is there meanwhile and leads elsewhere', async () => {
    const middle = { x: Math.floor(frame.width / 2), y: Math.floor(frame.height / 2) };
    // A wheel's place comes in whole pixels of the screen.
    const shown = at({ x: middle.x + 0.5, y: middle.y + 0.5 });
    const place = { x: Math.round(shown.x), y: Math.round(shown.y) };
    await page.mouse.move(place.x, place.y);
    await until('the read-out names the pixel', async () => Math.abs((await pixel())[0]! - middle.x) <= 1);
    const before = await pixel();
    expect(await page.getByTestId('minimap').count()).toBe(0);
    for (let i = 0; i < 20; i++) await page.mouse.wheel(0, -200);
    await until('the zoom has ended', async () => (await zoom()) === 6400);
    expect(await pixel()).toEqual(before);
    const map = await page.getByTestId('minimap').boundingBox();
    await page.mouse.click(map!.x + map!.width * 0.25, map!.y + map!.height * 0.75);
    await page.mouse.move(place.x, place.y);
    await until('a quarter of the way is in the middle', async () => Math.abs((await pixel())[0]! - frame.width * 0.25) < 20);
    await page.keyboard.press('Shift+O');
    expect(await page.getByTestId('minimap').count()).toBe(0);
    await page.keyboard.press('Shift+O');
    await page.keyboard.press('Control+-');
    expect(await zoom()).toBe(4800);
    await page.keyboard.press('Control+0');
    expect(await zoom()).toBe(100);
    await page.keyboard.press('Control+f');
    expect(await page.getByTestId('minimap').count()).toBe(0);
  });
});

describe('comparison and numbers', () => {
  it('tell what a stroke has changed since the frame was opened, while it moves, and Esc ends the comparison', async () => {
    await page.getByRole('radio', { name: 'before' }).last().click();
    await page.getByTestId('canvas').focus();
    await until('nothing has changed yet', async () => (await words('live-iou')) === '1.000');
    await page.keyboard.press('y');
    await page.getByTestId('compare').getByText('no difference').waitFor();
    const [from, to] = [at({ x: frame.width * 0.4, y: 30 }), at({ x: frame.width * 0.6, y: 30 })];
    await stroke(page, from, to, { lift: false });
    await until('the banner counts', async () => /[1-9]\S* px added, 0 removed/.test(await words('compare')));
    await until('the numbers follow', async () => (await words('live-iou')) < '1.000' && (await words('live-boundary')) < '1.000');
    expect(await page.getByTestId('hud').innerText()).toMatch(/IoU, mask vs before[\s\S]*▼ −0\.\d{3}/);
    await page.mouse.up();
    await page.keyboard.press('Control+z');
    await page.getByTestId('compare').getByText('no difference').waitFor();
    await until('the numbers are back', async () => (await words('live-boundary')) === '1.000');
    await page.keyboard.press('Escape');
    expect(await page.getByTestId('compare').count()).toBe(0);
    await saved(page);
    await page.getByRole('radio', { name: 'reference' }).click();
    await until('the imported mask is what the numbers are held against', async () => (await words('hud')).includes('vs reference'));
    await until('which is the same', async () => (await words('live-iou')) === '1.000');
  });
});

describe('adjustments', () => {
  it('change the picture alone, and go again', async () => {
    const before = await picture();
    await page.getByRole('button', { name: 'Brightness, contrast, gamma' }).click();
    await page.getByLabel('Brightness, typed').fill('30');
    await page.keyboard.press('Enter');
    await until('it is brighter', async () => (await picture()).reduce((a, b) => a + b) > before.reduce((a, b) => a + b) + 1000);
    await page.getByRole('button', { name: 'Reset' }).click();
    await until('it is as it was', async () => `${await picture()}` === `${before}`);
    expect(studio.complaints).toEqual([]);
  });
});
