// compare: two runs held against each other on the frames that both have predicted.
import type { Command } from 'commander';
import type { RunComparison } from '../../shared/contract/compare';
import type { EpochChoice } from '../../shared/domain';
import { comparisonWords, leftOutWords } from '../../shared/metrics/comparisonWords';
import { plain } from '../../shared/prediction/decision';
import { unwrap } from '../../shared/result';
import { compareRuns, predict } from '../studio';
import { action } from './command';
import type { Host } from './host';
import { decimal, epochOption, findRun, findWeights } from './parse';
import { table, three } from './text';

interface CompareOptions {
  epoch: EpochChoice;
  threshold?: number;
  predict?: boolean;
  frames?: boolean;
}

export function compareCommand(program: Command, host: Host, end: (code: number) => void): void {
  const command = program
    .command('compare')
    .argument('<PROJECT>', 'the project of the runs')
    .argument('<A>', 'a run by number or name; RUN:EPOCH for an epoch of its own')
    .argument('<B>', 'the other one')
    .addOption(epochOption())
    .option('--threshold <T>', 'of both, 0 to 1; what was last chosen for each run (else its own, 0.5) if none is given', decimal(0, 1))
    .option('--predict', 'predict first what either run has not predicted yet')
    .option('--frames', 'list every frame, those that the two disagree on most first')
    .summary('compare two runs')
    .description(
      'Compare two runs on the frames that both held out: mean and pooled IoU, and whether the mean difference is more than chance (paired bootstrap over frames, BCa, 95 %).',
    )
    .addHelpText('after', '\nExample: roadbrush compare monday unet-1 unetpp-1:last --predict --json');
  action<CompareOptions>(command, host, end, async (task, [project = '', first = '', second = ''], options) => {
    const studio = task.studio(project, options.predict ? 'write' : 'read');
    const side = (written: string) => {
      const { run, epoch } = /:(best|last|\d+)$/.test(written)
        ? findWeights(studio.project, written)
        : { run: findRun(studio.project, written).id, epoch: options.epoch };
      const { decision, config } = findRun(studio.project, String(run));
      return { run, epoch, decision: options.threshold === undefined ? (decision ?? plain(config.threshold)) : plain(options.threshold) };
    };
    const [a, b] = [side(first), side(second)];
    if (options.predict) for (const { run, epoch } of [a, b]) unwrap(await predict(studio, { run, epoch, frames: [] }, task.verb));
    const found = unwrap(await compareRuns(studio.project, { a, b }, task.verb));
    return { json: found, lines: linesOf(found, options.frames === true) };
  });
}

function linesOf(found: RunComparison, frames: boolean): string[] {
  const sides = [found.a, found.b];
  const missing = [found.missingA.length, found.missingB.length];
  const rows = [...found.rows].sort((x, y) => (y.disagreement ?? -1) - (x.disagreement ?? -1));
  return [
    ...table(
      ['', 'run', 'epoch', 'threshold', 'mean IoU', 'pooled IoU'],
      sides.map((side, i) => [
        'AB'[i]!,
        side.name,
        String(side.epoch),
        String(side.decision.threshold),
        three(side.meanIoU),
        three(side.pooledIoU),
      ]),
    ),
    '',
    comparisonWords(found),
    ...leftOutWords(found),
    ...sides.flatMap(({ name }, i) => (missing[i] ? [`${name} has not predicted ${missing[i]} frames: --predict does it.`] : [])),
    '',
    ...table(
      [frames ? 'frames' : 'most disagreement', 'A: set', 'B: set', 'IoU A', 'IoU B', 'difference', 'disagreement'],
      rows
        .slice(0, frames ? rows.length : 10)
        .map(({ name, splitA, splitB, iouA, iouB, disagreement }) => [
          name,
          splitA === 'none' ? 'not seen' : splitA,
          splitB === 'none' ? 'not seen' : splitB,
          three(iouA),
          three(iouB),
          iouA === null || iouB === null ? '-' : signed(iouB - iouA),
          disagreement === null ? '-' : `${(disagreement * 100).toFixed(2)} %`,
        ]),
    ),
  ];
}

const signed = (value: number): string => `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(3)}`;
