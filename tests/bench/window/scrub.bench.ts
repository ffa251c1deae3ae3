// Going through epochs and frames in the real window: a scrub from the cache and from the engine, threshold and opacity, a sequence with its predictions,
// and what predictions take on the disk.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { framesOf, inDatabase } from '../../e2e/lib/database';
import { goTo } from '../../e2e/lib/person';
import { Home, type Opened, until } from '../../e2e/lib/studio';
import { openProject } from '../lib/annotator';
import { conditions, load } from '../lib/conditions';
import { Hand } from '../lib/hand';
import { learnedInWords, learnedProject, RUN_NAME } from '../lib/learnedProject';
import { fromEnvironment, markdown, ms, percentile } from '../lib/numbers';
import { roadbrush } from '../lib/roadProject';
import { Stopwatch } from '../lib/shown';
import { latencies } from '../lib/trace';

const TIMES = fromEnvironment('ROADBRUSH_BENCH_TIMES', 60);
const EPOCHS = 12;
const MEASURED = '[data-testid=hud] .measured';
const NAME = '[data-testid=hud] .hud-name';

const home = new Home();
afterAll(() => home.clear());

it('scrubbing, threshold, opacity, playing, and the disk', async () => {
  const folder = await learnedProject(home.at('learned.roadbrush'), EPOCHS);
  const studio = await openProject(home, folder);
  const machine = await conditions(studio);
  const measured = new Measured(studio, folder);
  await measured.fromTheEngine();
  await measured.fromTheCache();
  await measured.sliders();
  await measured.playing();
  await studio.close();
  await measured.disk();
  console.log(
    `\nFrom the event to the frame that shows its outcome, presented; ms; ${learnedInWords}; U-Net of 16 base filters, 224x224\n${machine}`,
  );
  console.log(markdown(['what', 'times', 'p50', 'p95', 'largest', 'aim', 'load'], measured.rows));
  console.log(measured.words.join('\n'));
});

class Measured {
  readonly rows: string[][] = [];
  readonly words: string[] = [];

  constructor(
    private readonly studio: Opened,
    private readonly folder: string,
  ) {}

  private row(what: string, all: readonly number[], aim: string): void {
    expect(all.length, what).toBeGreaterThan(0);
    const cells = [percentile(all, 0.5), percentile(all, 0.95), Math.max(...all)].map(ms);
    this.rows.push([what, String(all.length), ...cells, aim, load()]);
    console.log(this.rows.at(-1)!.join(' | '));
  }

  private measuredAt = (epoch: number): Promise<unknown> =>
    until(`epoch ${epoch} is shown`, async () => (await this.text(MEASURED)).includes(`epoch ${epoch} `));

  private text(selector: string): Promise<string> {
    return this.studio.page.locator(selector).first().innerText();
  }

  /** One epoch after the other by key, on frames that nobody has predicted. */
  async fromTheEngine(): Promise<void> {
    const { page } = this.studio;
    await page.locator(MEASURED).first().waitFor({ timeout: 60_000 });
    const names = framesOf(this.folder).map(({ name }) => name);
    const words = (await this.text(MEASURED)).replace(/epoch \d+/, 'epoch N');
    const all: number[] = [];
    for (const name of names.slice(0, Math.max(1, Math.round(TIMES / (EPOCHS - 1))))) {
      await goTo(page, name);
      await page.getByTestId('canvas').focus();
      await page.keyboard.press('Shift+Comma');
      await this.measuredAt(1);
      all.push(
        ...(await Stopwatch.run(this.studio, async (watch) => {
          for (let epoch = 2; epoch <= EPOCHS; epoch++) {
            const until_ = { selector: MEASURED, text: words.replace('epoch N', `epoch ${epoch}`) };
            await watch.time({ type: 'keydown', key: '.', until: until_ }, () => page.keyboard.press('.'));
          }
        })),
      );
    }
    this.row('another epoch, from the engine (its first weights are read too)', all, '150');
  }

  /** The pointer goes to and fro along the ruler; all epochs of the frame have been seen. */
  async fromTheCache(): Promise<void> {
    const { page, app } = this.studio;
    const hand = await Hand.on(page);
    const box = (await page.getByTestId('epoch-ruler').boundingBox())!;
    const y = box.y + box.height / 2;
    const path = Array.from({ length: TIMES * 8 }, (_, k) => ({ x: box.x + (box.width - 1) * (0.5 - 0.5 * Math.cos(k / 40)), y }));
    await hand.stroke(path.slice(0, 200));
    await page.waitForTimeout(1500);
    const drags = await latencies(app, () => hand.stroke(path));
    this.row(
      'epoch ruler dragged, cached: pointer event to presented',
      drags.map(({ whole }) => whole),
      '33',
    );
    this.row(
      '- of that from our handler on',
      drags.map(({ work }) => work),
      '',
    );
    await page.getByTestId('canvas').focus();
    const words = (await this.text(MEASURED)).replace(/epoch \d+/, 'epoch N');
    await page.keyboard.press('Shift+Comma');
    await this.measuredAt(1);
    const keys = await Stopwatch.run(this.studio, async (watch) => {
      for (let epoch = 2; epoch <= EPOCHS; epoch++) {
        const outcome = { selector: MEASURED, text: words.replace('epoch N', `epoch ${epoch}`) };
        await watch.time({ type: 'keydown', key: '.', until: outcome }, () => page.keyboard.press('.'));
      }
    });
    this.row('next epoch by key, cached', keys, '33');
  }

  /** Both sliders are dragged to and fro. */
  async sliders(): Promise<void> {
    const { page, app } = this.studio;
    const hand = await Hand.on(page);
    for (const name of ['Threshold', 'Prediction']) {
      const slider = page.getByRole('slider', { name: new RegExp(`^${name}`, 'i') }).first();
      await slider.scrollIntoViewIfNeeded();
      const box = (await slider.boundingBox())!;
      const y = box.y + box.height / 2;
      const path = Array.from({ length: TIMES * 8 }, (_, k) => ({ x: box.x + box.width * (0.5 + 0.3 * Math.sin(k / 30)), y }));
      const drags = await latencies(app, () => hand.stroke(path));
      const label = (await slider.getAttribute('aria-label')) ?? name;
      this.row(
        `${label} dragged: pointer event to presented`,
        drags.map(({ whole }) => whole),
        '16.6',
      );
      this.row(
        '- of that from our handler on',
        drags.map(({ work }) => work),
        '16.6',
      );
    }
  }

  /** The whole sequence at ten a second, first with its predictions stored, then with none. */
  async playing(): Promise<void> {
    const { page } = this.studio;
    const names = framesOf(this.folder).map(({ name }) => name);
    for (const [what, epoch] of [
      ['stored', EPOCHS],
      ['computed on the way', EPOCHS - 1],
    ] as const) {
      await page.getByTestId('canvas').focus();
      await page.keyboard.press('Shift+Period');
      await this.measuredAt(EPOCHS);
      if (epoch === EPOCHS) {
        await page.getByTestId('predict-all').click({ timeout: 10_000 });
        await until('all is predicted', async () => (await page.getByTestId('predict-all').count()) === 0, 120);
      } else {
        await page.keyboard.press(',');
        await this.measuredAt(epoch);
      }
      await goTo(page, names[0]!);
      await page.waitForTimeout(1500);
      await page.getByTestId('canvas').focus();
      let largest = '';
      const shown = await Stopwatch.changes(this.studio, NAME, async () => {
        await page.keyboard.press('k');
        await until('the last frame is shown', async () => (await this.text(NAME)) === names.at(-1), 120);
        largest = await page.getByTestId('speed').innerText();
      });
      const gaps = shown.slice(1).map((at, k) => at - shown[k]!);
      this.row(`frame after frame at 10 a second, predictions ${what}: interval`, gaps, '100');
      this.words.push(
        `${shown.length + 1} of ${names.length} frames presented in ${((shown.at(-1)! - shown[0]!) / 1000).toFixed(2)} s (due: ${((names.length - 2) / 10).toFixed(1)} s), predictions ${what}; it said '${largest}'.`,
      );
      expect(shown.length + 1).toBe(names.length);
    }
  }

  /** All frames at all epochs, as the command line writes them. */
  async disk(): Promise<void> {
    const size = (): number => statSync(join(this.folder, 'project.db')).size;
    for (let epoch = 1; epoch <= EPOCHS; epoch++) await roadbrush('predict', this.folder, '--run', RUN_NAME, '--epoch', String(epoch));
    const { rows, bytes } = inDatabase(
      this.folder,
      (db) =>
        db.prepare('SELECT count(*) AS rows, sum(length(deflated)) AS bytes FROM prediction').get() as { rows: number; bytes: number },
    );
    const each = bytes / rows;
    this.words.push(
      `${rows} predictions are ${(bytes / 1e6).toFixed(1)} MB deflated, ${(each / 1000).toFixed(2)} kB each; the database is ${(size() / 1e6).toFixed(1)} MB. ` +
        `200 frames x 30 epochs: ${((each * 6000) / 1e6).toFixed(1)} MB.`,
    );
  }
}
