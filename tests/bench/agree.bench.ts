// The same numbers whichever way: graph, eager and Keras from the same weights over the same batch, dropout off, float32, ten steps of Adam.
// Each round has a seed of its own, and the table medians over them: should a value lie so near to 0 that rounding puts it on either side of a ReLU's
// kink, one pixel's share of the gradients comes or goes.
import { expect, it } from 'vitest';
import { loadTensorFlow } from '../../src/main/engine/tensorflow/runtime';
import type { StepperConfig } from '../../src/main/engine/training/stepper';
import { PRESETS } from '../../src/shared/training/config';
import { apart, arraysApart, followed, roadBatch, type Apart, type Course } from '../integration/graph/agreement';
import { kerasCourse } from './lib/kerasCourse';
import { fromEnvironment, markdown, median, ROUNDS } from './lib/numbers';
import { eagerOutputs, graphOutputs } from './lib/outputs';
import { noPeers } from './lib/peers';

const STEPS = fromEnvironment('ROADBRUSH_BENCH_STEPS', 10);
const SIZE = 64;
const RATE = 1e-4;
const plain: StepperConfig = { ...PRESETS.reference, base: 8, width: SIZE, height: SIZE, batch: 2, dropout: 0 };
const KINDS: Record<string, Partial<StepperConfig>> = {
  'U-Net, two-filter head': {},
  'U-Net, direct head': { head: 'direct' },
  'U-Net++': { net: 'unetpp' },
  'U-Net++, deep supervision': { net: 'unetpp', deepSupervision: true },
  'U-Net, batch normalisation': { head: 'direct', batchNorm: true },
  'U-Net++, deep supervision, batch normalisation': { net: 'unetpp', deepSupervision: true, batchNorm: true },
};
type Way = Pick<Course, 'losses' | 'gradients'> & { readonly outputs: Float32Array };

const BETWEEN = [
  ['graph', 'eager'],
  ['graph', 'Keras'],
  ['eager', 'Keras'],
] as const;

it('graph, eager and Keras side by side', async () => {
  if (noPeers) console.warn(noPeers);
  await loadTensorFlow();
  const [rows, courses]: [string[][], string[][]] = [[], []];
  for (const [name, changes] of Object.entries(KINDS)) {
    const rounds: Record<string, Way>[] = [];
    for (let seed = 1; seed <= ROUNDS; seed++) rounds.push(await waysOf({ ...plain, ...changes, seed }));
    for (const [way, { losses }] of Object.entries(rounds[0]!)) courses.push([name, way, ...losses.map((loss) => loss.toFixed(6))]);
    for (const [a, b] of BETWEEN) {
      if (!rounds[0]![b]) continue;
      const pairs = rounds.map((ways) => [ways[a]!, ways[b]!] as const);
      const outputs = pairs.map(([one, other]) => apart(one.outputs, other.outputs));
      const first = pairs.map(([one, other]) => apart([one.losses[0]!], [other.losses[0]!]));
      const gradients = pairs.map(([one, other]) => arraysApart(one.gradients, other.gradients));
      const losses = pairs.map(([one, other]) => apart(one.losses, other.losses));
      rows.push([name, `${a}, ${b}`, ...[outputs, first, gradients, losses].map(figures)]);
      expect(Math.max(...outputs.map(({ absolute }) => absolute))).toBeLessThan(1);
    }
  }
  console.log(`\nLargest relative difference to the largest value of the same array: median of ${ROUNDS} seeds (the worst of them)`);
  console.log(markdown(['net', 'between', 'outputs', 'first loss', 'gradients', `losses of ${STEPS} steps`], rows));
  console.log('\nThe losses of the first seed, step by step');
  console.log(markdown(['net', 'by', ...Array.from({ length: STEPS }, (_, k) => `${k + 1}`)], courses));
});

async function waysOf(config: StepperConfig): Promise<Record<string, Way>> {
  const batch = roadBatch(config.batch, SIZE, SIZE, config.seed);
  const batches = Array.from({ length: STEPS }, () => batch);
  return {
    graph: { ...followed('graph', config, batches, RATE), outputs: graphOutputs(config, batch) },
    eager: { ...followed('eager', config, batches, RATE), outputs: eagerOutputs(config, batch) },
    // The peer's nets have no batch normalisation.
    ...(noPeers || config.batchNorm ? {} : { Keras: await kerasCourse(config, batch, STEPS, RATE) }),
  };
}

const figures = (all: readonly Apart[]): string => {
  const relative = all.map((one) => one.relative);
  return `${median(relative).toExponential(0)} (${Math.max(...relative).toExponential(0)})`;
};
