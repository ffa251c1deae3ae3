// Nets from and to other programs in the window: weights of Keras come in as a run, a run's model goes out, and both say why where they cannot.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { kerasFile } from '../integration/portable/support';
import { kittiFolder } from '../unit/studio/fakeEngine';
import { projectFrom, view } from './lib/person';
import { Home } from './lib/studio';

let home: Home;
beforeEach(() => void (home = new Home()));
afterEach(() => home.clear());

it('weights of Keras become a run, and its model becomes a file that is there only when whole', async () => {
  const weights = kerasFile(home.folder, 'unetpp-deep.k3.weights.h5');
  writeFileSync(home.at('photo.h5'), 'no weights at all');
  home.notTheFirstLaunch();
  const studio = await home.open();
  const { page } = studio;
  home.answer({
    importWeights: [home.at('photo.h5'), weights],
    exportModel: [null, home.at('road.onnx'), home.at('nowhere', 'road.onnx')],
  });
  await projectFrom(home, studio, home.at('small.roadbrush'), await kittiFolder({ a: 'mask', b: 'mask', c: 'mask' }), 1);
  await view(page, 'Train');

  await page.getByRole('button', { name: 'Import weights…' }).click();
  await page.getByText('photo.h5 is not an HDF5 file.').first().waitFor();
  await studio.screen('models-refused');
  await page.getByRole('button', { name: 'Import weights…' }).click();
  const row = page.locator('tr[data-run="unetpp-deep.k3"]');
  await row.getByText('done').waitFor({ timeout: 60_000 });
  await page
    .getByText(/it counts only if the weights were trained on other frames/)
    .first()
    .waitFor();
  await row.click();
  await studio.screen('models-imported');

  await row.click({ button: 'right' });
  await studio.screen('models-menu');
  await page.getByRole('menuitem', { name: 'Export model…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: /^ONNX/ }).waitFor();
  await studio.screen('models-dialog');
  // Changing one's mind where to leaves the dialog as it was.
  await dialog.getByRole('button', { name: 'Export…' }).click();
  await dialog.getByRole('radio', { name: '2' }).click();
  await dialog.getByRole('button', { name: 'Export…' }).click();
  await page
    .getByText(/road\.onnx: ONNX, epoch 1 of unetpp-deep\.k3/)
    .first()
    .waitFor();
  expect(readFileSync(home.at('road.onnx'), 'latin1')).toContain('depth 2');
  await studio.screen('models-exported');

  await row.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Export model…' }).click();
  await dialog.getByRole('button', { name: 'Export…' }).click();
  await page
    .getByText(/There is no folder .*nowhere/)
    .first()
    .waitFor();
  expect(existsSync(home.at('nowhere'))).toBe(false);
  expect(studio.complaints).toEqual([]);
});
