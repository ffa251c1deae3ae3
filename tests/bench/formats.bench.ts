// Large annotation files in and out: how long the thread that runs the verbs (main's) is ever blocked, and how long it takes in all.
// One real KITTI mask stands for all. `npm run bench -- formats`; with ROADBRUSH_NO_THREAD=1 this thread does all, as it did once.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Engine } from '../../src/main/engine/protocol';
import { readMaskFile } from '../../src/main/engine/images/maskFiles';
import { cvat } from '../../src/main/formats/cvat';
import { coco } from '../../src/main/formats/coco';
import type { AnnotationCodec } from '../../src/main/formats/annotated';
import { useThread } from '../../src/main/formats/thread';
import { transaction } from '../../src/main/project/database';
import { addFrame } from '../../src/main/project/frames';
import { createProjectFolder } from '../../src/main/project/open';
import { writable, type Project } from '../../src/main/project/project';
import { exportMasks, importFrames, listFrames, lookAtSource, studioOf } from '../../src/main/studio';
import { CITYSCAPES } from '../../src/shared/labels/cityscapes';
import type { LabelMap } from '../../src/shared/mask/labelMap';
import { unwrap } from '../../src/shared/result';

const SEMANTIC = join(import.meta.dirname, '../../../shared/data/kitti-semantics/training/semantic');
const FRAMES = 10_000;
/** With these, polygons are about 120 MB, and CVAT's runs about 40. */
const FEWER = 1_700;
const folder = mkdtempSync(join(tmpdir(), 'roadbrush-bench-formats-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const noEngine = {} as Engine;
const name = (i: number): string => `frame_${String(i).padStart(6, '0')}`;
let mask: LabelMap;
const rows: string[] = [];

beforeAll(() => {
  useThread(process.env['ROADBRUSH_NO_THREAD'] ? null : join(import.meta.dirname, '../../out/main/formats.js'));
  const file = readdirSync(SEMANTIC).filter((one) => one.endsWith('.png'))[0]!;
  ({ map: mask } = readMaskFile(readFileSync(join(SEMANTIC, file)), 'label-ids'));
});
afterAll(() => {
  console.log('\n| what | MB | look: longest block, all (ms) | import | export of 2,000 |\n| --- | --- | --- | --- | --- |');
  for (const row of rows) console.log(row);
});

/** The longest time in ms that a timer of 1 ms had to wait, beyond its millisecond, and the whole. */
async function blocked<T>(work: () => Promise<T>): Promise<{ value: T; words: string }> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  await sleep(20);
  delay.enable();
  const begun = performance.now();
  const value = await work();
  const whole = performance.now() - begun;
  await sleep(20);
  delay.disable();
  return { value, words: `${Math.round(delay.max / 1e6)}, ${Math.round(whole)}` };
}

/** The codec's own writer, with one frame's part repeated: writing 10,000 masks is not what is measured. */
function write(codec: AnnotationCodec, as: 'masks' | 'polygons', frames: number): string {
  const writer = codec.begin(
    CITYSCAPES.filter(({ id }) => id > 0),
    { as },
  );
  const texts = Array.from({ length: frames }, (_, i) => writer.add({ name: name(i), file: `${name(i)}.png`, map: mask })).flat();
  const [text] = [...texts, ...writer.end()];
  const file = join(folder, `${codec.name}-${as}`, text!.path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text!.text);
  return file;
}

function project(of: string, frames: number): Project {
  const made = unwrap(createProjectFolder(join(folder, of), { program: 'a bench', mode: 'write' }));
  const db = writable(made);
  transaction(db, () => {
    for (let i = 0; i < frames; i++)
      addFrame(db, {
        name: name(i),
        place: 'inside',
        path: `frames/${name(i)}.png`,
        width: mask.width,
        height: mask.height,
        sha256: `sha-${i}`,
      });
  });
  return made;
}

it.each([
  ['coco', 'masks', FRAMES],
  ['coco', 'polygons', FEWER],
  ['cvat', 'masks', FEWER],
  ['cvat', 'polygons', FEWER],
] as const)('%s %s', async (format, as, frames) => {
  const file = write(format === 'coco' ? coco : cvat, as, frames);
  const studio = studioOf(project(`${format}-${as}-p`, frames), noEngine);
  const looked = await blocked(async () => unwrap(await lookAtSource(file)));
  expect(looked.value.frames).toHaveLength(frames);
  const came = await blocked(async () => unwrap(await importFrames(studio, looked.value, { copy: false })));
  expect(came.value).toMatchObject({ versions: frames, skipped: [] });
  const ids = listFrames(studio.project).slice(0, 2000);
  const went = await blocked(async () =>
    unwrap(
      await exportMasks(studio, {
        format,
        frames: ids.map(({ id }) => id),
        classes: null,
        shapes: as,
        out: join(folder, `${format}-${as}-out`),
      }),
    ),
  );
  rows.push(
    `| ${format} ${as}, ${frames} frames | ${Math.round(statSync(file).size / 1e6)} | ${looked.words} | ${came.words} | ${went.words} |`,
  );
  console.log(rows.at(-1));
  studio.project.close();
});
