// Every option of a run in the form: groups that unfold, what a U-Net alone has and what a U-Net++ alone has, and what the record then shows.
import { afterAll, expect, it } from 'vitest';
import { inDatabase } from './lib/database';
import { hasKitti, kittiSemantics, sayWhich } from './lib/data';
import { runIs, startRun, view } from './lib/person';
import { anyProject } from './lib/start';
import { Home, until } from './lib/studio';

sayWhich(hasKitti, kittiSemantics);

const home = new Home();
afterAll(() => home.clear());

it('a U-Net++ with deep supervision, automatic precision and early stopping is set, trained, and read back from its record', async () => {
  const { studio, folder } = await anyProject(home);
  const { page } = studio;
  await view(page, 'Train');
  const group = (title: string) => page.locator('details.more', { has: page.getByText(title, { exact: true }) });
  const form = page.locator('.run-form');
  await studio.screen('options-1-closed');

  await group('Net').getByText('Net', { exact: true }).click();
  expect(
    await form
      .getByRole('group', { name: 'Head' })
      .or(form.getByRole('radiogroup', { name: 'Head' }))
      .count(),
  ).toBe(1);
  expect(await form.getByRole('checkbox', { name: 'Deep supervision' }).count()).toBe(0);
  await form.getByRole('radio', { name: 'U-Net++', exact: true }).click();
  await form.getByRole('checkbox', { name: 'Deep supervision' }).click();
  await form.getByRole('radio', { name: 'auto', exact: true }).click();
  await form.getByLabel('Depth at inference').fill('3');
  expect(await form.getByText('direct', { exact: true }).count()).toBe(0);

  // What is wrong is said once the field was left, and folds no group away.
  await group('Training').getByText('Training', { exact: true }).click();
  const patience = form.getByLabel('Early stopping');
  await patience.fill('two');
  expect(await form.getByRole('alert').count()).toBe(0);
  await page.keyboard.press('Tab');
  expect(await form.getByRole('alert').innerText()).toBe('A whole number from 0 to 100000.');
  await studio.screen('options-2-open');
  await group('Training').getByText('Training', { exact: true }).click();
  expect(await group('Training').innerText()).toContain('something is wrong');
  await page.getByRole('button', { name: /^Start training/ }).click();
  await patience.waitFor();
  await patience.fill('5');
  expect(await form.getByText(/values changed/).innerText()).toContain('4 values changed');

  await startRun(studio, { epochs: 3, base: 2, size: 32 });
  await until('the card says what a step takes', async () =>
    /\d\.\d\d s a step, \d\.\d\d s waiting/.test(
      await page
        .getByTestId('running')
        .innerText()
        .catch(() => ''),
    ),
  );
  await studio.screen('options-3-running');
  const run = await runIs(folder, 'done');
  const record = page.getByTestId('run-record');
  await record.getByText('Deep supervision').waitFor();
  const stored = inDatabase(folder, (db) => db.prepare('SELECT path, precision, config FROM run WHERE id = ?').get(run.id)) as {
    path: string;
    precision: string;
    config: string;
  };
  expect(['graph', 'eager']).toContain(stored.path);
  expect(JSON.parse(stored.config)).toMatchObject({ net: 'unetpp', deepSupervision: true, depth: 3, precision: 'auto', patience: 5 });
  expect(await page.getByTestId('ran-on').innerText()).toContain(`, ${stored.path}, ${stored.precision})`);
  const words = await record.innerText();
  for (const said of [/Net\s+U-Net\+\+ U-Net/, /Deep supervision\s+on off/, /Depth at inference\s+3 4/, /Early stopping\s+5 epochs off/])
    expect(words).toMatch(said);
  expect(words).not.toContain('Gradient clipping');
  await record.getByRole('button', { name: 'All settings' }).click();
  expect(await record.innerText()).toMatch(/Gradient clipping\s+off/);
  await studio.screen('options-4-record');

  await form.getByRole('button', { name: 'Back to the preset' }).click();
  expect(await form.getByLabel('Epochs', { exact: true }).inputValue()).toBe('20');
  expect(await form.getByText('Back to the preset').count()).toBe(0);
});
