// What an editor does beside painting, in the real window, from the key or press to the frame that shows it: undo, redo, another frame, fill, wand, operations.
import { afterAll, expect, it } from 'vitest';
import { ROAD } from '../../../src/shared/domain';
import { currentMask, framesOf, versionsOf } from '../../e2e/lib/database';
import { fitted, goTo, type Point, saved, shownFrame } from '../../e2e/lib/person';
import { Home, type Opened } from '../../e2e/lib/studio';
import { brushSize, openProject, zoomTo } from '../lib/annotator';
import { conditions, load } from '../lib/conditions';
import { Hand } from '../lib/hand';
import { fromEnvironment, markdown, ms, percentile } from '../lib/numbers';
import { paint } from '../lib/painting';
import { inWords, KITTI, picturesInWords, roadProject, type Size, UHD } from '../lib/roadProject';
import { Stopwatch } from '../lib/shown';
import { latencies } from '../lib/trace';

const TIMES = fromEnvironment('ROADBRUSH_BENCH_TIMES', 40);
const FRAMES = 200;

const home = new Home();
afterAll(() => home.clear());

it('undo, redo, frames, fill, wand and operations', async () => {
  const table: string[][] = [];
  let machine = '';
  for (const size of [KITTI, UHD]) {
    const folder = await roadProject(home.at(`${inWords(size)}.roadbrush`), size, size === KITTI ? FRAMES : 12);
    const studio = await openProject(home, folder);
    machine ||= await conditions(studio);
    const measured = new Measured(studio, folder, size);
    await measured.turns();
    await measured.frames();
    await measured.fills();
    await measured.wand();
    await measured.operations();
    table.push(...measured.rows);
    await studio.close();
  }
  console.log(`\nFrom the event to the frame that shows its outcome, presented; ms; ${picturesInWords}\n${machine}`);
  console.log(markdown(['size', 'what', 'times', 'p50', 'p95', 'largest', 'load'], table));
});

class Measured {
  readonly rows: string[][] = [];
  private readonly times: number;

  constructor(
    private readonly studio: Opened,
    private readonly folder: string,
    private readonly size: Size,
  ) {
    this.times = size === KITTI ? TIMES : Math.ceil(TIMES / 4);
  }

  private row(what: string, all: readonly number[]): void {
    expect(all.length, what).toBeGreaterThan(0);
    const cells = [percentile(all, 0.5), percentile(all, 0.95), Math.max(...all)].map(ms);
    this.rows.push([inWords(this.size), what, String(all.length), ...cells, load()]);
    console.log(this.rows.at(-1)!.join(' | '));
  }

  /** Strokes of a 200 px brush, taken back and done again. */
  async turns(): Promise<void> {
    const { page } = this.studio;
    await brushSize(page, 200);
    await zoomTo(page, 'fit');
    await paint(page, this.times);
    await saved(page);
    const frame = await shownFrame(page);
    const before = versionsOf(this.folder, frame).length;
    for (const [what, keys] of [
      ['undo', 'Control+z'],
      ['redo', 'Control+y'],
    ] as const) {
      const all = await Stopwatch.run(this.studio, async (watch) => {
        for (let k = 0; k < this.times; k++) {
          await watch.time({ type: 'keydown', key: keys.at(-1)! }, () => page.keyboard.press(keys));
          await saved(page);
        }
      });
      this.row(`${what} of a stroke`, all);
    }
    expect(versionsOf(this.folder, frame).length - before).toBe(2 * this.times);
  }

  async frames(): Promise<void> {
    const { page } = this.studio;
    const names = framesOf(this.folder).map(({ name }) => name);
    const target = (index: number) => ({ selector: '[data-testid=hud] .hud-name', text: names[index]! });
    await goTo(page, names[0]!);
    await page.getByTestId('canvas').focus();
    // Neighbours are fetched ahead while one looks at a frame.
    const cached = await Stopwatch.run(this.studio, async (watch) => {
      for (let at = 1; at <= Math.min(names.length - 1, this.times); at++) {
        await page.waitForTimeout(this.size === KITTI ? 700 : 2500);
        await watch.time({ type: 'keydown', key: 'd', until: target(at) }, () => page.keyboard.press('d'));
      }
    });
    this.row('next frame, fetched ahead', cached);
    // Further on than what is fetched ahead, and where nobody has been: in the list, five rows on.
    const from = Math.min(names.length - 1, this.times);
    const uncached = await Stopwatch.run(this.studio, async (watch) => {
      for (let at = from + 5; at < names.length; at += 5) {
        const row = page.locator(`[data-frame="${names[at]!}"]`);
        await row.scrollIntoViewIfNeeded();
        await page.waitForTimeout(400);
        await watch.time({ type: 'pointerdown', until: target(at) }, () => row.click());
      }
    });
    if (uncached.length > 0) this.row('another frame, neither seen nor fetched ahead', uncached);
  }

  /** Of the road, and of all that is not road; each taken back. */
  async fills(): Promise<void> {
    const { page } = this.studio;
    const { frame, road, other, at } = await this.places();
    await page.keyboard.press('f');
    for (const [what, key, where] of [
      ['fill of the road', '2', road],
      ['fill of all around it', '1', other],
    ] as const) {
      const before = versionsOf(this.folder, frame).length;
      await page.keyboard.press(key);
      await page.mouse.move(at(where).x, at(where).y);
      const all = await Stopwatch.run(this.studio, async (watch) => {
        for (let k = 0; k < this.times; k++) {
          await watch.time({ type: 'pointerdown' }, () => page.mouse.down());
          await page.mouse.up();
          await saved(page);
          await page.keyboard.press('Control+z');
          await saved(page);
        }
      });
      this.row(what, all);
      expect(versionsOf(this.folder, frame).length - before).toBe(2 * this.times);
    }
    await page.keyboard.press('1');
  }

  /** The preview while the tolerance is dragged to and fro, on the road's colour. */
  async wand(): Promise<void> {
    const { page, app } = this.studio;
    const { road, at } = await this.places();
    await page.keyboard.press('w');
    const hand = await Hand.on(page);
    const start = at(road);
    await page.mouse.move(start.x, start.y);
    await page.waitForTimeout(1500);
    const drag = Array.from({ length: 60 }, (_, k) => ({ x: start.x + 150 * Math.sin(k / 6), y: start.y }));
    let count = 0;
    const all = await latencies(app, async () => {
      for (; count < Math.ceil(this.times / 8); count++) {
        await hand.stroke(drag, 16);
        await saved(page);
        await page.keyboard.press('Control+z');
        await saved(page);
      }
    });
    this.row(
      'wand, preview of a tolerance',
      all.map(({ whole }) => whole),
    );
  }

  /** From the click to the outcome shown, and from Enter to the mask changed. */
  async operations(): Promise<void> {
    const { page } = this.studio;
    const { frame } = await this.places();
    for (const title of ['Grow', 'Shrink', 'Smooth', 'Fill holes', 'Remove islands']) {
      const button = page.getByRole('group', { name: 'Operations on the whole mask' }).getByRole('button', { name: title });
      const before = versionsOf(this.folder, frame).length;
      const [looked, applied]: [number[], number[]] = [[], []];
      const times = Math.ceil(this.times / 4);
      for (let k = 0; k < times; k++) {
        const until = { selector: '.operation .outcome:not(.dim), .operation .outcome.dim:not(:has(.spin))' };
        looked.push(...(await Stopwatch.run(this.studio, (watch) => watch.time({ type: 'click', until }, () => button.click()))));
        if ((await page.getByTestId('operation-outcome').count()) === 0) {
          await page.keyboard.press('Escape');
          continue;
        }
        const apply = page.getByRole('button', { name: 'Apply' });
        applied.push(...(await Stopwatch.run(this.studio, (watch) => watch.time({ type: 'click' }, () => apply.click()))));
        await saved(page);
        await page.getByTestId('canvas').focus();
        await page.keyboard.press('Control+z');
        await saved(page);
      }
      this.row(`${title}: outcome shown`, looked);
      if (applied.length > 0) this.row(`${title}: applied`, applied);
      expect(versionsOf(this.folder, frame).length - before).toBe(2 * applied.length);
    }
  }

  /** On the first frame: a pixel well inside its road and one well outside, and where they are on the screen. */
  private async places() {
    const { page } = this.studio;
    const one = framesOf(this.folder)[0]!;
    await goTo(page, one.name);
    const { at } = await fitted(page, one);
    const mask = currentMask(this.folder, one.name)!;
    const find = (is: boolean): Point => {
      const reach = Math.round(one.height / 40);
      for (let y = one.height - 2 * reach; y > reach; y -= reach)
        for (let x = reach * 4; x < one.width - reach * 4; x += reach) {
          const inside = (dx: number, dy: number): boolean => (mask.data[(y + dy) * one.width + x + dx] === ROAD) === is;
          // Not under what floats over the picture's borders.
          const free = y < one.height * 0.75 && x > one.width * 0.2 && x < one.width * 0.8;
          if (free && inside(0, 0) && inside(reach, 0) && inside(-reach, 0) && inside(0, reach) && inside(0, -reach)) return { x, y };
        }
      throw new Error(`There is no ${is ? 'road' : 'place without road'} on ${one.name}.`);
    };
    return { frame: one.name, road: find(true), other: find(false), at };
  }
}
