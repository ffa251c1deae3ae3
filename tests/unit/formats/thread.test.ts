// Data sets are read and written in a thread: the same results as in this one, while this one stays free; cancelling, memory and crashes end in sentences.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Engine } from '../../../src/main/engine/protocol';
import { openWork, planApart, useThread } from '../../../src/main/formats/thread';
import { planImport } from '../../../src/main/formats';
import { transaction } from '../../../src/main/project/database';
import { addFrame } from '../../../src/main/project/frames';
import { writable, type Project } from '../../../src/main/project/project';
import { exportMasks, importFrames, listFrames, loadMask, lookAtSource, studioOf } from '../../../src/main/studio';
import { unwrap } from '../../../src/shared/result';
import { newProject, tempFolder } from '../project/helpers';

const built = mkdtempSync(join(tmpdir(), 'roadbrush-thread-'));
const program = join(built, 'formats.js');
beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: 'silent',
    publicDir: false,
    build: {
      ...{ ssr: join(import.meta.dirname, '../../../src/main/formats/worker.ts'), outDir: built, minify: false },
      rollupOptions: { output: { format: 'cjs', entryFileNames: 'formats.js' } },
    },
    ssr: { noExternal: true },
  });
});
beforeEach(() => useThread(program));
afterAll(() => {
  useThread(null);
  rmSync(built, { recursive: true, force: true });
});

const [W, H] = [400, 200];
const noEngine = {} as Engine;
const name = (i: number): string => `f${i}`;

function project(frames: number): Project {
  const made = newProject();
  transaction(writable(made), () => {
    for (let i = 0; i < frames; i++)
      addFrame(writable(made), { name: name(i), place: 'inside', path: `${name(i)}.png`, width: W, height: H, sha256: `s${i}` });
  });
  return made;
}

/** A COCO file of `frames` images, each with one wavy outline of `points` points. */
function cocoFile(frames: number, points: number): string {
  const outline = (wave: number): number[] =>
    Array.from({ length: points }, (_, i) => {
      const turn = (2 * Math.PI * i) / points;
      const radius = 70 + 20 * Math.sin(wave * turn);
      return [W / 2 + radius * Math.cos(turn), H / 2 + radius * Math.sin(turn)];
    }).flat();
  const ids = Array.from({ length: frames }, (_, i) => i);
  const file = join(tempFolder(), 'instances.json');
  const data = {
    images: ids.map((id) => ({ id, width: W, height: H, file_name: `${name(id)}.png` })),
    categories: [{ id: 1, name: 'road' }],
    annotations: ids.map((id) => ({ id, image_id: id, category_id: 1, segmentation: [outline(id + 3)] })),
  };
  writeFileSync(file, JSON.stringify(data));
  return file;
}

/** How many times a timer of this thread came while `work` went on, and the longest that it was late, in ms. */
async function ticks<T>(work: () => Promise<T>): Promise<{ value: T; ticks: number; longest: number; all: number }> {
  let [count, longest] = [0, 0];
  const begun = performance.now();
  let last = begun;
  const timer = setInterval(() => {
    const now = performance.now();
    [count, longest, last] = [count + 1, Math.max(longest, now - last), now];
  }, 1);
  try {
    const value = await work();
    longest = Math.max(longest, performance.now() - last);
    return { value, ticks: count, longest, all: performance.now() - begun };
  } finally {
    clearInterval(timer);
  }
}

it('this thread stays free while a file is read, drawn and written, and the results are those of this thread', async () => {
  const file = cocoFile(24, 20_000);
  const results: unknown[] = [];
  for (const thread of [program, null]) {
    useThread(thread);
    const studio = studioOf(project(24), noEngine);
    const looked = await ticks(async () => unwrap(await lookAtSource(file)));
    const came = await ticks(async () => unwrap(await importFrames(studio, looked.value, { copy: false })));
    expect(came.value).toMatchObject({ versions: 24, skipped: [], notes: [] });
    const out = join(tempFolder(), 'out');
    const frames = listFrames(studio.project).map(({ id }) => id);
    const went = await ticks(async () =>
      unwrap(await exportMasks(studio, { format: 'coco', frames, classes: null, shapes: 'polygons', out })),
    );
    const masks = frames.map((id) => unwrap(loadMask(studio.project, id)).rle);
    results.push([looked.value.frames, came.value, masks, went.value.files.map((one) => readFileSync(join(out, one), 'utf8'))]);
    // Shares of the whole, since a busy machine makes both longer: parsing is most of a look, and was one long turn of the loop.
    if (thread === null) expect(looked.longest / looked.all).toBeGreaterThan(0.5);
    else for (const { ticks, all, longest } of [looked, came, went]) expect([longest / all < 0.5, ticks > 5]).toEqual([true, true]);
  }
  expect(results[0]).toEqual(results[1]);
});

it('cancelling ends the thread in the middle of a parse, and an import as if nothing had been', async () => {
  const file = cocoFile(10, 20_000);
  const stop = new AbortController();
  const looking = lookAtSource(file, {}, { signal: stop.signal });
  setTimeout(() => stop.abort(), 5);
  expect(await looking).toMatchObject({ ok: false, error: { code: 'cancelled' } });

  const small = cocoFile(3, 10);
  const studio = studioOf(project(3), noEngine);
  const plan = unwrap(await lookAtSource(small));
  const again = new AbortController();
  const onProgress = ({ done }: { done: number }): void => void (done > 0 && again.abort());
  const report = unwrap(await importFrames(studio, plan, { copy: false }, { signal: again.signal, onProgress }));
  expect([report.cancelled, listFrames(studio.project).filter(({ mask }) => mask !== null)]).toEqual([true, []]);
  const out = join(tempFolder(), 'out');
  unwrap(await importFrames(studio, plan, { copy: false }));
  const late = new AbortController();
  const exporting = exportMasks(
    studio,
    { format: 'coco', frames: [], classes: null, out },
    { signal: late.signal, onProgress: () => late.abort() },
  );
  expect([await exporting, existsSync(out)]).toMatchObject([{ ok: false, error: { code: 'cancelled' } }, false]);
});

it('a file that changed since it was looked at, no memory, a crash: one sentence, and nothing came in', async () => {
  const file = cocoFile(3, 10);
  const studio = studioOf(project(3), noEngine);
  const plan = unwrap(await lookAtSource(file));
  writeFileSync(
    file,
    readFileSync(file, 'utf8')
      .replace('"name":"road"', '"name":"road"},{"id":2,"name":"tree"')
      .replace('"category_id":1', '"category_id":9'),
  );
  expect(await importFrames(studio, plan, { copy: false })).toMatchObject({ ok: false, error: { code: 'changed' } });
  expect(listFrames(studio.project).every(({ mask }) => mask === null)).toBe(true);

  const programs = {
    'out-of-memory': 'const all = []; for (;;) all.push(new Array(1e6).fill(0).map(() => ({})));',
    'broken-off': 'process.exit(3)',
  };
  for (const [code, text] of Object.entries(programs)) {
    const bad = join(built, `${code}.js`);
    writeFileSync(bad, `require('node:worker_threads').parentPort.on('message', () => { ${text} });`);
    useThread(bad);
    const looked = await planApart(file, {}, undefined, 64);
    expect(looked).toMatchObject({ ok: false, error: { code, message: expect.any(String), hint: expect.any(String) } });
  }
  const work = openWork({ tooMuch: { code: 'x', message: 'x' } });
  await work.close();
  await expect(work.call('page', 0)).rejects.toThrow('closed');
});

it('what a source refuses is the same in both threads', async () => {
  const nothing = join(tempFolder(), 'gone');
  expect(await planApart(nothing)).toEqual(await planImport(nothing));
});
