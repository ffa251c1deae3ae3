// What a person does in the window, with pointer and keys alone.
import { basename } from 'node:path';
import { expect } from 'vitest';
import type { Page } from 'playwright';
import { type StoredRun, runsOf } from './database';
import { type Home, Hopeless, type Opened, until } from './studio';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Fits the frame into the canvas, and says where a pixel of it then is on the screen. */
export async function fitted(
  page: Page,
  frame: { width: number; height: number },
): Promise<{ scale: number; at: (pixel: Point) => Point }> {
  const canvas = page.getByTestId('canvas');
  await canvas.focus();
  await page.keyboard.press('Control+f');
  const box = await canvas.boundingBox();
  if (!box) throw new Error('The canvas is not on the screen.');
  const scale = Math.min(box.width / frame.width, box.height / frame.height);
  const left = box.x + (box.width - frame.width * scale) / 2;
  const top = box.y + (box.height - frame.height * scale) / 2;
  return { scale, at: ({ x, y }) => ({ x: left + x * scale, y: top + y * scale }) };
}

/** Paints from one point of the screen to another. The pointer stays down with `lift: false`. */
export async function stroke(page: Page, from: Point, to: Point, { lift = true } = {}): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 8 });
  if (lift) await page.mouse.up();
}

export const saved = (page: Page): Promise<unknown> =>
  until(
    'the window says that all is saved',
    () =>
      page
        .getByTestId('save-state')
        .evaluate((line) => line.getAttribute('data-save') === 'saved' && (line as HTMLElement).innerText.trim() === 'saved'),
    30,
  );

/** The frame whose picture, mask and numbers the window shows. */
export const shownFrame = (page: Page): Promise<string> => page.locator('[data-testid=hud] .hud-name').innerText();

export async function goTo(page: Page, frame: string): Promise<void> {
  await page.getByLabel('Find frames by name').fill(frame);
  await page.locator(`[data-frame="${frame}"]`).click();
  await until(`${frame} is shown`, async () => (await shownFrame(page)) === frame);
  await page.getByLabel('Find frames by name').fill('');
}

export const view = (page: Page, name: 'Annotate' | 'Train' | 'Review' | 'Export'): Promise<void> =>
  page.getByRole('tab', { name, exact: true }).click();

/** Makes a project and imports a folder into it, the last `heldOut` frames held out. */
export async function projectFrom(home: Home, { page }: Opened, folder: string, source: string, heldOut: number): Promise<void> {
  home.answer({ createProject: [folder], chooseImport: [source] });
  await page.getByRole('button', { name: /^New project/ }).click();
  await page.getByRole('button', { name: /^Import frames/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /^Import \d+ frame/ }).click();
  await dialog.getByText('Which frames are held out?').waitFor({ timeout: 120_000 });
  expect(await dialog.innerText()).toMatch(/\d+ frames imported/);
  await dialog.getByLabel('Frames held out').fill(String(heldOut));
  await dialog.getByRole('button', { name: 'Split and start' }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect(await page.locator('.project-button').innerText()).toContain(basename(folder).replace('.roadbrush', ''));
}

export interface Tiny {
  readonly epochs: number;
  readonly base?: number;
  readonly size?: number;
  readonly batch?: number;
}

/** Fills the form of a run that two cores train in seconds, and starts it. */
export async function startRun({ page }: Opened, { epochs, base = 2, size = 64, batch = 4 }: Tiny): Promise<void> {
  await view(page, 'Train');
  const fields: readonly [string, number][] = [
    ...([['Base filters', base] as const, ['Input width', size] as const, ['Input height', size] as const] as [string, number][]),
    ...([['Epochs', epochs] as const, ['Batch', batch] as const] as [string, number][]),
  ];
  for (const [label, value] of fields) await page.getByLabel(label, { exact: true }).fill(String(value));
  await page.getByRole('button', { name: /^Start training/ }).click();
}

export const newestRun = (folder: string): StoredRun | undefined => runsOf(folder).at(-1);

export async function runIs(folder: string, state: string, seconds = 120): Promise<StoredRun> {
  return until(
    `the newest run is ${state}`,
    () => {
      const run = newestRun(folder);
      if (run?.state === 'failed' && state !== 'failed') throw new Hopeless(`the run failed: ${run.reason}`);
      return run?.state === state ? run : null;
    },
    seconds,
  );
}
