// Exports in the real window: the canvas at 100 % is the still, and the preview follows the form.
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright';
import type { StoredFrame } from './lib/database';
import { goTo, view } from './lib/person';
import { readRgb } from './lib/pictures';
import { anyProject } from './lib/start';
import { Home, type Opened, until } from './lib/studio';

const home = new Home();
afterAll(() => home.clear());

let studio: Opened;
let page: Page;
let frame: StoredFrame;

beforeAll(async () => {
  const project = await anyProject(home);
  ({ studio } = project);
  page = studio.page;
  frame = project.frames[3]!;
  await goTo(page, frame.name);
}, 300_000);

it('this picture, exported from the canvas, is what the canvas shows at 100 %', async () => {
  const file = home.at('this.png');
  home.answer({ exportStill: [file] });
  await page.getByTestId('canvas').focus();
  await page.keyboard.press('Control+0');
  await page.keyboard.press('Control+Shift+E');
  await until('the picture is there', async () => existsSync(file), 30);
  const still = await readRgb(file);
  expect([still.width, still.height]).toEqual([frame.width, frame.height]);
  // The layers' own pixels, put over each other as the screen does it, and where in the frame they begin.
  const shown = await page.evaluate(() => {
    const layers = [...document.querySelectorAll<HTMLCanvasElement>('.canvas-layers canvas')].filter((one) => one.style.display !== 'none');
    const [first] = layers;
    const whole = document.createElement('canvas');
    Object.assign(whole, { width: first!.width, height: first!.height });
    const context = whole.getContext('2d')!;
    for (const layer of layers) context.drawImage(layer, 0, 0);
    return { png: whole.toDataURL('image/png').split(',')[1]!, width: whole.width, height: whole.height };
  });
  const screen = await readRgb(Buffer.from(shown.png, 'base64'));
  // The middle of both, where neither the screen's rim nor the read-out is; the canvas shows the frame's middle.
  const [w, h] = [Math.min(200, screen.width - 8, frame.width - 8), 60];
  let best = Infinity;
  const at = (rgb: { data: Uint8Array; width: number }, x: number, y: number): number => rgb.data[(y * rgb.width + x) * 3]!;
  for (let dx = -4; dx <= 4; dx++)
    for (let dy = -4; dy <= 4; dy++) {
      const [sx, sy] = [Math.floor((screen.width - w) / 2) + dx, Math.floor((screen.height - h) / 2) + dy];
      const [fx, fy] = [Math.floor((frame.width - w) / 2), Math.floor((frame.height - h) / 2)];
      let sum = 0;
      for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) sum += Math.abs(at(screen, sx + x, sy + y) - at(still, fx + x, fy + y));
      best = Math.min(best, sum / (w * h));
    }
  console.info(`e2e: canvas and still differ by ${best.toFixed(3)} of 255 on average`);
  expect(best).toBeLessThan(1);
});

it('the preview follows the form: one view, then two with a title above them', async () => {
  await view(page, 'Export');
  await page.getByRole('radio', { name: 'mask', exact: true }).click();
  await until(
    'the preview is drawn',
    async () => (await page.getByTestId('preview-words').innerText()).includes(`${frame.width} x ${frame.height}`),
    20,
  );
  await studio.screen('exports-single');
  await page.getByRole('radio', { name: 'panels', exact: true }).click();
  for (const name of ['prediction', 'difference']) await page.getByRole('group', { name: 'Views' }).getByRole('button', { name }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill('A drive');
  await until(
    'both views are drawn',
    async () => Number(/x (\d+) px/.exec(await page.getByTestId('preview-words').innerText())?.[1]) > 2 * frame.height,
    20,
  );
  await studio.screen('exports-panels');
  await page.setViewportSize({ width: 1024, height: 640 }).catch(() => undefined);
  await studio.screen('exports-small');
  expect(studio.complaints).toEqual([]);
});
