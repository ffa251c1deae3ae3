// bench: what a training step takes on this machine, and so what a run would.
import { Option, type Command } from 'commander';
import { unwrap } from '../../shared/result';
import { PRESETS, RunConfig } from '../../shared/training/config';
import type { BenchResult } from '../engine/protocol';
import { bench, REFERENCE_FRAMES, type BenchReport, type ReferenceTime } from '../studio';
import { action, DONE, INTERRUPTED, wrongUse } from './command';
import type { Host } from './host';
import { integer, size } from './parse';
import { table } from './text';

const NETS = RunConfig.shape.net.options;
const NET_NAMES = { unet: 'U-Net', unetpp: 'U-Net++' } as const;

interface BenchOptions {
  net?: RunConfig['net'];
  base: number;
  batch: number;
  size: { width: number; height: number };
  precision?: RunConfig['precision'];
  path: BenchResult['path'];
  steps: number;
}

export function benchCommand(program: Command, host: Host, end: (code: number) => void): void {
  const command = program
    .command('bench')
    .addOption(new Option('--net <NET>', 'this network alone; both if none is given').choices(NETS))
    .option('--base <N>', 'filters of the first level', integer(1, 128), 16)
    .option('--batch <K>', 'images a step', integer(1, 256), 8)
    .addOption(new Option('--size <WxH>', 'input size in pixels, multiples of 16').argParser(size).default(size('224x224'), '224x224'))
    .addOption(
      new Option('--precision <P>', 'this precision alone; all that this machine is made for if none is given').choices([
        'auto',
        'float32',
        'bfloat16',
      ]),
    )
    .addOption(new Option('--path <WAY>', 'the step as one graph, or operation by operation').choices(['graph', 'eager']).default('graph'))
    .option('--steps <N>', 'timed steps of each, after two to warm up', integer(1, 10_000), 10)
    .summary('measure how fast this machine trains')
    .description(
      'Measure how fast this machine trains: images a second and memory for each net and precision, each in a process of its own, and the time that the reference run would take.',
    )
    .addHelpText('after', '\nExample: roadbrush bench --net unet --base 16 --batch 8 --json');
  action<BenchOptions>(command, host, end, async (task, _args, { net, precision, size: input, ...options }) => {
    if (options.path === 'eager' && precision === 'bfloat16')
      wrongUse('bfloat16 is computed by the graph alone: --path eager takes float32.');
    const report = unwrap(
      await bench(
        (path) => host.ownEngine(path),
        // The reference's own step is for the sentence, which programs are not told.
        { nets: net ? [net] : NETS, precision: precision ?? null, ...input, ...options, reference: !task.json },
        { signal: task.signal, onProgress: (tick) => task.progress.tick(tick) },
      ),
    );
    for (const note of report.notes) task.note(note);
    if (report.cancelled) task.note('Interrupted: what follows was measured until then.');
    return {
      json: { results: report.results.map(({ seconds: _, ...result }) => result) },
      lines: linesOf(report, options.steps),
      code: report.cancelled ? INTERRUPTED : DONE,
    };
  });
}

function linesOf({ device, auto, results, reference }: BenchReport, steps: number): string[] {
  const rows = results.map((result) => [
    NET_NAMES[result.net],
    ...[result.base, result.batch].map(String),
    result.size,
    result.precision === auto ? `${result.precision} (auto)` : result.precision,
    result.path,
    result.stepSeconds.toFixed(3),
    `${Math.min(...result.seconds).toFixed(3)}-${Math.max(...result.seconds).toFixed(3)}`,
    result.imagesPerSecond.toFixed(1),
    String(result.peakMB),
  ]);
  const header = ['net', 'base', 'batch', 'size', 'precision', 'path', 's/step', 'fastest-slowest', 'images/s', 'peak MB'];
  return [
    `On ${device}: the median of ${steps} ${steps === 1 ? 'step' : 'steps'}, after two to warm up.`,
    '',
    ...table(header, rows),
    ...(reference ? ['', referenceSentence(reference)] : []),
  ];
}

function referenceSentence({ seconds, precision, from, scaled }: ReferenceTime): string {
  const { base, batch, epochs } = PRESETS.reference;
  const how = scaled
    ? `scaled from ${NET_NAMES[from.net]}, base ${from.base}, batch ${from.batch}, ${from.size}, by the multiply-adds in it`
    : 'by its own step, measured';
  return `The reference run (U-Net, ${base} base filters, batch ${batch}, ${epochs} epochs of ${REFERENCE_FRAMES} frames) would take about ${inWords(seconds)} at ${precision} (${how}), scoring not counted.`;
}

/** '40 s', '12 min', '9 h 40 min', '3 d 4 h': as fine as such a guess is good for. */
function inWords(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (minutes < 60) return `${minutes} min`;
  const [hours, tens] = [Math.floor(minutes / 60), Math.floor((minutes % 60) / 5) * 5];
  return hours < 48
    ? `${hours} h${tens > 0 ? ` ${tens} min` : ''}`
    : `${Math.floor(hours / 24)} d${hours % 24 > 0 ? ` ${hours % 24} h` : ''}`;
}
