// A project of 10,000 frames in the real window: how long it takes to open, whether its list scrolls without gaps, how fast filters answer, and what a
// stroke costs there.
import { afterAll, expect, it } from 'vitest';
import sharp from 'sharp';
import { bigProject, drivePictures, type BigPicture } from '../../e2e/lib/bigProject';
import { dataFolder } from '../../e2e/lib/data';
import { saved } from '../../e2e/lib/person';
import { Home, type Opened, until } from '../../e2e/lib/studio';
import { brushSize, openProject, zoomTo } from '../lib/annotator';
import { conditions, load } from '../lib/conditions';
import { fromEnvironment, markdown, ms, percentile } from '../lib/numbers';
import { flatness, paint, three } from '../lib/painting';
import { KITTI } from '../lib/roadProject';
import { Stopwatch } from '../lib/shown';
import { latencies } from '../lib/trace';

const COUNT = fromEnvironment('ROADBRUSH_BENCH_FRAMES', 10_000);
const TIMES = fromEnvironment('ROADBRUSH_BENCH_TIMES', 5);
const STROKES = Math.ceil(fromEnvironment('ROADBRUSH_BENCH_STROKES', 500) / 10);

const home = new Home();
afterAll(() => home.clear());

it(`${COUNT} frames`, async () => {
  const pictures = drivePictures(dataFolder) ?? [await madeUp(home.at('picture.png'))];
  const folder = bigProject(home.at('big.roadbrush'), COUNT, pictures);
  const small = bigProject(home.at('small.roadbrush'), 20, pictures);
  const rows: string[][] = [];
  const row = (what: string, ...cells: string[]): void => {
    rows.push([what, ...cells, load()]);
    console.log(rows.at(-1)!.join(' | '));
  };

  const [launched, reopened]: [number[], number[]] = [[], []];
  for (let k = 0; k < TIMES; k++) {
    const begun = performance.now();
    const studio = await openProject(home, folder);
    await listIsThere(studio);
    launched.push(performance.now() - begun);
    await studio.close();
  }
  row('launch to list and picture painted', spread(launched));

  const studio = await openProject(home, small);
  for (let k = 0; k < TIMES; k++) {
    reopened.push(await reopen(studio, folder, COUNT));
    if (k + 1 < TIMES) await reopen(studio, small, 20);
  }
  row("'open recent' to list painted", spread(reopened));

  const { page } = studio;
  row('scrolling as fast as a wheel turns', ...scrolled(await scroll(studio, 400, 16)));
  row('scrolling at a pace to look at', ...scrolled(await scroll(studio, 100, 120)));
  for (const [what, text] of [
    ['one of all', '09999'.slice(-String(COUNT - 1).length)],
    ['a tenth', '7'],
    ['all again', ''],
  ] as const) {
    const field = page.getByLabel('Find frames by name');
    await field.focus();
    const times = await Stopwatch.run(studio, async (watch) => {
      for (let k = 0; k < TIMES; k++) {
        await field.fill(text === '' ? '1' : '');
        await page.waitForTimeout(300);
        await watch.time({ type: 'input' }, () => (text === '' ? page.keyboard.press('Backspace') : page.keyboard.insertText(text)));
      }
    });
    row(`search: ${what}`, spread(times));
  }

  await brushSize(page, 200);
  await zoomTo(page, 'fit');
  await paint(page, 4);
  await saved(page);
  const all = await latencies(studio.app, () => paint(page, STROKES));
  await saved(page);
  expect(all.length).toBeGreaterThan(STROKES * 5);
  row(`${STROKES} strokes: handler to presented, p50 / p95 / p99`, three(all, 'work'));
  row('  event to presented', three(all, 'whole'));
  row('  handler to presented, first -> last fifth, p50 / p95', flatness(all, 'work'));

  console.log(`\nA project of ${COUNT} frames; ms\n${await conditions(studio)}`);
  console.log(markdown(['what', '', 'load'], rows));
  await studio.close();
});

const spread = (all: readonly number[]): string =>
  `median ${ms(percentile(all, 0.5))}, largest ${ms(Math.max(...all))} (${all.length} times)`;

/** All that one sees: the rows of the list with their pictures, and the frame. */
const listIsThere = ({ page }: Opened): Promise<unknown> => page.locator('.frame-row img.thumb').first().waitFor({ timeout: 60_000 });

/** From the call to the frame in which the list's rows, as many as fit, and the new count are on the page; measured in the page. */
async function reopen({ app, page }: Opened, folder: string, count: number): Promise<number> {
  await page.evaluate((frames) => {
    const timing = window as unknown as { opened: Promise<number> };
    const begun = performance.now();
    timing.opened = new Promise((done) => {
      window.studio.on('project', () => {
        const look = (): void => {
          const [row] = document.querySelectorAll('.frame-row');
          if (row?.getAttribute('aria-setsize') !== String(frames)) return void requestAnimationFrame(look);
          // Two frames later the one with the rows has been handed over.
          requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - begun)));
        };
        requestAnimationFrame(look);
      });
    });
  }, count);
  const name = folder.split('/').at(-1)!.replace('.roadbrush', '');
  await app.evaluate(({ Menu, BrowserWindow }, project) => {
    const file = Menu.getApplicationMenu()?.items.find(({ label }) => label.replace('&', '') === 'File');
    const recent = file?.submenu?.items.find(({ label }) => label.replace('&', '') === 'Open recent');
    const item = recent?.submenu?.items.find(({ label }) => label === project);
    if (!item) throw new Error(`The menu has no recent project ${project}.`);
    item.click(undefined, BrowserWindow.getAllWindows()[0], undefined);
  }, name);
  return page.evaluate(() => (window as unknown as { opened: Promise<number> }).opened);
}

interface Scrolled {
  /** Frames of the screen that were looked at. */
  readonly frames: number;
  /** Of them: where a part of the list had no row. */
  readonly gaps: number;
  /** Share of rows in sight whose picture was still on its way, mean over the frames. */
  readonly bare: number;
  /** Milliseconds between frames. */
  readonly intervals: number[];
  readonly way: number;
}

/** Turns the wheel over the list for four seconds, `delta` CSS pixels every `every` ms, and looks at each animation frame whether rows cover the list. */
async function scroll({ page }: Opened, delta: number, every: number): Promise<Scrolled> {
  const list = page.locator('#frame-list');
  const box = (await list.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.evaluate(() => {
    const element = document.querySelector<HTMLElement>('#frame-list')!;
    const seen = { frames: 0, gaps: 0, bare: 0, intervals: [] as number[], way: 0, stop: false };
    (window as unknown as { seen: typeof seen }).seen = seen;
    let [last, top] = [performance.now(), element.scrollTop];
    const look = (now: number): void => {
      if (seen.stop) return;
      const view = element.getBoundingClientRect();
      const rows = [...element.querySelectorAll<HTMLElement>('.frame-row')]
        .map((row) => ({ box: row.getBoundingClientRect(), bare: row.querySelector('img.thumb, .thumb.missing') === null }))
        .filter((row) => row.box.bottom > view.top && row.box.top < view.bottom)
        .sort((a, b) => a.box.top - b.box.top);
      const covered = rows.length > 0 && rows[0]!.box.top <= view.top + 1 && rows.at(-1)!.box.bottom >= view.bottom - 1;
      const joined = rows.every((row, k) => k === 0 || row.box.top - rows[k - 1]!.box.bottom < 1);
      if (element.scrollTop !== top) {
        seen.frames++;
        if (!covered || !joined) seen.gaps++;
        seen.bare += rows.filter((row) => row.bare).length / Math.max(1, rows.length);
        seen.intervals.push(now - last);
        seen.way += Math.abs(element.scrollTop - top);
      }
      [last, top] = [now, element.scrollTop];
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  const session = await page.context().newCDPSession(page);
  const sent: Promise<unknown>[] = [];
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  for (const end = performance.now() + 4000; performance.now() < end;) {
    sent.push(session.send('Input.dispatchMouseEvent', { type: 'mouseWheel', ...at, deltaX: 0, deltaY: delta }));
    await new Promise((go) => setTimeout(go, every));
  }
  await Promise.all(sent);
  const seen = await page.evaluate(() => {
    const all = (window as unknown as { seen: Scrolled & { stop: boolean } }).seen;
    all.stop = true;
    return all;
  });
  await until('the pictures have come', async () => (await page.locator('.frame-row img.thumb').count()) > 8, 30);
  expect(seen.way).toBeGreaterThan(1000);
  return seen;
}

function scrolled({ frames, gaps, bare, intervals, way }: Scrolled): string[] {
  const words = [
    `${Math.round(way / 44)} rows past in ${frames} frames`,
    `${gaps} with a gap`,
    `${((100 * bare) / Math.max(1, frames)).toFixed(0)} % of the rows in sight without their picture yet`,
    `between frames p50 ${ms(percentile(intervals, 0.5))}, p95 ${ms(percentile(intervals, 0.95))}`,
  ];
  return [words.join('; ')];
}

async function madeUp(path: string): Promise<BigPicture> {
  await sharp({ create: { ...KITTI, channels: 3, background: '#667', noise: { type: 'gaussian', mean: 110, sigma: 40 } } })
    .png()
    .toFile(path);
  return { path, ...KITTI };
}
