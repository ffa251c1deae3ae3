// worst: the frames that the queue would offer first, with their numbers.
import { Option, type Command } from 'commander';
import type { EpochChoice, Split } from '../../shared/domain';
import { byMeasure, MEASURE_WORDS, MEASURES, type Measure } from '../../shared/queue/measures';
import { unwrap } from '../../shared/result';
import { listFrames, listMeasures, measureAll, measureFrames } from '../studio';
import { action, wrongUse } from './command';
import type { Host } from './host';
import { epochOption, findRun, integer, RUN_HELP } from './parse';
import { table, three } from './text';

interface WorstOptions {
  by: Measure;
  run?: string;
  with?: string[];
  epoch: EpochChoice;
  top: number;
  set: Split | 'all';
  predict?: boolean;
}

export function worstCommand(program: Command, host: Host, end: (code: number) => void): void {
  const command = program
    .command('worst')
    .argument('<PROJECT>', 'the project')
    .addOption(new Option('--by <MEASURE>', 'what orders them; see the end').choices([...MEASURES]).default('iou'))
    .option('--run <R>', RUN_HELP)
    .option('--with <R...>', 'with --by runs: the other runs, each at its best epoch')
    .addOption(epochOption())
    .option('--top <N>', 'how many frames', integer(1), 40)
    .addOption(new Option('--set <SET>', 'of which frames').choices(['all', 'train', 'held-out', 'none']).default('all'))
    .option('--predict', 'predict first what the run has not predicted yet')
    .summary('list the frames to look at first')
    .description(
      'List the frames that the queue offers first: where the net is worst or least sure, or where it contradicts the mask. Masks are those of now.',
    )
    .addHelpText('after', `\nMeasures:\n${MEASURES.map((name) => `  ${name.padEnd(10)} ${MEASURE_WORDS[name].means}`).join('\n')}`)
    .addHelpText('after', '\nExample: roadbrush worst monday --by suspicion --predict --top 40');
  action<WorstOptions>(command, host, end, async (task, [project = ''], options) => {
    if (options.with && options.by !== 'runs') wrongUse('--with names the other runs of --by runs.');
    const studio = task.studio(project, options.predict ? 'write' : 'write-if-free');
    const run = findRun(studio.project, options.run);
    const others = (options.with ?? []).map((written) => findRun(studio.project, written).id);
    const wish = { run: run.id, epoch: options.epoch, measure: options.by, others };
    if (studio.project.write) unwrap(await measureAll(studio, { ...wish, predict: options.predict === true }, task.verb));
    const list = unwrap(listMeasures(studio.project, wish));
    let { rows } = list;
    if (!studio.project.write && list.stale.length > 0) {
      // Another program has the project: what is measured is told and not kept.
      const fresh = new Map(unwrap(await measureFrames(studio, { ...wish, frames: list.stale }, task.verb)).map((row) => [row.frame, row]));
      rows = [...rows.filter((row) => !fresh.has(row.frame)), ...fresh.values()];
    }
    const frames = new Map(listFrames(studio.project).map((frame) => [frame.id, frame]));
    const compare = byMeasure(options.by);
    const top = rows
      .flatMap((row) => {
        const frame = frames.get(row.frame);
        return frame && (options.set === 'all' || frame.split === options.set) ? [{ ...row, name: frame.name, split: frame.split }] : [];
      })
      .sort((a, b) => compare(a.value, b.value))
      .slice(0, options.top);
    const { title, short } = MEASURE_WORDS[options.by];
    const { length: missing } = list.unpredicted;
    const lines = [
      `${title}, run ${run.id} '${run.name}', epoch ${list.epoch}: the first ${top.length} frames`,
      ...table(
        ['frame', 'set', short],
        top.map((row) => [row.name, row.split === 'none' ? 'no set' : row.split, three(row.value)]),
      ),
      ...(missing > 0 ? [`${missing} frames are not predicted yet: add --predict.`] : []),
    ];
    return { json: { run: run.id, epoch: list.epoch, measure: options.by, frames: top, unpredicted: missing }, lines };
  });
}
