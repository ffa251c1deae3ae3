// A project of 10,000 frames and 50 runs in the real window: how long each view takes to open, from the click to the frame that shows it.
import { afterAll, expect, it } from 'vitest';
import sharp from 'sharp';
import { bigProject, drivePictures, type BigPicture } from '../../e2e/lib/bigProject';
import { dataFolder } from '../../e2e/lib/data';
import { addManyRuns } from '../../e2e/lib/manyRuns';
import { Home } from '../../e2e/lib/studio';
import { openProject } from '../lib/annotator';
import { conditions, load } from '../lib/conditions';
import { fromEnvironment, markdown, ms, percentile } from '../lib/numbers';
import { KITTI } from '../lib/roadProject';
import { Stopwatch } from '../lib/shown';

const FRAMES = fromEnvironment('ROADBRUSH_BENCH_FRAMES', 10_000);
const RUNS = fromEnvironment('ROADBRUSH_BENCH_RUNS', 50);
const EPOCHS = fromEnvironment('ROADBRUSH_BENCH_EPOCHS', 30);
const TIMES = fromEnvironment('ROADBRUSH_BENCH_TIMES', 5);
/** Milliseconds. */
const AIM = 300;

const home = new Home();
afterAll(() => home.clear());

/** What is on the page once a view is open: its rows and controls, not only its frame. */
const VIEWS = [
  { name: 'Train', there: 'table.runs tbody tr[data-run]' },
  { name: 'Review', there: 'aside[aria-label="Review"] .counts' },
  { name: 'Export', there: '.export-view' },
  { name: 'Annotate', there: '[data-testid="hud"]' },
] as const;

it(`${FRAMES} frames x ${RUNS} runs`, async () => {
  const pictures = drivePictures(dataFolder) ?? [await madeUp(home.at('picture.png'))];
  const folder = bigProject(home.at('views.roadbrush'), FRAMES, pictures);
  const begun = performance.now();
  addManyRuns(folder, { runs: RUNS, epochs: EPOCHS, scores: true });
  console.log(`${RUNS} runs of ${EPOCHS} epochs with their scores made in ${ms(performance.now() - begun)} ms`);
  const studio = await openProject(home, folder);
  const { page } = studio;
  await page.getByTestId('run-chooser').getByText('epoch').waitFor();
  const rows: string[][] = [];
  const medians = new Map<string, number>();
  const took = new Map<string, number[]>(VIEWS.map(({ name }) => [name, []]));
  const first = new Map<string, number>();
  for (let k = 0; k <= TIMES; k++) {
    for (const { name, there } of VIEWS) {
      const tab = page.getByRole('tab', { name, exact: true });
      const [time] = await Stopwatch.run(studio, (watch) => watch.time({ type: 'click', until: { selector: there } }, () => tab.click()));
      if (time === undefined) continue;
      if (k === 0) first.set(name, time);
      else took.get(name)!.push(time);
      await page.waitForTimeout(300);
    }
  }
  for (const [name, times] of took) {
    expect(times.length, `${name} was never seen to open`).toBeGreaterThan(0);
    medians.set(name, percentile(times, 0.5));
    const begin = first.get(name);
    rows.push([name, begin === undefined ? '–' : ms(begin), ms(percentile(times, 0.5)), ms(Math.max(...times)), load()]);
    console.log(rows.at(-1)!.join(' | '));
  }
  console.log(`\nFrom a click to the view, ${FRAMES} frames x ${RUNS} runs; ms\n${await conditions(studio)}`);
  console.log(markdown(['view', 'first time', 'median after', 'largest after', 'load'], rows));
  for (const [name, median] of medians) expect(median, `${name} opens within ${AIM} ms`).toBeLessThanOrEqual(AIM);
  await studio.close();
});

async function madeUp(path: string): Promise<BigPicture> {
  await sharp({ create: { ...KITTI, channels: 3, background: '#667', noise: { type: 'gaussian', mean: 110, sigma: 40 } } })
    .png()
    .toFile(path);
  return { path, ...KITTI };
}
