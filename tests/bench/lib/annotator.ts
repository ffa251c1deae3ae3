// The real window with a project in it, ready to be painted in: what the benches of the editor have in common.
import { existsSync } from 'node:fs';
import type { Page } from 'playwright';
import { type Home, type Opened, until } from '../../e2e/lib/studio';
import type { Size } from './roadProject';

/** As a user's window: without the checks that tests ask for. */
export async function openProject(home: Home, folder: string): Promise<Opened> {
  if (!existsSync(home.at('home', 'recent.json'))) home.notTheFirstLaunch();
  const studio = await home.open([folder], { ROADBRUSH_CHECK_CONTRACT: '' });
  await studio.page.getByTestId('hud').waitFor({ timeout: 60_000 });
  return studio;
}

export interface Box extends Size {
  readonly x: number;
  readonly y: number;
}

export async function canvasBox(page: Page): Promise<Box> {
  const box = await page.getByTestId('canvas').boundingBox();
  if (!box) throw new Error('The canvas is not on the screen.');
  return box;
}

/** Types a brush's diameter in pixels of the frame. */
export async function brushSize(page: Page, diameter: number): Promise<void> {
  await page.keyboard.press('b');
  const field = page.getByLabel('Size, typed');
  await field.click();
  await field.fill(String(diameter));
  await field.press('Enter');
  await page.getByTestId('canvas').focus();
}

/** What the zoom's control says, 0.75 for 75 %. */
export const zoomOf = async (page: Page): Promise<number> => parseInt(await page.getByTestId('zoom').innerText(), 10) / 100;

export type Zoom = 'fit' | '400 %';

export async function zoomTo(page: Page, zoom: Zoom): Promise<void> {
  await page.getByTestId('canvas').focus();
  await page.keyboard.press('Control+f');
  if (zoom === 'fit') return;
  await page.getByTestId('zoom').click();
  await page.locator('.menu-item', { hasText: /^400 %/ }).click();
  await until('it is zoomed in', async () => (await zoomOf(page)) === 4);
  await page.getByTestId('canvas').focus();
}

/** Chooses a run's prediction, or none, where the window offers it. */
export async function choosePrediction(page: Page, run: string | null): Promise<void> {
  await page.getByTestId('run-chooser').click();
  await page
    .locator('.menu-item', { hasText: run ?? 'No prediction' })
    .first()
    .click();
  await page.locator('.menu-item').first().waitFor({ state: 'hidden' });
  await page.getByTestId('canvas').focus();
  if (run !== null) await page.getByTestId('live-iou').waitFor({ timeout: 60_000 });
}
