// A run's record for people: how it went, on what it ran, what differs from its preset, then every setting.
import type { RunDetail, RunSummary } from '../../shared/contract/runs';
import { changesFrom, groupsOf, optionsOf, presetOf } from '../../shared/training/changes';
import { optionValue } from '../../shared/training/options';
import { movedWords } from '../../shared/training/moves';
import { valueInWords } from '../../shared/training/values';
import { stepWords } from '../../shared/training/words';
import { duration } from './progress';
import { three } from './text';

const LABEL = 22;

export function recordLines({ run, epochs, checkpoints }: RunDetail): string[] {
  const { config } = run;
  const preset = presetOf(config);
  const changes = changesFrom(preset, config);
  const last = epochs.at(-1);
  const line = (label: string, words: string): string => `  ${label.padEnd(LABEL)} ${words}`;
  return [
    `Run ${run.id} '${run.name}' is ${run.state} after ${run.epochs} of ${config.epochs} epochs in ${duration(run.seconds)}.${run.reason ? ` ${run.reason}` : ''}`,
    ...(run.device ? [line('Ran on', run.device)] : []),
    ...(run.origin ? [line('Weights', run.origin)] : []),
    ...(run.tags.length > 0 ? [line('Tags', run.tags.join(', '))] : []),
    ...(run.note ? [line('Note', run.note)] : []),
    line('Best epoch', bestWords(run)),
    line('Frames', `${run.trainFrames} train, ${run.heldOutFrames} held-out; masks up to version ${run.maskVersion}`),
    ...(run.moved > 0 ? [line('Moved since', movedWords(run.moves))] : []),
    ...(last && stepWords(last) ? [line('Last epoch', stepWords(last))] : []),
    line('Weights of', checkpoints.map(({ epoch }) => epoch).join(', ') || 'no epoch'),
    '',
    preset === null
      ? `Preset '${config.preset}'`
      : changes.length > 0
        ? `Differs from the preset '${preset}':`
        : `As the preset '${preset}' has it.`,
    ...(preset === null ? [] : changes).map(({ option, value, before }) =>
      line(option.label, `${valueInWords(option, value)}  (${preset}: ${valueInWords(option, before)})`),
    ),
    ...groupsOf(config).flatMap((group) => [
      '',
      group,
      ...optionsOf(config)
        .filter((option) => option.group === group)
        .map((option) => line(option.label, valueInWords(option, optionValue(config, option.path)))),
    ]),
  ];
}

const bestWords = ({ bestEpoch, bestMeanIoU, bestPooledIoU }: RunSummary): string =>
  bestEpoch === null ? 'none yet' : `${bestEpoch}, held-out mean IoU ${three(bestMeanIoU)} (pooled ${three(bestPooledIoU)})`;
