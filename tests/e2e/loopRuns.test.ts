// The queue of runs, a sweep and a retraining, as a person sees them; and that the queue and the question outlive the window.
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Page } from 'playwright';
import { kittiFolder } from '../unit/studio/fakeEngine';
import { runsOf } from './lib/database';
import { projectFrom, view } from './lib/person';
import { Home, until } from './lib/studio';

let home: Home;
beforeEach(() => void (home = new Home()));
afterEach(() => home.clear());

const fill = async (page: Page, values: Record<string, string>): Promise<void> => {
  for (const [label, value] of Object.entries(values)) await page.getByLabel(label, { exact: true }).fill(value);
};

it('runs wait in the queue over a restart, a sweep fills it, and a retrained run waits for a word', async () => {
  home.notTheFirstLaunch();
  const folder = home.at('small.roadbrush');
  let studio = await home.open();
  let { page } = studio;
  await projectFrom(home, studio, folder, await kittiFolder({ a: 'mask', b: 'mask', c: 'mask', d: 'mask' }), 2);
  await view(page, 'Train');
  await fill(page, { 'Base filters': '1', 'Input width': '16', 'Input height': '16', Epochs: '90000', Name: 'long' });
  await page.getByRole('button', { name: 'Start training' }).click();
  await page.getByTestId('running').waitFor();

  // While it trains, others are queued: one, and a sweep of two.
  await fill(page, { Epochs: '2', Name: 'single' });
  await page.getByRole('button', { name: 'Add to the queue' }).click();
  const queue = page.getByTestId('run-queue');
  await queue.locator('[data-run=single]').waitFor();
  await page.getByText('Sweep', { exact: true }).click();
  await page.getByRole('button', { name: 'Vary an option' }).click();
  await page.getByRole('menuitem', { name: 'Net' }).click();
  await page.getByRole('menuitem', { name: /^Base filters/ }).click();
  await page.getByLabel('Values of Base filters').fill('1, 900');
  await page.getByText('Base filters cannot be 900').waitFor();
  await studio.screen('sweep-wrong');
  await page.getByLabel('Values of Base filters').fill('1..2');
  await page.getByTestId('sweep-said').getByText('2 runs').waitFor();
  await studio.screen('sweep-form');
  await page.getByRole('button', { name: 'Add 2 runs to the queue' }).click();
  await queue.getByText('base 2').waitFor();
  await queue.locator('[data-run="base 2"]').getByRole('button', { name: 'Sooner' }).click();
  await until('base 2 is the second', async () => (await queue.locator('li').nth(1).getAttribute('data-run')) === 'base 2');
  await queue.locator('[data-run=single]').getByRole('button', { name: 'Take out of the queue' }).click();
  await page.locator('.notice', { hasText: 'single taken out' }).getByRole('button', { name: 'Undo' }).click();
  await until('single is the first again', async () => (await queue.locator('li').first().getAttribute('data-run')) === 'single');
  await studio.screen('queue-running');
  await queue.getByRole('button', { name: 'Hold' }).click();
  await queue.getByRole('button', { name: 'Go on with 3 queued runs' }).waitFor();

  // The program ends in the middle; the queue is as it was, and waits.
  home.answer({ closeBusy: [true] });
  await studio.close();
  studio = await home.open([folder]);
  page = studio.page;
  await view(page, 'Train');
  await page.getByTestId('run-queue').getByRole('button', { name: 'Go on with 3 queued runs' }).waitFor();
  await studio.screen('queue-held');
  await page.getByRole('button', { name: 'Go on with 3 queued runs' }).click();
  const state = (name: string): string | undefined => runsOf(folder).find((run) => run.name === name)?.state;
  await until('all three are trained', () => ['single', 'base 1', 'base 2'].every((name) => state(name) === 'done'));
  await page.getByTestId('run-queue').waitFor({ state: 'detached' });

  // One key retrains; asked once how.
  await page.locator('tr[data-run=single]').click();
  await page.keyboard.press('Control+Shift+T');
  await page.getByRole('dialog').getByText('Retrain single from corrections').waitFor();
  await studio.screen('retrain-dialog');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Retrain/ })
    .click();
  const result = page.getByTestId('retrained');
  await result.getByText(/held-out mean IoU/).waitFor();
  await result.getByRole('button', { name: 'What changed' }).click();
  await result
    .getByText(/2 held-out frames|held-out frames/)
    .first()
    .waitFor();
  await studio.screen('retrained-train');
  await result.locator('li button').first().click();
  await page.getByTestId('hud').waitFor();
  await studio.screen('retrained-annotate');
  await studio.close();

  studio = await home.open([folder]);
  page = studio.page;
  await page
    .getByTestId('retrained')
    .getByText(/held-out mean IoU/)
    .waitFor();
  await page.getByTestId('retrained').getByRole('button', { name: 'Drop it' }).click();
  await page.getByTestId('retrained').waitFor({ state: 'detached' });
  await page.locator('.notice', { hasText: 'single retrained' }).getByRole('button', { name: 'Undo' }).click();
  await page.getByTestId('retrained').getByRole('button', { name: 'Keep the new run' }).click();
  await page.getByTestId('retrained').waitFor({ state: 'detached' });
  await until('it is the shown run', async () => (await page.getByTestId('run-chooser').innerText()).includes('single retrained'));
  expect(studio.complaints).toEqual([]);
});
