// The report as one HTML page without a reference to anything outside it: all text escaped, charts and pictures inside.
import type { RunDetail, RunFrame } from '../../../shared/contract/runs';
import type { SetScore } from '../../../shared/domain';
import { postWords } from '../../../shared/prediction/decision';
import { changesFrom, presetOf } from '../../../shared/training/changes';
import { movedWords } from '../../../shared/training/moves';
import { valueInWords } from '../../../shared/training/values';
import { waitingShare } from '../../../shared/training/words';
import { histogram, lineChart, type Line } from './charts';
import { escaped } from './escape';
import type { Measured } from './measure';
import { STYLE } from './style';

export interface Picture {
  readonly name: string;
  readonly iou: number;
  readonly webp: Uint8Array;
}
export interface ReportFacts {
  readonly version: string;
  readonly project: string;
  /** ms since 1970 */
  readonly now: number;
  readonly detail: RunDetail;
  readonly frames: readonly RunFrame[];
  /** The epoch that was measured. */
  readonly epoch: number;
  /** Null where nothing was held out. */
  readonly measured: Measured | null;
  readonly worst: readonly Picture[];
  readonly best: readonly Picture[];
}

const three = (value: number | null): string => (value === null ? '–' : value.toFixed(3));
const row = (name: string, value: string): string => `<tr><th scope="row">${escaped(name)}</th><td>${escaped(value)}</td></tr>`;
const section = (title: string, inside: string): string => (inside === '' ? '' : `<section><h2>${escaped(title)}</h2>${inside}</section>`);

export function reportPage(facts: ReportFacts): string {
  const { run } = facts.detail;
  const on = `run ${run.name}, epoch ${facts.epoch}, held-out set`;
  const date = new Date(facts.now).toISOString().slice(0, 16).replace('T', ' ');
  const body = [
    `<header><h1>${escaped(run.name)}</h1><p>${escaped(`A run of ${facts.project}, ${run.state}. Report of ${date} UTC by Roadbrush ${facts.version}.`)}</p>${run.note ? `<p>${escaped(run.note)}</p>` : ''}</header>`,
    section('The run', `<table>${runRows(facts)}</table>`),
    section('Scores', scoreTable(facts, on)),
    section('Settings', settings(facts)),
    section('Curves', curves(facts)),
    section('Held-out frames', heldOut(facts, on)),
    pictures('Worst held-out frames', facts.worst, on, run.config.threshold),
    pictures('Best held-out frames', facts.best, on, run.config.threshold),
  ];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${escaped(`${run.name} – Roadbrush`)}</title><style>${STYLE}</style></head>
<body><main>${body.join('\n')}</main></body></html>
`;
}

function runRows({ detail: { run, checkpoints }, frames }: ReportFacts): string {
  const changed = frames.filter(({ version, current }) => version !== current).length;
  return [
    row(
      'Net',
      `${run.config.net === 'unetpp' ? 'U-Net++' : 'U-Net'}, ${run.config.base} base filters, input ${run.config.width}×${run.config.height}`,
    ),
    row('Ran on', run.device || 'not known: its weights were trained elsewhere'),
    ...(run.origin ? [row('Weights', run.origin)] : []),
    row('State', [run.state, run.reason].filter(Boolean).join(': ')),
    row('Epochs', `${run.epochs} of ${run.config.epochs}, in ${(run.seconds / 60).toFixed(1)} minutes`),
    row(
      'Best epoch',
      run.bestEpoch === null
        ? 'none yet'
        : `${run.bestEpoch}, held-out mean IoU ${three(run.bestMeanIoU)}, pooled ${three(run.bestPooledIoU)}, threshold ${run.config.threshold}`,
    ),
    row('Frames', `${run.trainFrames} train, ${run.heldOutFrames} held-out`),
    row('Masks', `versions up to ${run.maskVersion}${changed > 0 ? `; ${changed} of its frames have a newer mask now` : ''}`),
    ...(run.moves && run.moves.length > 0 ? [row('Moved since', movedWords(run.moves))] : []),
    ...(run.tags.length > 0 ? [row('Tags', run.tags.join(', '))] : []),
    row('Weights kept of', checkpoints.map(({ epoch }) => epoch).join(', ') || 'no epoch'),
  ].join('');
}

function scoreTable({ measured, detail: { run } }: ReportFacts, on: string): string {
  if (!measured) return `<p>${escaped(`${run.name} held no frame out: there is nothing to measure.`)}</p>`;
  const line = (name: string, score: SetScore): string =>
    `<tr><th scope="row">${escaped(name)}</th><td>${score.threshold.toFixed(3)}</td>${[score.meanIoU, score.pooledIoU, score.precision, score.recall, score.f1].map((value) => `<td>${three(value)}</td>`).join('')}</tr>`;
  const head = ['', 'threshold', 'mean IoU', 'pooled IoU', 'precision', 'recall', 'F1']
    .map((word) => `<th scope="col">${word}</th>`)
    .join('');
  const post = run.decision ? postWords(run.decision) : '';
  const chosen = measured.chosen ? line(`as last chosen in the window${post ? `, post-processed (${post})` : ''}`, measured.chosen) : '';
  return `<table class="numbers"><thead><tr>${head}</tr></thead><tbody>${line('the run’s own threshold', measured.own)}${chosen}${measured.best ? line('best F1 of the held-out pixels', measured.best) : ''}</tbody></table>
<p class="dim">${escaped(`${on}, ${measured.own.frames} frames, against the masks as they are now. Mean IoU: over frames; the others: of all pixels together (pooled). The best threshold was chosen on these very frames.`)}</p>`;
}

function settings({ detail: { run } }: ReportFacts): string {
  const preset = presetOf(run.config);
  if (preset === null) return `<p>${escaped(`Of the preset '${run.config.preset}'.`)}</p>`;
  const changes = changesFrom(preset, run.config);
  if (changes.length === 0) return `<p>${escaped(`All as the preset '${preset}' has it.`)}</p>`;
  const rows = changes.map(
    ({ option, value, before }) =>
      `<tr><th scope="row">${escaped(option.label)}</th><td>${escaped(valueInWords(option, value))}</td><td class="dim">${escaped(valueInWords(option, before))}</td></tr>`,
  );
  return `<table><thead><tr><th></th><th scope="col">this run</th><th scope="col">${escaped(preset)}</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function curves({ detail: { run, epochs } }: ReportFacts): string {
  type Read = (record: (typeof epochs)[number]) => number | null;
  const line = (name: string, dashed: boolean, read: Read): Line => ({
    ...{ name, dashed },
    points: epochs.flatMap((record) => {
      const value = read(record);
      return value === null ? [] : [[record.epoch, value] as const];
    }),
  });
  const best =
    run.bestEpoch !== null && run.bestMeanIoU !== null
      ? { x: run.bestEpoch, y: run.bestMeanIoU, words: `${three(run.bestMeanIoU)} at ${run.bestEpoch}` }
      : undefined;
  const on = `epoch; threshold ${run.config.threshold}, ${run.heldOutFrames} held-out frames.`;
  return `<div class="charts">${[
    lineChart([line('train', false, (r) => r.loss), line('held-out', true, (r) => r.heldOutLoss)], { title: 'Loss', xTitle: 'epoch.' }),
    lineChart([line('mean', false, (r) => r.heldOut.meanIoU), line('pooled', true, (r) => r.heldOut.pooledIoU)], {
      title: 'Held-out IoU',
      xTitle: on,
      mark: best,
    }),
    lineChart([line('rate', false, (r) => r.learningRate || null)], { title: 'Learning rate', xTitle: 'epoch' }),
    lineChart([line('images a second', false, (r) => r.imagesPerSecond || null)], { title: 'Images a second', xTitle: 'epoch' }),
    lineChart([line('waiting', false, waitingShare)], { title: 'Waiting share of a step', xTitle: 'epoch' }),
  ].join('')}</div>`;
}

function heldOut({ measured }: ReportFacts, on: string): string {
  if (!measured) return '';
  const points = measured.curve.flatMap(({ recall, precision }) =>
    recall === null || precision === null ? [] : [[recall, precision] as const],
  );
  const at = measured.best;
  const mark =
    at && at.recall !== null && at.precision !== null ? { x: at.recall, y: at.precision, words: `best F1 ${three(at.f1)}` } : undefined;
  const curve = lineChart([{ name: 'precision', dashed: false, points }], {
    ...{ title: 'Precision over recall', xTitle: escaped(`recall, all thresholds; ${on}, pooled.`), mark },
    ...{ xRange: [0, 1] as const, yRange: [0, 1] as const },
  });
  const ious = measured.frames.map((frame) => frame.iou);
  return `<div class="charts">${curve}${histogram(ious, 'IoU of each frame', escaped(`IoU, in frames; ${on}, threshold ${measured.own.threshold}.`))}</div>`;
}

function pictures(title: string, list: readonly Picture[], on: string, threshold: number): string {
  const one = ({ name, iou, webp }: Picture): string =>
    `<figure><img alt="${escaped(`${name}: mask and prediction`)}" src="data:image/webp;base64,${Buffer.from(webp).toString('base64')}"><figcaption><b>${escaped(name)}</b> IoU ${three(iou)} <span class="dim">held-out, threshold ${threshold}</span></figcaption></figure>`;
  if (list.length === 0) return '';
  return section(
    title,
    `<p class="dim">${escaped(`${on}. Where mask and prediction agree, where only the mask is road (hatched), where only the prediction is (dotted).`)}</p><div class="pictures">${list.map(one).join('')}</div>`,
  );
}
