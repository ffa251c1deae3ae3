// What set-up decides from the machine, and the environment it gives to the program.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { expect, test } from 'vitest';
// @ts-expect-error the scripts are plain JavaScript
import { engineEnv } from '../../../scripts/lib/environment.mjs';
// @ts-expect-error the scripts are plain JavaScript
import { withDisplay } from '../../../scripts/lib/launch.mjs';
// @ts-expect-error the scripts are plain JavaScript
import { serves } from '../../../scripts/lib/parts/node.mjs';
// @ts-expect-error the scripts are plain JavaScript
import { cacheDir } from '../../../scripts/lib/paths.mjs';
// @ts-expect-error the scripts are plain JavaScript
import { hashFiles, holds, prove } from '../../../scripts/lib/stamp.mjs';

test('only a Node 22 from 22.14 on serves', () => {
  expect(['v20.20.2', 'v22.13.1', 'v22.14.0', 'v22.23.3', 'v23.0.0', 'v24.1.0'].filter(serves)).toEqual(['v22.14.0', 'v22.23.3']);
});

test('the cache is where the user says, else in the usual place', () => {
  expect(cacheDir({ ROADBRUSH_CACHE: '/data/rb', XDG_CACHE_HOME: '/x' })).toBe('/data/rb');
  expect(cacheDir({ XDG_CACHE_HOME: '/x' })).toBe('/x/roadbrush');
  expect(cacheDir({})).toMatch(/\.cache\/roadbrush$/);
});

test('the engine finds its TensorFlow first and keeps what the user set', () => {
  const env = engineEnv({ tensorflow: { dir: '/tf' } }, { LD_LIBRARY_PATH: '/mine', TF_CPP_MIN_LOG_LEVEL: '0' });
  expect(env).toMatchObject({ LD_LIBRARY_PATH: '/tf/tensorflow:/mine', TF_CPP_MIN_LOG_LEVEL: '0', TF_FORCE_GPU_ALLOW_GROWTH: 'true' });
  expect(isAbsolute(env.ROADBRUSH_ROUTES)).toBe(true);
});

test('a virtual display is used only where there is no real one', () => {
  expect(withDisplay(true, 'node', ['a'])).toEqual(['node', ['a']]);
  expect(withDisplay(false, 'node', ['a'])[0]).toBe('xvfb-run');
});

test('a stamp changes with every file it covers, also with a new one', () => {
  const base = mkdtempSync(join(tmpdir(), 'roadbrush-stamp-'));
  const stamp = () => hashFiles(base, ['.', 'absent']);
  const seen = [stamp()];
  writeFileSync(join(base, 'a.ts'), '1');
  seen.push(stamp());
  writeFileSync(join(base, 'a.ts'), '2');
  seen.push(stamp());
  expect(new Set(seen).size).toBe(3);
  expect(stamp()).toBe(seen[2]);
});

test('a file that grew, shrank or went is not what was proved', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'roadbrush-proof-')), 'library');
  writeFileSync(file, 'abc');
  const proof = prove([file]);
  expect(holds(proof)).toBe(true);
  writeFileSync(file, 'ab');
  expect(holds(proof)).toBe(false);
  expect(holds([[`${file}.gone`, 3]])).toBe(false);
});
