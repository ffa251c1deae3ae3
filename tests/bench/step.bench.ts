// One training step of the reference U-Net (two-filter head, 224x224): ours, Keras', PyTorch's; every contender in a process of its own, in rounds.
import { expect, it } from 'vitest';
import { PRESETS } from '../../src/shared/training/config';
import { markdown, median, ratio, ROUNDS, seconds, STEPS } from './lib/numbers';
import { ourStep } from './lib/ours';
import { noPeers, peer, printed } from './lib/peers';

interface Shape {
  readonly base: number;
  readonly batch: number;
}
interface Measured {
  readonly step: number;
  readonly peakMB: number;
}
/** ROADBRUSH_BENCH_SHAPES=2x1,4x1: other shapes, base x batch. */
const SHAPES: Shape[] = (process.env['ROADBRUSH_BENCH_SHAPES'] ?? '16x8,32x4,64x1').split(',').map((text) => {
  const [base, batch] = text.split('x').map(Number);
  return { base: base!, batch: batch! };
});

type Contender = (shape: Shape) => Promise<Measured>;
type Precision = 'float32' | 'bfloat16';
const ours =
  (path: 'graph' | 'eager', precision: Precision): Contender =>
  async (shape) => {
    const { stepSeconds, peakMB } = await ourStep({ ...PRESETS.reference, ...shape, precision }, path, STEPS);
    return { step: stepSeconds, peakMB };
  };
const told = (text: string): Measured => ({ step: printed(text, 'step'), peakMB: printed(text, 'peakMB') });
const keras =
  (precision: Precision): Contender =>
  async ({ base, batch }) =>
    told(await peer('step_keras.py', 'unet', base, batch, STEPS, precision));
const torch =
  (precision: Precision): Contender =>
  async ({ base, batch }) =>
    told(await peer('step_torch.py', base, batch, STEPS, precision));

const OURS: Record<string, Contender> = {
  'ours bfloat16': ours('graph', 'bfloat16'),
  'ours float32': ours('graph', 'float32'),
  'ours eager float32': ours('eager', 'float32'),
};
const PEERS: Record<string, Contender> = {
  'Keras bfloat16': keras('bfloat16'),
  'Keras float32': keras('float32'),
  'PyTorch bfloat16': torch('bfloat16'),
  'PyTorch float32': torch('float32'),
};

it('a training step, beside its peers', async () => {
  if (noPeers) console.warn(noPeers);
  const contenders = Object.entries(noPeers ? OURS : { ...OURS, ...PEERS });
  const names = contenders.map(([name]) => name);
  const steps: string[][] = [];
  const peaks: string[][] = [];
  const ratios: string[][] = [];
  for (const shape of SHAPES) {
    const rounds = new Map<string, Measured[]>(names.map((name) => [name, []]));
    for (let round = 0; round < ROUNDS; round++) {
      for (const [name, measure] of contenders) {
        const measured = await measure(shape);
        rounds.get(name)!.push(measured);
        console.log(
          `base ${shape.base}, batch ${shape.batch}, round ${round + 1}: ${name} ${seconds(measured.step)}, ${measured.peakMB} MB`,
        );
      }
    }
    const of = (name: string, what: keyof Measured): number | undefined => {
      const all = rounds.get(name)?.map((measured) => measured[what]);
      return all && median(all);
    };
    const title = `${shape.base}, ${shape.batch}`;
    const peers = Object.keys(PEERS).flatMap((name) => of(name, 'step') ?? []);
    steps.push([title, ...names.map((name) => `${seconds(of(name, 'step')!)} ${spread(rounds.get(name)!.map(({ step }) => step))}`)]);
    peaks.push([title, ...names.map((name) => of(name, 'peakMB')!.toFixed(0))]);
    ratios.push([
      title,
      ratio(of('ours bfloat16', 'step'), peers.length > 0 ? Math.min(...peers) : undefined),
      ratio(of('ours float32', 'step'), of('Keras float32', 'step')),
      ratio(of('ours bfloat16', 'peakMB'), of('Keras bfloat16', 'peakMB')),
      ratio(of('ours float32', 'peakMB'), of('Keras float32', 'peakMB')),
    ]);
    for (const name of names) expect(of(name, 'step')).toBeGreaterThan(0);
  }
  const ratioNames = [
    'bfloat16 / best peer',
    'float32 / Keras float32',
    'peak, bfloat16 / Keras bfloat16',
    'peak, float32 / Keras float32',
  ];
  console.log(`\nSeconds a step: median of ${ROUNDS} medians of ${STEPS} steps (lowest-highest median)`);
  console.log(markdown(['base, batch', ...names], steps));
  console.log('\nPeak memory of the process, MB');
  console.log(markdown(['base, batch', ...names], peaks));
  console.log('\nOurs against the peers');
  console.log(markdown(['base, batch', ...ratioNames], ratios));
});

const spread = (values: readonly number[]): string => `(${Math.min(...values).toFixed(3)}-${Math.max(...values).toFixed(3)})`;
