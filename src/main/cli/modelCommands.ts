// import-weights, export-model: nets from and to other programs.
import { Option, type Command } from 'commander';
import type { EpochChoice } from '../../shared/domain';
import { unwrap } from '../../shared/result';
import { MODEL_FORMAT_NAMES, MODEL_FORMATS, type ModelFormat } from '../../shared/training/modelFormats';
import { exportModel, importWeights } from '../studio';
import { action } from './command';
import type { Host } from './host';
import { epochOption, findRun, integer, RUN_HELP, size } from './parse';
import { bytes, shellWord, table, three } from './text';

type End = (code: number) => void;

interface ImportOptions {
  file: string;
  name?: string;
  size?: { width: number; height: number };
}
export function importWeightsCommand(program: Command, host: Host, end: End): void {
  const command = program
    .command('import-weights')
    .argument('<PROJECT>', 'the project to import into')
    .requiredOption('--file <F.h5>', 'what Keras saved: NAME.weights.h5, or NAME.h5 with or without the model')
    .option('--name <TEXT>', "the run's name; the file's if none is given")
    .option('--size <WxH>', 'input size; the file’s own, or 224x224 where it knows none', size)
    .summary('import weights of Keras as a run')
    .description(
      'Import the weights of a reference U-Net or U-Net++ from Keras as a finished run of one epoch, and score it on the held-out frames. The net, its base filters and its heads are found from the file.',
    )
    .addHelpText('after', '\nExample: roadbrush import-weights monday --file unet.weights.h5 --size 224x224');
  action<ImportOptions>(command, host, end, async (task, [project = ''], options) => {
    const studio = task.studio(project, 'write');
    const what = { file: task.path(options.file), name: options.name ?? '', size: options.size ?? null };
    const { run, parameters, notices } = unwrap(await importWeights(studio, what, task.verb));
    for (const notice of notices) task.note(notice);
    const { net, base, head, deepSupervision, width, height } = run.config;
    const words = [
      net === 'unet' ? `U-Net, ${head} head` : `U-Net++${deepSupervision ? ' with deep supervision' : ''}`,
      `${base} base filters`,
    ];
    return {
      json: { run, parameters, notices },
      lines: [
        `Run ${run.id} '${run.name}': ${words.join(', ')}, ${parameters} parameters, input ${width}x${height}, ${run.origin}.`,
        ...(run.bestMeanIoU === null ? [] : [`Held-out mean IoU ${three(run.bestMeanIoU)}, pooled ${three(run.bestPooledIoU)}.`]),
        `Go on training with: roadbrush train ${shellWord(project)} --from ${run.id}`,
      ],
    };
  });
}

interface ExportOptions {
  run?: string;
  epoch: EpochChoice;
  depth?: number;
  format: ModelFormat;
  out: string;
  overwrite?: boolean;
}
export function exportModelCommand(program: Command, host: Host, end: End): void {
  const command = program
    .command('export-model')
    .argument('<PROJECT>', 'the project of the run')
    .option('--run <R>', RUN_HELP)
    .addOption(epochOption())
    .option(
      '--depth <D>',
      'of a U-Net++ with deep supervision: the node to cut it at, 1 to 4; as the run predicts if none is given',
      integer(1, 4),
    )
    .addOption(new Option('--format <FORMAT>', 'what to write; see the end').choices(MODEL_FORMAT_NAMES).makeOptionMandatory())
    .requiredOption('--out <PATH>', 'the file or folder to write; it is there only when it is whole')
    .option('--overwrite', 'replace an earlier export of that name')
    .summary('write a run’s net for other programs')
    .description(
      'Write a run’s net as a file or folder that other programs load: images [n, height, width, 3] of 0..1 in, road probabilities [n, height, width, 1] out.',
    )
    .addHelpText(
      'after',
      `\nFormats:\n${MODEL_FORMATS.map(({ value, sentence }) => `  ${value.padEnd(11)} ${sentence}`).join('\n')}\n\nExample: roadbrush export-model monday --run 3 --format onnx --out road.onnx`,
    );
  action<ExportOptions>(command, host, end, async (task, [project = ''], options) => {
    const studio = task.studio(project, 'read');
    const { epoch, depth, format, overwrite } = options;
    const run = findRun(studio.project, options.run);
    const what = { run: run.id, epoch, depth: depth ?? null, format, out: task.path(options.out), overwrite: overwrite === true };
    const made = unwrap(await exportModel(studio, what, task.verb));
    return {
      json: made,
      lines: [
        `Wrote ${made.out}: run ${run.id} '${run.name}', epoch ${made.epoch}, ${made.parameters} parameters.`,
        `  in   images         float32 [n, ${made.height}, ${made.width}, 3], RGB, 0..1`,
        `  out  probabilities  float32 [n, ${made.height}, ${made.width}, 1], 0..1; road above ${run.config.threshold}`,
        ...table(
          ['file', 'size'],
          made.files.map((file) => [file.file, bytes(file.bytes)]),
        ),
      ],
    };
  });
}
