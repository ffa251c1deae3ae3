// The window's main process runs the same project code in Electron's Node, which may be an old one with a SQLite addon of its own.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readRoutes } from '../../../src/main/routes';
import { bundle, NODE_PATH } from './bundle';
import { tempFolder } from './helpers';

const routes = readRoutes();
const electron = routes.ok ? routes.value.electron : null;
if (!electron) console.warn('SKIPPED: Electron is not set up, so the project is not tried in its Node.');

it.skipIf(!electron)('a project is made, edited, split and read inside Electron', async () => {
  const program = await bundle(join(__dirname, 'inElectron.ts'), 'node18');
  const binding = routes.ok ? (routes.value.sqliteBinding ?? '') : '';
  const env = { ...process.env, NODE_PATH, ELECTRON_RUN_AS_NODE: '1' };
  const ran = spawnSync(electron?.path ?? '', [program, tempFolder(), binding], { env, encoding: 'utf8' });
  expect(ran.stderr.replace(/^.*(ERROR:|Warning).*$/gm, '').trim()).toBe('');
  expect(JSON.parse(ran.stdout)).toMatchObject({
    frames: [
      { name: 'a', split: 'train', edited: true, mask: 1 },
      { name: 'b', split: 'held-out', edited: true, mask: 2 },
    ],
    split: { train: 1, heldOut: 1, none: 0 },
    runs: [],
    freeDisk: true,
  });
});
