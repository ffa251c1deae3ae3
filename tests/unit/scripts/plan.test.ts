// The plan of a set-up: what is made again and what is left alone.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
// @ts-expect-error the scripts are plain JavaScript
import { bringInPlace, pending, withNeeds } from '../../../scripts/lib/plan.mjs';

type Part = { name: string; needs: string[]; key: () => string; install: () => Promise<object> };
let folder: string;
let made: string[];
let keys: Record<string, string>;
let state: { parts: object; routes: Record<string, string>; versions: object };
let parts: Part[];

const part = (name: string, needs: string[] = []): Part => ({
  name,
  needs,
  key: () => keys[name] ?? '1',
  install: async () => {
    made.push(name);
    writeFileSync(join(folder, name), 'x');
    return { route: 'made here', proof: [join(folder, name)], values: { [name]: join(folder, name) }, versions: { [name]: '1' } };
  },
});
const setUp = () => bringInPlace(parts, state, { say: () => {}, save: () => {} });
const names = (some: Part[]) => some.map(({ name }) => name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'roadbrush-plan-'));
  made = [];
  keys = {};
  state = { parts: {}, routes: {}, versions: {} };
  parts = [part('node'), part('runtime'), part('addon', ['node', 'runtime'])];
});

test('the routes name every part, where it is and how it came there', async () => {
  await setUp();
  expect(state).toMatchObject({ addon: join(folder, 'addon'), routes: { addon: 'made here' }, versions: { addon: '1' } });
});

test('a second set-up does nothing', async () => {
  await setUp();
  expect(pending(parts, state)).toEqual([]);
});

test('what is made from a changed part is made again, and nothing else', async () => {
  await setUp();
  keys.runtime = '2';
  expect(names(pending(parts, state))).toEqual(['runtime', 'addon']);
});

test('a part whose file was deleted is made again', async () => {
  await setUp();
  rmSync(join(folder, 'addon'));
  expect(names(pending(parts, state))).toEqual(['addon']);
});

test('a failure keeps what is finished, skips what needs the failed part, and the next set-up goes on from there', async () => {
  const install = parts[1]!.install;
  parts[1]!.install = () => Promise.reject(new Error('no network'));
  await expect(setUp()).rejects.toThrow('no network');
  expect(made).toEqual(['node']);
  parts[1]!.install = install;
  await setUp();
  expect(made).toEqual(['node', 'runtime', 'addon']);
});

test('a part that could not be completed is looked at again next time', async () => {
  parts = [{ ...part('desktop'), install: async () => ({ route: 'libraries are missing', proof: [], again: true }) }];
  await setUp();
  expect(names(pending(parts, state))).toEqual(['desktop']);
});

test('parts that do not need each other are made side by side', async () => {
  let meet = () => {};
  const other = new Promise<void>((done) => (meet = done));
  parts = [
    { ...part('slow'), install: async () => (await other, { route: '', proof: [] }) },
    { ...part('quick'), install: async () => (meet(), { route: '', proof: [] }) },
  ];
  await setUp();
});

test('a command gets the parts it asks for with all they need, in an order that works', () => {
  expect(names(withNeeds(parts, ['addon']))).toEqual(['node', 'runtime', 'addon']);
  expect(names(withNeeds(parts, ['node']))).toEqual(['node']);
});
