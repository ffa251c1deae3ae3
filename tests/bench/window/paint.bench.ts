// Pointer to paint in the real window: 200 px brush, real pointer events at 125 a second, fitted and at 400 %, at rest and while the engine trains;
// memory over thousands of strokes; beside napari's labels layer in the same sitting. What is measured: docs/performance.md, 'The mask editor'.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { versionsOf } from '../../e2e/lib/database';
import { goTo, saved } from '../../e2e/lib/person';
import { Home, type Opened } from '../../e2e/lib/studio';
import { brushSize, choosePrediction, openProject, type Zoom, zoomTo } from '../lib/annotator';
import { Background, firstRun } from '../lib/background';
import { conditions, load, memoryNow } from '../lib/conditions';
import { napari, noNapari } from '../lib/napari';
import { fromEnvironment, markdown, percentile, ratio } from '../lib/numbers';
import { flatness, leftovers, paint, ROUNDING, three } from '../lib/painting';
import { inWords, KITTI, picturesInWords, roadProject, type Size, UHD } from '../lib/roadProject';
import { latencies, type Latency } from '../lib/trace';

const STROKES = fromEnvironment('ROADBRUSH_BENCH_STROKES', 500);
const FEW = Math.max(5, Math.round(STROKES / 5));
const MANY = fromEnvironment('ROADBRUSH_BENCH_MEMORY', 5000);
const BRUSH = 200;

let home: Home;
beforeEach(() => void (home = new Home()));
afterEach(() => home.clear());

interface Case {
  readonly engine: 'at rest' | 'training';
  readonly zoom: Zoom;
  /** Live numbers: a prediction is shown and held against the mask. */
  readonly live: boolean;
  readonly strokes: number;
}
const CASES: readonly Case[] = [
  { engine: 'at rest', zoom: 'fit', live: true, strokes: FEW },
  { engine: 'at rest', zoom: '400 %', live: true, strokes: FEW },
  { engine: 'training', zoom: 'fit', live: true, strokes: STROKES },
  { engine: 'training', zoom: '400 %', live: true, strokes: STROKES },
  { engine: 'training', zoom: 'fit', live: false, strokes: FEW },
  { engine: 'training', zoom: '400 %', live: false, strokes: FEW },
];

if (noNapari) console.warn(noNapari);

for (const size of [KITTI, UHD]) {
  it(`pointer to paint, ${inWords(size)}`, async () => {
    const folder = await roadProject(home.at('road.roadbrush'), size, 12);
    const studio = await openProject(home, folder);
    const { page } = studio;
    const names = await page.locator('[data-frame]').evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset['frame']!));
    await firstRun(page, folder, 'first');
    await brushSize(page, BRUSH);
    const session = new Session(studio, folder, size);
    for (const [k, one] of CASES.entries()) {
      if (one.engine === 'training' && !session.background) {
        await session.beside('at rest');
        session.background = await Background.start(page);
      }
      await goTo(page, names[k]!);
      await session.measure(one, names[k]!);
    }
    await session.beside('training');
    session.print(await conditions(studio));
    await goTo(page, names[CASES.length]!);
    await memoryTable(studio, size);
    await studio.close();
  });
}

class Session {
  background: Background | null = null;
  private readonly rows: string[][] = [];
  private readonly peers: string[][] = [];
  private readonly fitted = new Map<string, readonly Latency[]>();

  constructor(
    private readonly studio: Opened,
    private readonly folder: string,
    private readonly size: Size,
  ) {}

  async measure({ engine, zoom, live, strokes }: Case, frame: string): Promise<void> {
    const { page, app } = this.studio;
    await choosePrediction(page, live ? 'first' : null);
    await zoomTo(page, zoom);
    await paint(page, 6);
    await saved(page);
    const before = versionsOf(this.folder, frame).length;
    let all: Latency[] = [];
    const work = async (): Promise<void> => void (all = await latencies(app, () => paint(page, strokes)));
    const run = this.background ? await this.background.meanwhile(work) : (await work(), '');
    const loaded = load();
    await saved(page);
    // The work was done: each stroke is a version, most moves were shown, and what is on the screen is what a drawing of the whole shows.
    expect(versionsOf(this.folder, frame).length - before).toBe(strokes);
    expect(all.length).toBeGreaterThan(strokes * 5);
    // With the eraser last nothing may be left to be seen.
    await paint(page, 1);
    await saved(page);
    expect(await leftovers(page)).toBeLessThanOrEqual(ROUNDING);
    if (live && zoom === 'fit') this.fitted.set(engine, all);
    this.rows.push([
      ...[engine, zoom, live ? 'on' : 'off', `${strokes}, ${all.length}`],
      ...[three(all, 'work'), three(all, 'whole'), three(all, 'handler'), three(all, 'drawing'), three(all, 'presenting')],
      ...[strokes >= 50 ? flatness(all, 'work') : '', run, loaded],
    ]);
    console.log(`${inWords(this.size)}: ${this.rows.at(-1)!.join(' | ')}`);
  }

  /** napari in the same minute, under the same load: our window stays open, the run goes on (and waits for nobody then). */
  async beside(engine: Case['engine']): Promise<void> {
    const theirs = await napari(this.size);
    const ours = this.fitted.get(engine);
    if (!theirs || !ours) return;
    const row = (share: number, what: 'work' | 'whole'): number =>
      percentile(
        ours.map((one) => one[what]),
        share,
      );
    this.peers.push([
      ...[engine, `${theirs.median} / ${theirs.p95}`, `${row(0.5, 'work').toFixed(1)} / ${row(0.95, 'work').toFixed(1)}`],
      `${ratio(row(0.5, 'work'), theirs.median)} / ${ratio(row(0.95, 'work'), theirs.p95)}`,
      `${ratio(row(0.5, 'whole'), theirs.median)} / ${ratio(row(0.95, 'whole'), theirs.p95)}`,
      load(),
    ]);
  }

  print(machine: string): void {
    console.log(`\nPointer to paint, ${inWords(this.size)}, ${BRUSH} px brush, ${picturesInWords}; p50 / p95 / p99 in ms\n${machine}`);
    const parts = ['of it: handler', 'until the page is drawn', 'until presented'];
    const header = ['engine', 'zoom', 'live numbers', 'strokes, moves shown', 'handler to presented', 'event to presented', ...parts];
    console.log(markdown([...header, 'first -> last fifth, p50 / p95', 'the run meanwhile', 'load'], this.rows));
    console.log(`\nBeside napari, ${inWords(this.size)}, fitted, live numbers on; p50 / p95\n${noNapari ?? ''}`);
    const columns = ['napari, paint call to drawn', 'ours, handler to presented', 'ratio', 'ratio, event to presented'];
    console.log(markdown(['engine', ...columns, 'load'], this.peers));
  }
}

async function memoryTable(studio: Opened, size: Size): Promise<void> {
  const { page } = studio;
  await choosePrediction(page, 'first');
  await zoomTo(page, 'fit');
  const rows: string[][] = [];
  const row = async (strokes: number): Promise<void> => {
    await saved(page);
    const { renderer, main, heap } = await memoryNow(studio);
    const undo = /[\d.]+ [kM]B of undo/.exec(await page.locator('body').innerText())?.[0] ?? '';
    rows.push([String(strokes), renderer.toFixed(0), main.toFixed(0), heap.toFixed(1), undo]);
  };
  await paint(page, 20);
  await row(20);
  const part = Math.ceil(MANY / 5);
  for (let done = part; done <= MANY; done += part) {
    await paint(page, part, { moves: 4, report: 4 });
    await row(20 + done);
  }
  console.log(`\nMemory over strokes on one frame, ${inWords(size)}, while the engine trains: MB`);
  console.log(markdown(['strokes', 'renderer, resident', 'main, resident', 'renderer, JavaScript after collection', 'undo history'], rows));
}
