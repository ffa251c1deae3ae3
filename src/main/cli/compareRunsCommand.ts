// runs compare: scores of several runs with what they were measured on, and the settings that differ.
import type { Command } from 'commander';
import { unwrap } from '../../shared/result';
import { comparable } from '../../shared/training/comparable';
import { comparedRuns } from '../../shared/training/comparison';
import { movedWords } from '../../shared/training/moves';
import { runsMeasuredOn } from '../studio';
import { action, wrongUse } from './command';
import type { Host } from './host';
import { findRun } from './parse';
import { duration } from './progress';
import { table, three } from './text';

export function compareCommand(runs: Command, host: Host, end: (code: number) => void): void {
  const command = runs
    .command('compare')
    .argument('<PROJECT>', 'the project')
    .argument('<RUNS...>', 'two runs or more, by number or name')
    .option('--all', 'every setting, not only those that differ')
    .summary('hold several runs against each other')
    .description('Print the scores of several runs, whether these were measured alike, and the settings that differ.')
    .addHelpText('after', '\nExample: roadbrush runs compare monday 3 5');
  action<{ all?: boolean }>(command, host, end, async (task, [project = '', ...written], { all }) => {
    if (written.length < 2) wrongUse('Name two runs or more.');
    const opened = task.open(project, 'read');
    const found = written.map((word) => findRun(opened, word));
    const measured = unwrap(
      await runsMeasuredOn(
        opened,
        found.map((run) => run.id),
      ),
    );
    const { same, said } = comparable(found, measured);
    const settings = comparedRuns(found.map((run) => run.config)).filter((row) => all || row.differs);
    const rows = [
      ['held-out mean IoU', ...found.map((run) => three(run.bestMeanIoU))],
      ['held-out pooled IoU', ...found.map((run) => three(run.bestPooledIoU))],
      ['at epoch', ...found.map((run) => (run.bestEpoch === null ? '-' : `${run.bestEpoch} of ${run.epochs}`))],
      ['frames', ...found.map((run) => `${run.trainFrames} + ${run.heldOutFrames}`)],
      ['time', ...found.map((run) => duration(run.seconds))],
      ...settings.map(({ option, values, differs }) => [
        `${all && differs ? '* ' : ''}${option.label}`,
        ...values.map((value) => value ?? '-'),
      ]),
    ];
    return {
      json: {
        runs: found,
        measuredAlike: same,
        measured,
        said,
        settings: settings.map(({ option, values, differs }) => ({ path: option.path, label: option.label, values, differs })),
      },
      lines: [
        ...table(['', ...found.map((run) => run.name)], rows),
        '',
        ...(same ? said : ['These scores were not measured alike, and cannot be held against each other as they are:', ...said]),
        ...found.filter((run) => run.moved > 0).map((run) => `${run.name}: ${movedWords(run.moves)}.`),
      ],
    };
  });
}
