// Whether node_modules is what package-lock.json asks for.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
// @ts-expect-error the scripts are plain JavaScript
import { missingPackages } from '../../../scripts/lib/parts/packages.mjs';

const here = { os: [process.platform], cpu: [process.arch] };
const lock = {
  '': { name: 'roadbrush' },
  'node_modules/zod': { version: '4.0.0' },
  'node_modules/binary-here': { version: '1.0.0', optional: true, ...here },
  'node_modules/binary-elsewhere': { version: '1.0.0', optional: true, os: ['aix'], cpu: ['ppc64'] },
};
let base: string;

function write(installed: Record<string, { version?: string }>) {
  for (const path of Object.keys(installed)) {
    mkdirSync(join(base, path), { recursive: true });
    writeFileSync(join(base, path, 'package.json'), '{}');
  }
  writeFileSync(join(base, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: installed }));
}

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'roadbrush-packages-'));
  writeFileSync(join(base, 'package-lock.json'), JSON.stringify({ packages: lock }));
  write({ 'node_modules/zod': { version: '4.0.0' }, 'node_modules/binary-here': { version: '1.0.0' } });
});

test('a complete installation is accepted as it is, whoever made it', () => {
  expect(missingPackages(base)).toEqual([]);
});

test('an installation that npm did not finish is noticed', () => {
  rmSync(join(base, 'node_modules', '.package-lock.json'));
  expect(missingPackages(base)).toEqual(['node_modules']);
});

test('a package whose folder was deleted is noticed', () => {
  rmSync(join(base, 'node_modules/zod'), { recursive: true });
  expect(missingPackages(base)).toEqual(['node_modules/zod']);
});

test('another version than package-lock.json asks for is noticed', () => {
  write({ 'node_modules/zod': { version: '3.0.0' }, 'node_modules/binary-here': { version: '1.0.0' } });
  expect(missingPackages(base)).toEqual(['node_modules/zod']);
});

test("this platform's binary must be there although npm calls it optional, other platforms' need not", () => {
  write({ 'node_modules/zod': { version: '4.0.0' } });
  expect(missingPackages(base)).toEqual(['node_modules/binary-here']);
});
