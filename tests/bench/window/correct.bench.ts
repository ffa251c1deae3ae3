// Real annotators' speed: the masks of ten KITTI road frames are damaged by a fixed script (lib/damage.ts) and brought back to an IoU of 0.98 in the real
// window by real pointer and key events: once with brush and eraser alone, once with what assists. The hand knows the right mask (lib/oracle.ts).
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import sharp from 'sharp';
import { afterAll, expect, it } from 'vitest';
import type { LabelMap } from '../../../src/shared/mask/labelMap';
import { currentMask } from '../../e2e/lib/database';
import { fitted, goTo, type Point, saved, shownFrame } from '../../e2e/lib/person';
import { readLabels } from '../../e2e/lib/pictures';
import { Home, type Opened, until } from '../../e2e/lib/studio';
import { canvasBox, openProject, zoomOf } from '../lib/annotator';
import { conditions, load } from '../lib/conditions';
import { Corrector } from '../lib/corrector';
import { damaged, SEED } from '../lib/damage';
import type { Tally } from '../lib/human';
import { fromEnvironment, markdown } from '../lib/numbers';
import { Oracle, roadIou } from '../lib/oracle';
import { noRoad, ROAD } from '../lib/road';
import { projectOf } from '../lib/roadProject';

const FRAMES = fromEnvironment('ROADBRUSH_BENCH_CORRECT', 10);
const WANTED = 0.98;
/** A script that has not got there by then does not get there. */
const MOST = 150;

const home = new Home();
afterAll(() => home.clear());

interface Work {
  readonly name: string;
  readonly clean: LabelMap;
}
type Way = 'brush and eraser' | 'assisted';

if (noRoad) console.warn(noRoad);
it.skipIf(noRoad !== null)('damaged masks made right', async () => {
  const rows: string[][] = [];
  const sums: Partial<Record<Way, Tally[]>> = {};
  let machine = '';
  for (const way of ['brush and eraser', 'assisted'] as const) {
    const { folder, works } = await prepare(home.at(`${way.split(' ')[0]!}.roadbrush`));
    const studio = await openProject(home, folder);
    await studio.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 0, y: 0, width: 1600, height: 1000 }),
    );
    await until('the window is large', async () => (await canvasBox(studio.page)).width > 1000, 10);
    machine ||= await conditions(studio);
    const tallies: Tally[] = [];
    for (const work of works) {
      const { tally, from, to } = await correct(studio, folder, work, way);
      tallies.push(tally);
      rows.push([work.name, way, from.toFixed(3), to.toFixed(3), ...cells([tally])]);
      console.log(rows.at(-1)!.join(' | '));
      expect(to, work.name).toBeGreaterThan(from);
      if (to < WANTED) console.warn(`${work.name}, ${way}: the script found nothing more to mend at ${to.toFixed(4)}.`);
    }
    sums[way] = tallies;
    await studio.close();
  }
  const header = ['strokes', 'clicks', 'keys', 'pointer, CSS px', 'a person, s', 'the machine, s'];
  console.log(`\nTo an IoU of ${WANTED}; damage of seed ${SEED}\n${machine}; load ${load()}`);
  console.log(markdown(['frame', 'with', 'IoU before', 'after', ...header], rows));
  console.log(`\nAll ${FRAMES} frames together`);
  console.log(
    markdown(
      ['with', ...header],
      Object.entries(sums).map(([way, all]) => [way, ...cells(all)]),
    ),
  );
});

const cells = (all: readonly Tally[]): string[] => {
  const sum = (what: 'strokes' | 'clicks' | 'keys' | 'travel' | 'seconds' | 'machine'): number =>
    all.reduce((total, one) => total + one[what], 0);
  return [
    ...(['strokes', 'clicks', 'keys', 'travel'] as const).map((what) => sum(what).toFixed(0)),
    ...(['seconds', 'machine'] as const).map((what) => sum(what).toFixed(1)),
  ];
};

/** Ten frames spread over the benchmark, clean pictures with damaged masks. */
async function prepare(folder: string): Promise<{ folder: string; works: Work[] }> {
  const source = `${folder}-source`;
  for (const part of ['image_2', 'semantic']) mkdirSync(join(source, part), { recursive: true });
  const files = readdirSync(join(ROAD, 'training', 'image_2')).sort();
  const works: Work[] = [];
  for (let k = 0; k < FRAMES; k++) {
    const file = files[Math.floor(((k + 0.5) * files.length) / FRAMES)]!;
    const clean = await readLabels(join(ROAD, 'training', 'semantic', file));
    const { width, height, data } = damaged(clean, k);
    copyFileSync(join(ROAD, 'training', 'image_2', file), join(source, 'image_2', file));
    await sharp(data, { raw: { width, height, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toFile(join(source, 'semantic', file));
    works.push({ name: file.replace('.png', ''), clean });
  }
  return { folder: await projectOf(folder, source), works };
}

/** The whole frame, clear of what floats over the canvas: fitted, then a notch of the wheel further away. */
async function inTheOpen(page: Page, frame: LabelMap): Promise<{ at: (pixel: Point) => Point; scale: number }> {
  const fit = await fitted(page, frame);
  const box = await canvasBox(page);
  const centre = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const scale = fit.scale * Math.exp(-0.2);
  await page.mouse.move(centre.x, centre.y);
  await page.mouse.wheel(0, 100);
  await until('it is a notch further away', async () => Math.abs((await zoomOf(page)) - scale) < 0.011, 10);
  // A mouse is at whole pixels of the screen.
  const place = (middle: number, offset: number): number => Math.round(middle + offset * scale);
  return { scale, at: ({ x, y }) => ({ x: place(centre.x, x - frame.width / 2), y: place(centre.y, y - frame.height / 2) }) };
}

async function correct(studio: Opened, folder: string, { name, clean }: Work, way: Way) {
  const { page } = studio;
  await goTo(page, name);
  const { at, scale } = await inTheOpen(page, clean);
  const oracle = new Oracle(clean);
  const corrector = await Corrector.on(page, at, scale);
  const look = async (): Promise<LabelMap> => {
    await saved(page);
    // Enter with no polygon open would have gone on to the next frame.
    expect(await shownFrame(page)).toBe(name);
    return currentMask(folder, name)!;
  };
  let mask = await look();
  const from = roadIou(mask, clean);
  if (way === 'assisted') {
    for (const operation of ['Remove islands', 'Fill holes'] as const) {
      const before = roadIou(mask, clean);
      await corrector.operation(operation);
      mask = await look();
      if (roadIou(mask, clean) >= before) continue;
      await corrector.undo();
      mask = await look();
    }
  }
  for (let count = 0; roadIou(mask, clean) < WANTED && count < MOST; count++) {
    const act = oracle.next(mask, way === 'assisted');
    if (!act) break;
    const before = roadIou(mask, clean);
    await corrector.act(act);
    mask = await look();
    if (roadIou(mask, clean) <= before) oracle.inVain(act);
  }
  return { tally: corrector.tally, from, to: roadIou(mask, clean) };
}
