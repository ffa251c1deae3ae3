// The commands of how the frame is seen: zoom, what is shown, comparisons.
import type { BestPoints } from '../../shared/metrics/thresholds';
import { NO_POST } from '../../shared/prediction/decision';
import { useHeldOut } from '../state/heldOut';
import { NOTHING_COMPARED, useView } from '../state/view';
import { notify } from '../state/notices';
import { useSession } from '../state/session';
import { comparingCommands } from '../comparing/commands';
import { services } from './services';

export interface CanvasCommand {
  readonly name: string;
  readonly title: string;
  /** 'B', 'Ctrl+Shift+Z', 'Shift+Right' ...; several keys may do the same. */
  readonly keys: readonly string[];
  /** Not offered in the palette. */
  readonly quiet?: boolean;
  /** Besides a frame being on the canvas: false = its key goes to the next command that has it. */
  when?(): boolean;
  run(): void;
}

const view = () => useView.getState();
const viewport = () => services().controller.viewport;
const threshold = (by: number) => (): void => view().setThreshold(view().threshold + by);

const predicted = (): boolean => view().run !== null;
/** Nothing happens before the held-out frames are counted. */
function best(what: keyof BestPoints): void {
  const point = useHeldOut.getState().best?.[what];
  if (point) view().setThreshold(point.threshold);
  else notify({ tone: 'info', message: 'The held-out frames are not counted yet, or there are none.' });
}
function own(): void {
  const run = useSession.getState().runs.find(({ id }) => id === view().run);
  if (run) view().setThreshold(run.config.threshold);
}

const comparing = (): boolean => view().compare.kind !== 'none';

/** The mask against how it was when the frame was opened, or no longer. */
export function compareBefore(): void {
  const { openedVersion } = services().controller;
  if (view().compare.kind === 'version') return view().setCompare(NOTHING_COMPARED);
  if (openedVersion === null) {
    notify({ tone: 'info', message: 'This frame had no mask when it was opened: there is nothing to compare with.' });
    return;
  }
  view().setCompare({ kind: 'version', version: openedVersion, label: 'the mask as it was opened' });
}

export function comparePrediction(): void {
  view().setCompare(view().compare.kind === 'prediction' ? NOTHING_COMPARED : { kind: 'prediction' });
}

export const viewCommands: readonly CanvasCommand[] = [
  { name: 'canvas.fit', title: 'Fit the frame', keys: ['Ctrl+F'], run: () => viewport().fit() },
  { name: 'canvas.actualSize', title: 'Zoom to 100 %', keys: ['Ctrl+0'], run: () => viewport().actualSize() },
  { name: 'canvas.zoomIn', title: 'Zoom in', keys: ['Ctrl+=', 'Ctrl++'], run: () => viewport().step(1) },
  { name: 'canvas.zoomOut', title: 'Zoom out', keys: ['Ctrl+-'], run: () => viewport().step(-1) },
  { name: 'canvas.grid', title: 'Hide or show the pixel grid', keys: ["Ctrl+'"], run: () => view().set({ showGrid: !view().showGrid }) },
  {
    name: 'canvas.minimap',
    title: 'Hide or show the overview',
    keys: ['Shift+O'],
    run: () => view().set({ showMinimap: !view().showMinimap }),
  },
  { name: 'view.mask', title: 'Hide or show the mask', keys: ['V'], run: () => view().set({ showMask: !view().showMask }) },
  {
    name: 'view.prediction',
    title: 'Hide or show the prediction',
    keys: ['C'],
    run: () => view().set({ showPrediction: !view().showPrediction }),
  },
  { name: 'view.outline', title: 'Outlines only', keys: ['O'], run: () => view().set({ outlineOnly: !view().outlineOnly }) },
  { name: 'compare.before', title: 'Compare with the mask as it was opened', keys: ['Y'], run: compareBefore },
  { name: 'compare.prediction', title: 'Compare with the prediction', keys: ['Shift+Y'], run: comparePrediction },
  ...comparingCommands,
  { name: 'compare.end', title: 'End the comparison', keys: ['Esc'], when: comparing, run: () => view().setCompare(NOTHING_COMPARED) },
  { name: 'picture.auto', title: 'Brightness and contrast that suit the picture', keys: [], run: () => services().controller.autoAdjust() },
  {
    name: 'picture.reset',
    title: 'The picture as its file has it',
    keys: [],
    run: () => view().adjust({ brightness: 0, contrast: 0, gamma: 1 }),
  },
  { name: 'threshold.bestF1', title: 'Threshold of the best F1 on the held-out frames', keys: [], when: predicted, run: () => best('f1') },
  {
    name: 'threshold.bestIoU',
    title: 'Threshold of the best mean IoU on the held-out frames',
    keys: [],
    when: predicted,
    run: () => best('meanIoU'),
  },
  { name: 'threshold.own', title: 'The run’s own threshold', keys: [], when: predicted, run: own },
  {
    name: 'post.reset',
    title: 'No post-processing: the threshold alone decides',
    keys: [],
    when: predicted,
    run: () => view().set({ post: NO_POST }),
  },
  { name: 'threshold.down', title: 'Lower threshold', keys: ['-'], run: threshold(-0.01) },
  { name: 'threshold.up', title: 'Higher threshold', keys: ['='], run: threshold(0.01) },
];

/** For controls on the canvas itself: they come before the window's table of commands. */
export const runView = (name: string): void => viewCommands.find((command) => command.name === name)?.run();
