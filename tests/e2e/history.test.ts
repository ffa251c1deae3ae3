// What was done to a mask: nothing of it is lost by a kill, all of it can be taken back after one, looked at, compared, named and restored.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Random } from '../../src/shared/random';
import { currentMask, difference, inDatabase, versionsOf } from './lib/database';
import { killRound, projectToKill } from './lib/killing';
import { saved } from './lib/person';
import { Home, until } from './lib/studio';

let home: Home;
beforeEach(() => void (home = new Home()));
afterEach(() => home.clear());

it('strokes survive two kills with their undo steps; the panels take them back, name, compare and restore', async () => {
  home.notTheFirstLaunch();
  const folder = await projectToKill(home);
  // Twice the same frame: the second life goes on where the first was ended.
  for (const seed of [1, 2]) await killRound(home, folder, 0, Random.seeded(7, seed));

  const frame = 'frame_0';
  const { page, screen, close, complaints } = await home.open([folder]);
  await page.getByTestId('hud').waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Undo history' }).click();
  const steps = page.getByTestId('undo-steps').getByRole('option');
  const stored = versionsOf(folder, frame);
  const last = stored.at(-1)!;
  await until('the steps of earlier lives are listed', async () => (await steps.count()) > 2);
  const all = (await steps.count()) - 1;
  await screen('history-1-after-kills');

  // A click on the first row takes everything back, as one save; the last row brings it back.
  await steps.first().click();
  await saved(page);
  await until('all is undone', () => versionsOf(folder, frame).length === stored.length + 1);
  expect(difference(currentMask(folder, frame)!, stored[0]!.map).count).toBe(0);
  await screen('history-2-all-undone');
  await page.getByTestId('undo-steps').press('End');
  await until('all is done again', () => difference(currentMask(folder, frame)!, last.map).count === 0);
  await page.getByTestId('undo-steps').press('ArrowUp');
  await until('one step is undone', () => difference(currentMask(folder, frame)!, last.map).count > 0);
  expect(await steps.count()).toBe(all + 1);

  // Ctrl+S names the mask of now.
  await page.getByTestId('canvas').focus();
  await page.keyboard.press('Control+s');
  await page.getByLabel('Name', { exact: true }).fill('before lunch');
  await page.keyboard.press('Enter');
  const versions = page.getByRole('listbox', { name: 'Versions of this mask' }).getByRole('option');
  await until('the name stands in the list', async () => (await versions.first().innerText()).includes('before lunch'));
  const named = versionsOf(folder, frame).at(-1)!;
  expect(inDatabase(folder, (db) => db.prepare('SELECT version, name FROM version_name').all())).toEqual([
    { version: named.id, name: 'before lunch' },
  ]);

  // The first version: compared, then restored as a step that can be undone.
  const oldest = versions.last();
  await oldest.click();
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await page.getByTestId('compare').waitFor();
  await versions.first().click({ modifiers: ['Control'] });
  await screen('history-3-two-chosen');
  await page.getByRole('button', { name: 'Compare the two' }).click();
  await until('both are named', async () => (await page.getByTestId('compare').innerText()).includes('‘before lunch’'));
  await page.getByTestId('canvas').focus();
  await page.keyboard.press('Escape');
  await oldest.click();
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await until('the first mask is back', () => difference(currentMask(folder, frame)!, stored[0]!.map).count === 0);
  expect(versionsOf(folder, frame).at(-1)!.note).toMatch(/^restored version \d+ of /);
  await screen('history-4-restored');
  await page.getByTestId('canvas').focus();
  await page.keyboard.press('Control+z');
  await until('the restoring is taken back', () => difference(currentMask(folder, frame)!, named.map).count === 0);
  await screen('history-5-named');
  expect(complaints).toEqual([]);
  await close();
});
