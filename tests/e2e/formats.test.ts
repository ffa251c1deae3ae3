// Masks leave in every format and come back on top of what is there, in the window.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FORMATS } from '../../src/shared/labels/formats';
import { fitted, saved, stroke, view } from './lib/person';
import { anyProject } from './lib/start';
import { Home, type Opened, until } from './lib/studio';

const home = new Home();
let studio: Opened;
let name = '';
const out = home.at('exports');

beforeAll(async () => {
  const made = await anyProject(home);
  studio = made.studio;
  name = made.folder.split(/[\\/]/).at(-1)!.replace('.roadbrush', '');
  mkdirSync(out);
  mkdirSync(home.at('empty'));
});
afterAll(() => home.clear());

const dialog = () => studio.page.getByRole('dialog');
const WRITTEN = FORMATS.filter(({ writes }) => writes);

test('every format is exported from the Export view, into a folder of its own', async () => {
  const { page } = studio;
  await view(page, 'Export');
  await page.getByRole('radio', { name: 'Masks' }).click();
  home.answer({ exportMasks: WRITTEN.map(() => out) });
  for (const { title, name: format } of WRITTEN) {
    await page.getByRole('radio', { name: new RegExp(`^${title}`) }).click();
    if (format === 'kitti-road') await studio.screen('formats-export');
    if (format === 'coco') {
      const shapes = page.locator('.segmented[aria-label=Shapes]');
      await shapes.getByText('Simpler').click();
      await page.getByText('Outlines may be up to 1 px off.').waitFor();
      await studio.screen('formats-export-shapes');
      await shapes.getByText('Masks').click();
      await page.getByText('Comes back exactly as it is here.').waitFor();
    }
    await page.getByRole('button', { name: 'Export masks…' }).click();
    await page.getByText(new RegExp(`${title} masks of \\d+ frames in ${name} ${format}`)).waitFor();
  }
  await studio.screen('formats-exported');
  await studio.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1024, 640));
  await studio.screen('formats-export-small');
  await studio.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1440, 900));
});

test('each is recognised again, and a mask that was painted on since becomes a new version', async () => {
  const { page } = studio;
  await view(page, 'Annotate');
  const { at } = await fitted(page, { width: 1224, height: 370 });
  await stroke(page, at({ x: 600, y: 200 }), at({ x: 640, y: 220 }));
  await saved(page);
  home.answer({ chooseImport: [...WRITTEN.map(({ name: format }) => join(out, `${name} ${format}`)), home.at('empty')] });
  await page.keyboard.press('Control+i');
  for (const [i, { title, name: format }] of WRITTEN.entries()) {
    await dialog().locator('.import-format').getByText(title, { exact: true }).waitFor();
    expect(await dialog().innerText()).toMatch(/\d+\s+masks for frames that are here/);
    await studio.screen(`formats-import-${format}`);
    if (i + 1 < WRITTEN.length) await dialog().getByRole('button', { name: 'Another folder…' }).click();
  }
  await dialog().getByRole('button', { name: 'Another folder…' }).click();
  await page.getByText(/nothing that Roadbrush can read/).waitFor();
  await studio.screen('formats-nothing');
  home.answer({ chooseImport: [join(out, `${name} coco`)] });
  await dialog().getByRole('button', { name: 'Another folder…' }).click();
  await dialog().locator('.import-format').getByText('COCO', { exact: true }).waitFor();
  await dialog()
    .getByRole('button', { name: /^Import \d+ masks/ })
    .click();
  await dialog()
    .getByText(/1 mask became a new version/)
    .waitFor();
  await studio.screen('formats-report');
  await dialog().getByRole('button', { name: 'Start annotating' }).click();
  await until('the import heads the history', async () => (await page.getByText('from COCO').or(page.getByText('COCO')).count()) > 0);
  await studio.screen('formats-history');
  expect(studio.complaints).toEqual([]);
});
