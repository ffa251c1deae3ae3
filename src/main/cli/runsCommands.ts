// runs: the list in any order and through a filter, one in full, tags and notes.
import { Option, type Command } from 'commander';
import type { RunSummary } from '../../shared/contract/runs';
import { unwrap } from '../../shared/result';
import { changesFrom, presetOf } from '../../shared/training/changes';
import { movedWords } from '../../shared/training/moves';
import { orderedBy, RUN_KEYS, runMatches, sortRuns, type RunKey } from '../../shared/training/runList';
import { tagsOf } from '../../shared/training/tags';
import { annotateRun, getRun, listRuns } from '../studio';
import { action } from './command';
import { compareCommand } from './compareRunsCommand';
import type { Host } from './host';
import { findRun } from './parse';
import { duration } from './progress';
import { recordLines } from './runRecord';
import { table, three } from './text';

type End = (code: number) => void;

interface ListOptions {
  run?: string;
  sort: RunKey;
  reverse?: boolean;
  filter?: string;
}

export function runsCommand(program: Command, host: Host, end: End): void {
  const command = program
    .command('runs')
    .argument('<PROJECT>', 'the project')
    .option('--run <R>', "one run's whole record, by number or name: on what it ran, what differs from its preset, every setting")
    .addOption(new Option('--sort <KEY>', 'what orders them').choices(RUN_KEYS).default('made'))
    .option('--reverse', 'the other way round')
    .option(
      '--filter <WORDS>',
      'only runs of which all these words are said (name, net, preset, device, state, note, tags); #word is a tag',
    )
    .summary('list the runs of a project, or show one in full')
    .description('List the runs of a project, newest first, or show one in full; also while another program is training one.')
    .addHelpText(
      'after',
      '\nExample: roadbrush runs monday --sort mean --filter "#wide unetpp"\n         roadbrush runs monday --run 3\n         roadbrush runs compare monday 3 5',
    );
  annotateCommand(command, host, end);
  compareCommand(command, host, end);
  action<ListOptions>(command, host, end, async (task, [project = ''], options) => {
    const opened = task.open(project, 'read');
    if (options.run !== undefined) {
      const detail = unwrap(getRun(opened, findRun(opened, options.run).id));
      return { json: { ...detail, changed: changedPaths(detail.run) }, lines: recordLines(detail) };
    }
    const all = listRuns(opened);
    const order = orderedBy({ by: 'made', down: false }, options.sort);
    const runs = sortRuns(
      all.filter((run) => runMatches(run, options.filter ?? '')),
      options.reverse ? { ...order, down: !order.down } : order,
    );
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
      lines:
        runs.length > 0
          ? table(header, rows)
          : all.length > 0
            ? [`None of the ${all.length} runs of ${opened.name} matches '${options.filter ?? ''}'.`]
            : [`${opened.name} has no run yet. Train one with: roadbrush train`],
    };
  });
}

const changedPaths = ({ config }: RunSummary): string[] => changesFrom(presetOf(config), config).map(({ option }) => option.path);

const keptOf = (project: Parameters<typeof getRun>[0], run: RunSummary): string =>
  unwrap(getRun(project, run.id))
    .checkpoints.map((checkpoint) => String(checkpoint.epoch))
    .join(',') || '-';

interface Words {
  tag?: string[];
  untag?: string[];
  note?: string;
}
const more = (word: string, words: readonly string[] = []): string[] => [...words, ...tagsOf(word)];

function annotateCommand(runs: Command, host: Host, end: End): void {
  const command = runs
    .command('annotate')
    .argument('<PROJECT>', 'the project')
    .argument('<RUN>', 'the run, by number or name')
    .option('--tag <WORD>', 'adds a tag; may be given again, or several with commas', more)
    .option('--untag <WORD>', 'takes a tag away; may be given again', more)
    .option('--note <TEXT>', "the run's note; an empty one takes it away")
    .summary('set the tags and the note of a run')
    .description('Set the tags and the note of a run. Without an option it says what they are.')
    .addHelpText('after', '\nExample: roadbrush runs annotate monday 3 --tag wide --note "sees the far road"');
  action<Words>(command, host, end, async (task, [project = '', written = ''], { tag = [], untag = [], note }) => {
    const asks = tag.length === 0 && untag.length === 0 && note === undefined;
    const opened = task.open(project, asks ? 'read' : 'write');
    const before = findRun(opened, written);
    const tags = [...before.tags.filter((word) => !untag.includes(word)), ...tag];
    const run = asks ? before : unwrap(annotateRun(opened, before.id, { tags, note }));
    const said = [`tags: ${run.tags.join(', ') || 'none'}`, `note: ${run.note || 'none'}`];
    return { json: { run: run.id, tags: run.tags, note: run.note }, lines: [`Run ${run.id} '${run.name}': ${said.join('; ')}`] };
  });
}
