// runs: the list, one in full, tags and notes.
import type { Command } from 'commander';
import type { RunSummary } from '../../shared/contract/runs';
import { unwrap } from '../../shared/result';
import { changesFrom, presetOf } from '../../shared/training/changes';
import { movedWords } from '../../shared/training/moves';
import { tagsOf } from '../../shared/training/tags';
import { annotateRun, getRun, listRuns } from '../studio';
import { action } from './command';
import type { Host } from './host';
import { findRun } from './parse';
import { duration } from './progress';
import { recordLines } from './runRecord';
import { table, three } from './text';

type End = (code: number) => void;

export function runsCommand(program: Command, host: Host, end: End): void {
  const command = program
    .command('runs')
    .argument('<PROJECT>', 'the project')
    .option('--run <R>', "one run's whole record, by number or name: on what it ran, what differs from its preset, every setting")
    .summary('list the runs of a project, or show one in full')
    .description('List the runs of a project, newest first, or show one in full; also while another program is training one.')
    .addHelpText(
      'after',
      '\nExample: roadbrush runs monday --run 3\n         roadbrush runs annotate monday 3 --tag wide --note "sees the far road"',
    );
  // What stands after a word such as 'annotate' is that command's.
  command.enablePositionalOptions();
  annotateCommand(command, host, end);
  action<{ run?: string }>(command, host, end, async (task, [project = ''], options) => {
    const opened = task.open(project, 'read');
    if (options.run !== undefined) {
      const detail = unwrap(getRun(opened, findRun(opened, options.run).id));
      return { json: { ...detail, changed: changedPaths(detail.run) }, lines: recordLines(detail) };
    }
    const runs = listRuns(opened);
    const rows = runs.map((run) => [
      ...[
        String(run.id),
        run.name,
        run.config.net,
        run.config.preset,
        String(run.config.base),
        run.state,
        `${run.epochs}/${run.config.epochs}`,
      ],
      ...[
        three(run.bestMeanIoU),
        three(run.bestPooledIoU),
        run.bestEpoch === null ? '-' : String(run.bestEpoch),
        keptOf(opened, run),
        ...[duration(run.seconds), run.tags.join(' '), run.moved > 0 ? movedWords(run.moves) : ''],
      ],
    ]);
    const header = [
      'run',
      'name',
      'net',
      'preset',
      'base',
      'state',
      'epochs',
      'mean IoU',
      'pooled IoU',
      'best',
      'weights of',
      'time',
      'tags',
      'moved',
    ];
    return {
      json: { runs },
      lines: runs.length > 0 ? table(header, rows) : [`${opened.name} has no run yet. Train one with: roadbrush train`],
    };
  });
}

const changedPaths = ({ config }: RunSummary): string[] => changesFrom(presetOf(config), config).map(({ option }) => option.path);

const keptOf = (project: Parameters<typeof getRun>[0], run: RunSummary): string =>
  unwrap(getRun(project, run.id))
    .checkpoints.map((checkpoint) => String(checkpoint.epoch))
    .join(',') || '-';

interface Words {
  tag: string[];
  untag: string[];
  note?: string;
}
const more = (word: string, words: readonly string[]): string[] => [...words, ...tagsOf(word)];

function annotateCommand(runs: Command, host: Host, end: End): void {
  const command = runs
    .command('annotate')
    .argument('<PROJECT>', 'the project')
    .argument('<RUN>', 'the run, by number or name')
    .option('--tag <WORD>', 'adds a tag; may be given again, or several with commas', more, [])
    .option('--untag <WORD>', 'takes a tag away', more, [])
    .option('--note <TEXT>', "the run's note; an empty one takes it away")
    .summary('set the tags and the note of a run')
    .description('Set the tags and the note of a run. Without an option it says what they are.')
    .addHelpText('after', '\nExample: roadbrush runs annotate monday 3 --tag wide --note "sees the far road"');
  action<Words>(command, host, end, async (task, [project = '', written = ''], { tag, untag, note }) => {
    const asks = tag.length === 0 && untag.length === 0 && note === undefined;
    const opened = task.open(project, asks ? 'read' : 'write');
    const before = findRun(opened, written);
    const tags = [...before.tags.filter((word) => !untag.includes(word)), ...tag];
    const run = asks ? before : unwrap(annotateRun(opened, before.id, { tags, note }));
    const said = [`tags: ${run.tags.join(', ') || 'none'}`, `note: ${run.note || 'none'}`];
    return { json: { run: run.id, tags: run.tags, note: run.note }, lines: [`Run ${run.id} '${run.name}': ${said.join('; ')}`] };
  });
}
