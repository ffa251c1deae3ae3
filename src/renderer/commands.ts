// Every command of the window in one table: the menu, the key map, the palette and the keys' sheet all read it.
import { canvasCommands, exportThisPicture, flushMasks } from './canvas';
import { studio } from './api';
import { chooseImport, openSplit } from './importing/actions';
import { belongsToControl, commandFor, isTyping, type Command } from './keyboard';
import { showAll, useFrameList } from './frames/state';
import { goToNextInQueue, reviewedAndOn, setReview, startFlagging } from './review/actions';
import { nameNow } from './inspector/versionActions';
import { markPicked, somePicked } from './review/bulk';
import { told } from './state/notices';
import { prefer, usePreferences } from './state/preferences';
import { useSession } from './state/session';
import { openDialog, picturesShown, showTab, TAB_TITLES, TABS, useShell } from './state/shell';
import { useView } from './state/view';
import { askHow, canRetrain, hasVerdict, retrain, showVerdict } from './retraining/state';
import { importWeights, writeReport } from './training/models';
import { toggleTraining, useTraining } from './training/state';
import { publishKeys } from './ui/keys';
import { bound, readBindings } from './keyMap';

const hasProject = (): boolean => useSession.getState().project !== null;
const hasFrame = (): boolean => picturesShown(useShell.getState().tab) && useView.getState().frame !== null;
const dialogOpen = (): boolean =>
  useShell.getState().dialog !== null || useShell.getState().flagging !== null || useShell.getState().naming !== null;

/** Another project only once every stroke of this one is saved. */
const leaving = (open: () => Promise<unknown>) => async (): Promise<void> => {
  if (!hasProject() || (await flushMasks())) await open();
};

const PROJECT: readonly Command[] = [
  { name: 'project.new', title: 'New project…', keys: ['Ctrl+Shift+N'], run: leaving(() => told(studio.project.createWithDialog({}))) },
  { name: 'project.open', title: 'Open project…', keys: ['Ctrl+Shift+O'], run: leaving(() => told(studio.project.openWithDialog({}))) },
  { name: 'project.sample', title: 'Open the sample project', keys: [], run: leaving(() => told(studio.project.openSample({}))) },
  { name: 'project.close', title: 'Close project', keys: [], run: leaving(() => told(studio.project.close({}))), when: hasProject },
  { name: 'frames.import', title: 'Import frames…', keys: ['Ctrl+I'], run: () => void chooseImport(), when: hasProject },
  { name: 'frames.importFile', title: 'Import an annotation file…', keys: [], run: () => void chooseImport('file'), when: hasProject },
  { name: 'frames.split', title: 'Split into train and held-out…', keys: [], run: openSplit, when: hasProject },
].map((command) => ({ group: 'Project', ...command }));

const VIEWS: readonly Command[] = TABS.map((tab, index) => ({
  name: `view.${tab}`,
  title: TAB_TITLES[tab],
  group: 'Views',
  keys: [`Ctrl+${index + 1}`],
  whileTyping: true,
  run: () => showTab(tab),
  when: hasProject,
}));

/** The keys go on from the pencil: Tab into the editor, Enter on it ends. */
function editClasses(): void {
  useShell.setState({ tab: 'annotate', panelsHidden: false, editingClasses: true });
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-edit-classes]')?.focus());
}

const WINDOW: readonly Command[] = [
  {
    name: 'panels.toggle',
    title: 'Hide or show the panels',
    keys: ['Tab'],
    run: () => useShell.setState(({ panelsHidden }) => ({ panelsHidden: !panelsHidden })),
    // Tab is the keyboard's way through the controls: it means the panels only while the focus is on the picture.
    when: () => hasFrame() && focusOnPicture(),
  },
  { name: 'palette.open', title: 'Command palette…', keys: ['Ctrl+K'], whileTyping: true, quiet: true, run: () => openDialog('palette') },
  { name: 'classes.edit', title: 'Edit the classes…', group: 'Picture', keys: [], run: editClasses, when: hasFrame },
  { name: 'help.keys', title: 'Keys', keys: ['F1', '?'], run: () => openDialog('keys') },
  { name: 'help.about', title: 'About Roadbrush', keys: [], run: () => openDialog('about') },
  { name: 'help.log', title: 'Open the log', keys: [], run: () => void told(studio.app.openLog({})) },
  {
    name: 'window.theme',
    title: 'Switch between dark and light',
    keys: [],
    run: () => prefer({ theme: document.documentElement.dataset['theme'] === 'light' ? 'dark' : 'light' }),
  },
  {
    name: 'window.systemTheme',
    title: 'Dark or light as the system has it',
    keys: [],
    run: () => prefer({ theme: 'system' }),
    when: () => usePreferences.getState().theme !== 'system',
  },
].map((command) => ({ group: 'Window', ...command }));

const REVIEW: readonly Command[] = [
  { name: 'review.done', title: 'Reviewed, and on to the next', keys: ['Enter'], run: () => void reviewedAndOn(), when: hasFrame },
  { name: 'review.next', title: 'Next frame of the queue', keys: ['N'], run: goToNextInQueue, when: hasFrame },
  {
    name: 'review.flag',
    title: 'Flag the frame with a note…',
    keys: ['M'],
    run: () => startFlagging(useView.getState().frame),
    when: hasFrame,
  },
  {
    name: 'review.reset',
    title: 'Not reviewed after all',
    keys: ['Shift+Enter'],
    run: () => {
      const { frame } = useView.getState();
      if (frame !== null) void setReview(frame, 'in-progress');
    },
    when: hasFrame,
  },
  {
    name: 'picked.reviewed',
    title: 'Mark the picked frames reviewed',
    keys: ['Ctrl+D'],
    run: () => markPicked('reviewed'),
    when: somePicked,
  },
  { name: 'picked.flag', title: 'Flag the picked frames', keys: ['Ctrl+M'], run: () => markPicked('flag'), when: somePicked },
  {
    name: 'picked.unflag',
    title: 'Take the flags of the picked frames away',
    keys: ['Ctrl+Shift+M'],
    run: () => markPicked('unflag'),
    when: somePicked,
  },
  { name: 'picked.train', title: 'Train on the picked frames', keys: [], run: () => markPicked('train'), when: somePicked },
  { name: 'picked.heldOut', title: 'Hold the picked frames out', keys: [], run: () => markPicked('heldOut'), when: somePicked },
  { name: 'frames.all', title: 'Show all frames: no filter, no search', keys: [], run: showAll, when: hasProject },
  {
    name: 'frames.search',
    title: 'Find frames',
    keys: ['/'],
    run: () => {
      useShell.setState({ panelsHidden: false });
      if (!picturesShown(useShell.getState().tab)) showTab('annotate');
      const box = (): HTMLElement | null => document.getElementById('frame-search');
      // At once where it is on the screen: what is typed next belongs into it.
      box()?.focus();
      if (!box()?.matches(':focus')) requestAnimationFrame(() => box()?.focus());
    },
    when: hasProject,
  },
  {
    name: 'frames.sort',
    title: 'List the worst frames first, or by name',
    keys: [],
    run: () => useFrameList.setState(({ sort }) => ({ sort: sort === 'worst' ? 'name' : 'worst' })),
    when: hasProject,
  },
].map((command) => ({ group: 'Frames', ...command }));

const MASK: readonly Command[] = [
  {
    name: 'picture.export',
    title: 'Export this picture…',
    group: 'Picture',
    keys: ['Ctrl+Shift+E'],
    run: () => void exportThisPicture(),
    when: hasFrame,
  },
  {
    name: 'mask.name',
    title: 'Save the mask as a named version…',
    group: 'Picture',
    keys: ['Ctrl+S'],
    run: () => void nameNow(),
    when: hasFrame,
  },
];

const TRAINING: readonly Command[] = [
  {
    name: 'train.toggle',
    title: 'Start training, pause, go on',
    group: 'Training',
    keys: ['Ctrl+T'],
    whileTyping: true,
    run: toggleTraining,
    when: hasProject,
  },
  {
    name: 'run.report',
    title: "Write the chosen run's report…",
    group: 'Training',
    keys: [],
    run: () => {
      const id = useTraining.getState().selected ?? useView.getState().run;
      if (id !== null) void writeReport({ id });
    },
    when: () => hasProject() && (useTraining.getState().selected ?? useView.getState().run) !== null,
  },
  {
    name: 'train.retrain',
    title: 'Retrain from corrections',
    group: 'Training',
    keys: ['Ctrl+Shift+T'],
    whileTyping: true,
    run: retrain,
    when: canRetrain,
  },
  {
    name: 'train.retrainAs',
    title: 'Retrain from corrections, asked again how…',
    group: 'Training',
    keys: [],
    run: askHow,
    when: canRetrain,
  },
  { name: 'train.verdict', title: 'What the retraining changed', group: 'Training', keys: [], run: showVerdict, when: hasVerdict },
  { name: 'weights.import', title: 'Import weights…', group: 'Training', keys: [], run: () => void importWeights(), when: hasProject },
];

const onPicture: readonly Command[] = canvasCommands.map(({ when, ...command }) => ({
  group: 'Picture',
  ...command,
  when: when ? () => hasFrame() && when() : hasFrame,
}));

export const commands: readonly Command[] = [...PROJECT, ...VIEWS, ...REVIEW, ...onPicture, ...MASK, ...TRAINING, ...WINDOW];

let boundOf: { readonly keys: unknown; readonly commands: readonly Command[] } | null = null;

/** All commands with the keys that they have now. */
export function commandsNow(): readonly Command[] {
  const { keys } = usePreferences.getState();
  if (boundOf?.keys !== keys) boundOf = { keys, commands: bound(commands, readBindings(keys, commands)) };
  return boundOf.commands;
}

const REASONS = new Map<unknown, string>([
  [hasProject, 'open a project first'],
  [hasFrame, 'go to a frame in Annotate or Review'],
  [canRetrain, 'train a run first'],
  [hasVerdict, 'no retrained run waits for a word'],
  [somePicked, 'pick several frames in the list (Shift or Ctrl with a click or an arrow)'],
]);

/** Why a command cannot be run now, a few words; null when it can. */
export const whyNotNow = ({ when }: Command): string | null => ((when?.() ?? true) ? null : (REASONS.get(when) ?? 'not now'));

export function runCommand(name: string): void {
  const command = commands.find((other) => other.name === name);
  // A slip in main's menu or in a panel: the tests fail on it.
  if (!command) return console.error(`There is no command '${name}'.`);
  if (command.when?.() ?? true) command.run();
}

function focusOnPicture(): boolean {
  return document.activeElement?.closest('.rb-canvas') != null;
}

/** Listens for keys and for the menu, for the life of the window. */
export function listenForCommands(): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    // With Ctrl it is no key of the control's own.
    if (!event.ctrlKey && !event.metaKey && belongsToControl(event.target, event.key)) return;
    const typing = isTyping(event.target);
    const found = commandFor(commandsNow(), event, typing);
    if (!found) return;
    // A dialog has the keys to itself; only the palette comes over it.
    if (dialogOpen() && found.name !== 'palette.open') return;
    event.preventDefault();
    found.run();
  };
  window.addEventListener('keydown', onKey);
  publishKeys(commandsNow());
  const stopKeys = usePreferences.subscribe(({ keys }, before) => {
    if (keys !== before.keys) publishKeys(commandsNow());
  });
  const stop = studio.on('command', ({ name }) => runCommand(name));
  return () => {
    window.removeEventListener('keydown', onKey);
    stop();
    stopKeys();
  };
}
