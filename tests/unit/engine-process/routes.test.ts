// The list of native parts: read where it is, and refused in one sentence where it is not what it should be.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { appRoot, readRoutes, routesFile } from '../../../src/main/routes';

const folder = mkdtempSync(join(tmpdir(), 'roadbrush-routes-'));
afterAll(() => rmSync(folder, { recursive: true }));

const whole = {
  node: '/n/node',
  nodeDir: '/n',
  tensorflow: { dir: '/t', kind: 'cpu', version: '2.21.0', route: 'a wheel' },
  tfjsAddon: null,
  electron: { path: '/e', version: '25.1.1', route: 'a package', warning: null },
  sqliteBinding: null,
  versions: { node: '22.23.3' },
  routes: { node: 'a package' },
  parts: {},
};
const written = (text: string): string => {
  const file = join(folder, 'routes.json');
  writeFileSync(file, text);
  return file;
};

test('what the set-up writes is read, parts that are not there yet as null', () => {
  expect(readRoutes(written(JSON.stringify(whole)))).toMatchObject({ ok: true, value: { node: '/n/node', tfjsAddon: null } });
  expect(readRoutes(written(JSON.stringify({ ...whole, tensorflow: null })))).toMatchObject({ ok: true, value: { tensorflow: null } });
});

test.each([
  ['a list that is not there', () => join(folder, 'missing.json'), 'is not there'],
  ['a folder', () => folder, 'cannot be read'],
  ['a list cut short', () => written(JSON.stringify(whole).slice(0, 40)), 'it is not JSON'],
  ['a list of another shape', () => written(JSON.stringify({ ...whole, node: 7 })), '(node:'],
])('%s is refused with its path, and what to do', (_what, file, why) => {
  const path = file();
  expect(readRoutes(path)).toMatchObject({
    ok: false,
    error: { code: 'not-set-up', message: expect.stringContaining(path), hint: expect.stringContaining('npm') },
  });
  expect(JSON.stringify(readRoutes(path))).toContain(why);
});

test('the list lies in the checkout, unless the environment names another', () => {
  expect(existsSync(join(appRoot(), 'src/main/routes.ts'))).toBe(true);
  expect(routesFile({})).toBe(join(appRoot(), '.runtime', 'routes.json'));
  expect(routesFile({ ROADBRUSH_ROUTES: '/else/where.json' })).toBe('/else/where.json');
});
