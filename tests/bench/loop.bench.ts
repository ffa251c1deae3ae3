// The loop that corrects what the net suspects: 40 of the 170 train masks of KITTI road are spoiled by a fixed script (lib/spoil.ts), a net is trained on all,
// and the order 'label suspicion' is to hold 32 of them in its first 40. Then the net is trained on, from that run, after k corrections in that order and in
// random ones. It takes an hour on two cores; ROADBRUSH_BENCH_LOOP names a folder in which it goes on where it was.
// ROADBRUSH_BENCH_LOOP_EPOCHS, _MORE (epochs of training on), _SEEDS (random orders; 0: the queue's first 40 alone).
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { correct, makeProject, randomOrder, roadbrush, SPOILED, spoiledNames, trainNames } from './lib/loop';
import { loopPlot, type Curve } from './lib/loopPlot';
import { fromEnvironment, markdown } from './lib/numbers';
import { noRoad } from './lib/road';

const EPOCHS = fromEnvironment('ROADBRUSH_BENCH_LOOP_EPOCHS', 18);
const MORE = fromEnvironment('ROADBRUSH_BENCH_LOOP_MORE', 4);
const SEEDS = fromEnvironment('ROADBRUSH_BENCH_LOOP_SEEDS', 2);
const QUEUE_STEPS = [10, 20, 30, 40];
const RANDOM_STEPS = [20, 40, 80, 120];
const WANTED = 32;
/** What counts as having reached the clean labels' IoU. */
const WITHIN = 0.005;

interface Runs {
  readonly runs: readonly { readonly id: number; readonly name: string; readonly state: string }[];
}
interface Worst {
  readonly frames: readonly { readonly name: string; readonly value: number }[];
}

if (noRoad) console.warn(noRoad);
it.skipIf(noRoad !== null)('what the net suspects, and what it is worth to correct it first', async () => {
  const base = process.env['ROADBRUSH_BENCH_LOOP'] ?? mkdtempSync(join(tmpdir(), 'roadbrush-loop-'));
  console.log(`Working in ${base}`);
  const folder = join(base, 'loop.roadbrush');
  await makeProject(folder);
  const trained = async (name: string, args: string[]): Promise<void> => {
    const { runs } = await roadbrush<Runs>('runs', folder);
    if (runs.some((run) => run.name === name && run.state === 'done')) return;
    await roadbrush('train', folder, '--name', name, '--preset', 'road', '--keep-every', '2', ...args);
  };
  await trained('damaged', ['--epochs', String(EPOCHS)]);

  const bad = new Set(spoiledNames());
  const found = (order: readonly string[], k: number): number => order.slice(0, k).filter((name) => bad.has(name)).length;
  const orderBy = async (measure: string, epoch: string): Promise<string[]> => {
    await roadbrush('predict', folder, '--run', 'damaged', '--epoch', epoch);
    const top = String(trainNames().length);
    const args = ['--run', 'damaged', '--epoch', epoch, '--by', measure, '--set', 'train', '--top', top];
    return (await roadbrush<Worst>('worst', folder, ...args)).frames.map(({ name }) => name);
  };
  // The order is the one of the damaged masks: it is read once, before anything is corrected, and kept.
  const kept = join(base, 'orders.json');
  const orders: Record<string, string[]> = existsSync(kept) ? (JSON.parse(readFileSync(kept, 'utf8')) as Record<string, string[]>) : {};
  for (const epoch of ['best', String(EPOCHS), String(EPOCHS - 4), String(EPOCHS - 8)])
    for (const measure of ['suspicion', 'iou', 'boundary', 'entropy']) orders[`${measure} ${epoch}`] ??= await orderBy(measure, epoch);
  writeFileSync(kept, JSON.stringify(orders));
  console.log(
    markdown(
      ['order, epoch', ...[10, 20, 30, 40, 60].map((k) => `of the first ${k}`)],
      Object.entries(orders).map(([name, order]) => [name, ...[10, 20, 30, 40, 60].map((k) => String(found(order, k)))]),
    ),
  );
  const order = orders['suspicion best']!;
  expect(found(order, SPOILED)).toBeGreaterThanOrEqual(WANTED);
  if (SEEDS === 0) return;

  const scored = join(base, 'scores.json');
  const scores: Record<string, number> = existsSync(scored) ? (JSON.parse(readFileSync(scored, 'utf8')) as Record<string, number>) : {};
  const iouAfter = async (name: string, corrected: readonly string[]): Promise<number> => {
    if (scores[name] === undefined) {
      await correct(folder, new Set(corrected));
      await trained(name, ['--from', 'damaged:last', '--epochs', String(MORE), '--lr', '0.0005']);
      const { meanIoU } = await roadbrush<{ meanIoU: number }>('evaluate', folder, '--run', name, '--epoch', 'last');
      scores[name] = meanIoU;
      writeFileSync(scored, JSON.stringify(scores));
      console.log(`${name}: ${found(corrected, corrected.length)} of ${SPOILED} corrected, held-out mean IoU ${meanIoU.toFixed(4)}`);
    }
    return scores[name];
  };
  const none = await iouAfter('none', []);
  const clean = await iouAfter('clean', trainNames());
  const along = async (name: string, list: readonly string[], steps: readonly number[]): Promise<Curve> => {
    const points = [{ k: 0, iou: none }];
    for (const k of steps) points.push({ k, iou: await iouAfter(`${name} ${k}`, list.slice(0, k)) });
    points.push({ k: list.length, iou: clean });
    return { name, points };
  };
  const curves = [await along('queue', order, QUEUE_STEPS)];
  for (let seed = 1; seed <= SEEDS; seed++) curves.push(await along(`random ${seed}`, randomOrder(seed), RANDOM_STEPS));
  writeFileSync(resolve(import.meta.dirname, '../../docs/loop-queue.svg'), loopPlot(curves, clean, WITHIN));
  const reached = curves.map(({ points }) => points.find(({ iou }) => iou >= clean - WITHIN)!.k);
  console.log(`Clean ${clean.toFixed(4)}, none corrected ${none.toFixed(4)}. Corrections until within ${WITHIN}: ${reached.join(', ')}`);
  expect(clean - none, 'the damage costs more than is to be told apart').toBeGreaterThan(WITHIN);
  for (const random of reached.slice(1)) expect(reached[0]!).toBeLessThanOrEqual(random / 2);
});
